"""Quotients rounded half up, exactly, on any engine: the only place where one is rounded.

Engines divide in floating point; a plain ``round(a / b, 2)`` is wrong for some amounts. So the
float quotient is only a guess, which exact decimals then move by one where they must. Every step
is a stage of its own that names the columns of the one before: an engine would otherwise be
given the same long expression many times over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

    Add = Callable[[ir.Table, dict[str, ir.Value]], ir.Table]
    """Ends a stage: the table with more columns, under a name that the next stage reads from."""

WIDE = "decimal(38,0)"
"""Exact integers to 38 digits, on DuckDB and Spark alike."""
CENT = 10_000
"""0.01 in scaled integers."""
ONE = 1_000_000
"""1 in scaled integers."""
HUNDRED = 100 * ONE
"""100, or 100 %, in scaled integers."""
_HALF = 0.5  # float: for the guess only; the exact remainder corrects it
_FITS = 9e18  # float: a guess beyond it fits into no int64, whose cast would fail


@dataclass(frozen=True, slots=True)
class Quotient:
    """A column to compute: ``numerator`` ÷ ``denominator``, rounded half up to ``unit`` (a
    scaled integer, or the name of a column of them).

    Numerator and denominator must be `WIDE`, not negative, and their ratio a scaled integer.
    The result is null where either is null, the denominator is zero or the quotient fits nowhere.
    """

    name: str
    numerator: ir.Value
    denominator: ir.Value
    unit: int | str = CENT


def divide(
    table: ir.Table,
    quotients: Sequence[Quotient],
    add: Add,
    also: Mapping[str, ir.Value] | None = None,
) -> ir.Table:
    """``table`` with one more int64 column for each quotient (and working columns ``…__x``).

    ``also``: further columns that can be computed in the first of its stages.
    """
    names = [q.name for q in quotients]
    parts: dict[str, ir.Value] = dict(also or {})
    for q in quotients:
        parts[f"{q.name}__n"] = q.numerator
        parts[f"{q.name}__d"] = (q.denominator * _unit(q, table)).cast(WIDE).nullif(0)
    t = add(table, parts)
    ratio = {n: t[f"{n}__n"].cast("float64") / t[f"{n}__d"].cast("float64") for n in names}
    ratio = {n: (ratio[n] < _FITS).ifelse(ratio[n], None) for n in names}
    t = add(t, {f"{n}__g": (ratio[n] + _HALF).floor().try_cast("int64").cast(WIDE) for n in names})
    # n/d + 1/2 lies in [g, g+1) exactly when 2n + d - 2dg lies in [0, 2d).
    rest = {n: (t[f"{n}__n"] * 2 + t[f"{n}__d"] - t[f"{n}__d"] * t[f"{n}__g"] * 2) for n in names}
    t = add(t, {f"{n}__r": rest[n].cast(WIDE) for n in names})
    exact = {
        q.name: (
            t[f"{q.name}__g"]
            + (t[f"{q.name}__r"] >= t[f"{q.name}__d"] * 2).ifelse(1, 0)
            - (t[f"{q.name}__r"] < 0).ifelse(1, 0)
        )
        * _unit(q, t)
        for q in quotients
    }
    return add(t, {name: value.try_cast("int64") for name, value in exact.items()})


def _unit(quotient: Quotient, table: ir.Table) -> ir.Value | int:
    return table[quotient.unit] if isinstance(quotient.unit, str) else quotient.unit


def wide(column: ir.Value) -> ir.Value:
    """A scaled integer column widened, so that products can't overflow."""
    return column.cast(WIDE)


def within(value: ir.Value, low: ir.Value, high: ir.Value) -> ir.Value:
    """``value`` moved into [low, high]; null where one of them is."""
    known = value.notnull() & low.notnull() & high.notnull()
    return known.ifelse((value < low).ifelse(low, (value > high).ifelse(high, value)), None)
