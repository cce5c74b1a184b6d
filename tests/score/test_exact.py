"""Quotients are rounded half up exactly: the engine's SQL against whole-number arithmetic."""

from __future__ import annotations

from typing import Any

import ibis
from hypothesis import given
from hypothesis import strategies as st

from jiping.engine.database import connect
from jiping.engine.stages import Chain
from jiping.score.exact import Quotient, divide, wide

TABLE = ibis.table({"w": "int64", "a": "int64", "t": "int64"}, name="given")


def plan() -> str:
    chain = Chain("s", "duckdb")
    table = chain.start(TABLE)
    quotient = Quotient("q", wide(table["w"]) * wide(table["a"]), wide(table["t"]))
    return chain.end(divide(table, [quotient], chain.add).select("q"), "out")[0]


SQL = plan()
CONNECTION: Any = connect()


def engine(w: int, a: int, t: int) -> int | None:
    source = f"(SELECT {w}::BIGINT AS w, {a}::BIGINT AS a, {t}::BIGINT AS t)"
    found: int | None = CONNECTION.execute(SQL.replace('"given"', source)).fetchone()[0]
    return found


def half_up(w: int, a: int, t: int) -> int | None:
    return None if t == 0 else (2 * w * a + t * 10_000) // (2 * t * 10_000) * 10_000


@given(
    w=st.integers(0, 200_000_000),
    a=st.integers(0, 10**15),
    t=st.integers(0, 10**15),
)
def test_any_amounts(w: int, a: int, t: int) -> None:
    if t and w * a // t > 10**14:
        return
    assert engine(w, a, t) == half_up(w, a, t)


@given(w=st.integers(1, 100), t=st.integers(1, 10**6), cents=st.integers(0, 10_000))
def test_exact_halves(w: int, t: int, cents: int) -> None:
    """Amounts made so that the exact quotient ends in 5 at the third decimal."""
    a = (2 * cents + 1) * t
    assert engine(w * 1_000_000, a, t * 200) == half_up(w * 1_000_000, a, t * 200)


def test_the_reference_trap() -> None:
    assert engine(100_000_000, 45_700_000, 80_000_000) == 57_130_000
