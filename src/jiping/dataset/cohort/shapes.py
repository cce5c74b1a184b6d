"""Shapes of queries and statistics that several rules of cohorts share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction


def first_asked(members: str, order: str = "form") -> str:
    """Rows of cases whose first form is asked and whose others are what it is compared with.

    ``members``: a query of kase, form, pointer, shown, strength, worse, words and what ``order``
    names; of equal ones in that order all are asked.
    """
    return f"""SELECT kase, (dense_rank() OVER (PARTITION BY kase ORDER BY {order}) > 1)::INT AS rank, form,
  pointer, shown, strength, worse, words, NULL AS outside FROM ({members})"""


def asked_and_peers(asked: str, peers: str, words: str) -> str:
    """Rows of cases that have one row that is asked and rows of others, made apart.

    ``asked`` and ``peers``: queries of kase, form, pointer, shown (and outside); ``words``: a query
    of kase, strength, worse, words.
    """
    return f"""SELECT kase, r.rank, r.form, r.pointer, r.shown, w.strength, w.worse, w.words, r.outside
FROM (SELECT *, 0 AS rank FROM ({asked}) UNION ALL BY NAME SELECT *, 1 AS rank FROM ({peers})) r
JOIN ({words}) w USING (kase)"""


def beyond_chance(
    sizes: Iterable[tuple[Fraction, bool]], false: Fraction
) -> tuple[Fraction, Fraction, int] | None:
    """The largest chance at which what was seen stays surprising, though many were looked at.

    ``sizes``: of every group that was looked at, how likely it is by chance alone, and whether it was
    seen. Of the groups up to the answer at most the share ``false`` is to be expected by chance: what
    is expected is the sum of the chances of all groups that could have been seen there. Returns the
    chance, how many are to be expected and how many were seen; None where no chance is small enough.
    """
    ordered: Sequence[tuple[Fraction, bool]] = sorted(sizes)
    found, expected, seen = None, Fraction(0), 0
    for at, (chance, was_seen) in enumerate(ordered):
        expected += chance
        seen += was_seen
        last = at + 1 == len(ordered) or ordered[at + 1][0] != chance
        if last and seen and expected <= false * seen:
            found = chance, expected, seen
    return found
