"""A small province with planted cases: nearly all are found, and little else is asked."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The province, and what was asked of it."""
    sys.path.insert(0, str(BENCH))
    try:
        from cohort import asked_over
        from cohort_province import province

        made = province(3_000, seed=5, planted=2)
        folder = tmp_path_factory.mktemp("province")
        made.write(folder)
        done = asked_over(made, folder, None)
        yield made, done
        done.ground.close()
    finally:
        sys.path.remove(str(BENCH))


def test_planted_cases_are_found(asked: Any) -> None:
    from cohort import measure

    made, done = asked
    lost = [
        (rule, kind)
        for rule, kind, planted, found, *_ in measure(made, done)
        if found < planted and not kind.startswith("hard: ")
    ]
    assert lost == []
    assert done.skipped == {}


def test_a_reviewer_is_not_flooded(asked: Any) -> None:
    """No rule names more than one form in twenty; copied texts and equal money never in vain."""
    from cohort import measure

    made, done = asked
    assert {rule: n for rule, n in done.looks.items() if n * 20 > done.forms} == {}
    for rule, _, _, _, questions, true, _ in measure(made, done):
        if rule in ("C-IND-19", "C-COH-08", "C-STR-09", "C-COH-05", "C-PUB-05"):
            assert questions == true, rule


def test_the_same_forms_give_the_same_cases(asked: Any, tmp_path: Path) -> None:
    from cohort import asked_over

    made, done = asked
    made.write(tmp_path)
    again = asked_over(made, tmp_path, None, threads=1)
    try:
        query = "SELECT * FROM kase ORDER BY number"
        assert done.ground.rows(query) == again.ground.rows(query)
    finally:
        again.ground.close()
