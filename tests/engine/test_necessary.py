"""What must hold wherever a condition holds: rows picked by it are asked the rule, no other is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

pytest.importorskip("sqlglot")

import duckdb
import sqlglot
from hypothesis import given
from hypothesis import strategies as st

from jiping.engine.necessary import filtering, necessary, numbered, sooner
from jiping.engine.plan_bulk import load_bulk

COLUMNS = {"a", "b", "c", "d"}
WIDE = "CAST({0} AS HUGEINT) * {1}"
RANGE = st.none() | st.integers(-(2**63) + 1, 2**63 - 1) | st.integers(-9, 9)
CONDITIONS = [
    f"{WIDE.format('a', 'b')} {sign} {WIDE.format('c', 'd')}"
    for sign in (">=", ">", "<", "<=", "=")
] + [
    "a > b AND form__sum > 1",
    "a > b OR form__sum > 1",
    "COALESCE(a > b, FALSE) AND NOT COALESCE(c IS NULL, FALSE)",
    f"CASE WHEN a > 0 AND form__sum = 0 THEN {WIDE.format('a', 'b')} > c ELSE FALSE END",
    f"CASE WHEN a > 0 THEN NOT ({WIDE.format('a', 'b')} > c) ELSE FALSE END",
    "d > 3 AND (a = 1 OR COALESCE(b < c, FALSE))",
]


CONNECTION = duckdb.connect(":memory:")


def parsed(condition: str) -> Any:
    return sqlglot.parse_one(condition, dialect="duckdb")


def sql(tree: Any) -> str:
    return str(tree.sql(dialect="duckdb"))


def truths(row: Mapping[str, int | None], *conditions: str) -> list[bool | None]:
    """What the conditions are of one row; null stays null."""
    values = ", ".join(f"{'NULL' if v is None else v}::BIGINT AS {k}" for k, v in row.items())
    found = CONNECTION.execute(f"SELECT {', '.join(conditions)} FROM (SELECT {values})")
    [answer] = found.fetchall()
    return list(answer)


@pytest.mark.parametrize("condition", CONDITIONS)
@given(a=RANGE, b=RANGE, c=RANGE, d=RANGE, form=RANGE)
def test_it_holds_wherever_the_condition_does(
    condition: str, a: int | None, b: int | None, c: int | None, d: int | None, form: int | None
) -> None:
    row = {"a": a, "b": b, "c": c, "d": d, "form__sum": form}
    tree = parsed(condition)
    found = necessary(tree, COLUMNS)
    needed = "TRUE" if found is None else sql(found)
    first = "TRUE" if found is None else sql(sooner(found))
    held, kept, same, filtered = truths(row, condition, needed, first, sql(filtering(tree.copy())))
    assert not held or kept
    assert bool(kept) == bool(same)
    assert bool(held) == bool(filtered)


@given(ratio=st.integers(1, 10**12), value=st.integers(1, 10**6), off=st.integers(-1, 1))
def test_a_guess_never_misses_what_is_just_equal(ratio: int, value: int, off: int) -> None:
    """Products at the very edge, where doubles round either way."""
    row = {"a": value * ratio + off, "b": 3, "c": value * 3, "d": ratio}
    condition = f"{WIDE.format('a', 'b')} >= {WIDE.format('c', 'd')}"
    found = necessary(parsed(condition), COLUMNS)
    assert found is not None
    held, kept = truths(row, condition, sql(found))
    assert not held or kept


def test_what_may_overflow_waits_for_the_whole_guard() -> None:
    tree = parsed(
        "CASE WHEN a > 0 AND form__sum = 0 THEN NOT (CAST(a AS HUGEINT) * b > c) ELSE FALSE END"
    )
    found = necessary(tree, COLUMNS)
    assert found is not None
    assert sql(found) == "a > 0"


def test_flags_and_numbers_are_asked_before_words() -> None:
    tree = parsed("a = 'x' AND NOT b IS NULL AND (c > 1 AND NOT d)")
    assert sql(sooner(tree)) == "NOT d AND c > 1 AND NOT b IS NULL AND a = 'x'"


def test_words_become_numbers_only_where_all_of_them_have_one() -> None:
    numbers = {"x": 1, "y": 2}
    tree = parsed("a IN ('x', 'y') AND a <> 'x' AND a = 'z' AND b = 'x'")
    changed = sql(numbered(tree, "a", "n", numbers))
    assert changed == "\"n\" IN (1, 2) AND \"n\" <> 1 AND a = 'z' AND b = 'x'"


def test_every_part_that_looks_at_computed_scores_is_asked_of_few_rows() -> None:
    """Where nothing is needed of a row, all rows would be kept: slow, not wrong."""
    bulk = load_bulk()
    loose = [c for c, r in bulk.rules.items() if r.grain != "form" and None in r.needed]
    assert loose == []
    assert set(bulk.late["indicator"]) == {
        c for c in bulk.tables["indicator_scored"] if c.startswith("by_")
    }
