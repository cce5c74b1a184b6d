"""What many groups show by chance alone is counted before any is asked about."""

from __future__ import annotations

from fractions import Fraction

from jiping.dataset.cohort.shapes import beyond_chance

TENTH = Fraction(1, 10)


def test_one_rare_group_among_few_is_surprising() -> None:
    looked_at = [(Fraction(1, 1000), True), (Fraction(1, 2), True), (Fraction(1, 2), False)]
    assert beyond_chance(looked_at, TENTH) == (Fraction(1, 1000), Fraction(1, 1000), 1)


def test_the_same_group_among_a_thousand_is_not() -> None:
    looked_at = [(Fraction(1, 1000), n == 0) for n in range(1000)]
    assert beyond_chance(looked_at, TENTH) is None


def test_twelve_of_a_thousand_are_again() -> None:
    looked_at = [(Fraction(1, 1000), n < 12) for n in range(1000)]
    assert beyond_chance(looked_at, TENTH) == (Fraction(1, 1000), Fraction(1), 12)


def test_groups_of_one_chance_are_taken_or_left_together() -> None:
    """Which of equals comes first must decide nothing."""
    looked_at = [(Fraction(1, 100), True)] + [(Fraction(1, 100), False)] * 20
    assert beyond_chance(looked_at, TENTH) is None
    assert beyond_chance(list(reversed(looked_at)), TENTH) is None


def test_nothing_seen_is_nothing_asked() -> None:
    assert beyond_chance([(Fraction(1, 10**9), False)], TENTH) is None
    assert beyond_chance([], TENTH) is None
