"""Columns of a workbook that the scoring methods can calculate with.

The methods of `jiping.score.methods` are column expressions: they ask of a column only that it can
be compared, calculated with, and chosen between (``ifelse``), with SQL's meaning of null. A
`Column` can do that, so a method is written once, for the engine and for the filler's workbook; a
new method works here without another line. Numbers are the engine's scaled integers (10⁻⁶); an
empty cell is null.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiping.forms.workbook.expression import (
    EMPTY,
    FALSE,
    TRUE,
    Address,
    Node,
    Plain,
    both,
    call,
    either,
    negated,
    node,
    when,
)


@dataclass(frozen=True, eq=False)
class Column:
    """A value and the condition under which it is null. ``value`` never errs, null or not."""

    value: Node
    null: Node = FALSE

    @property
    def true(self) -> Node:
        """Where a condition holds for certain."""
        if _says(self.value, self.null):
            return self.value
        return both(self.value, negated(self.null))

    @property
    def false(self) -> Node:
        """Where a condition certainly doesn't hold."""
        return both(negated(self.value), negated(self.null))

    def cell(self) -> Node:
        """The column as a cell shows it: empty where it is null."""
        return when(self.null, EMPTY, self.value)

    # ------------------------------------------------- what column expressions do

    def cast(self, _type: str) -> Column:
        """A spreadsheet has one type of number; `jiping.forms.workbook.quotient` divides exactly."""
        return self

    try_cast = cast

    def isnull(self) -> Column:
        """Whether it is null."""
        return Column(self.null)

    def notnull(self) -> Column:
        """Whether it is not null."""
        return Column(negated(self.null))

    def fill_null(self, other: Any) -> Column:
        """Itself, or ``other`` where it is null."""
        filled = column(other)
        if filled.value == FALSE and filled.null == FALSE:
            return Column(self.true)
        return Column(when(self.null, filled.value, self.value), both(self.null, filled.null))

    def nullif(self, other: Any) -> Column:
        """Itself, but null where it equals ``other``."""
        return Column(self.value, either(self.null, (self == other).true))

    def ifelse(self, then: Any, other: Any) -> Column:
        """``then`` where this condition holds, else (also where it is null) ``other``."""
        yes, no, holds = column(then), column(other), self.true
        if yes.null == TRUE:
            return Column(no.value, either(holds, no.null))
        if no.null == TRUE:
            return Column(yes.value, either(negated(holds), yes.null))
        return Column(when(holds, yes.value, no.value), when(holds, yes.null, no.null))

    def isin(self, values: Any) -> Column:
        """Whether it is one of some constants."""
        return Column(either(*(call("=", self.value, v) for v in values)), self.null)

    def floor(self) -> Column:
        """The greatest whole number not above it."""
        return Column(call("INT", self.value), self.null)

    def __and__(self, other: Any) -> Column:
        b = column(other)
        unknown = both(either(self.null, b.null), negated(self.false), negated(b.false))
        return Column(both(self.value, b.value), unknown)

    def __or__(self, other: Any) -> Column:
        b = column(other)
        unknown = both(either(self.null, b.null), negated(self.true), negated(b.true))
        return Column(either(self.true, b.true), unknown)

    def __invert__(self) -> Column:
        return Column(negated(self.value), self.null)

    def _with(self, name: str, other: Any, *, swapped: bool = False) -> Column:
        b = column(other)
        left, right = (b.value, self.value) if swapped else (self.value, b.value)
        return Column(call(name, left, right), either(self.null, b.null))

    def __eq__(self, other: Any) -> Column:  # type: ignore[override]
        return self._with("=", other)

    def __ne__(self, other: Any) -> Column:  # type: ignore[override]
        return self._with("<>", other)

    def __lt__(self, other: Any) -> Column:
        return self._with("<", other)

    def __le__(self, other: Any) -> Column:
        return self._with("<=", other)

    def __gt__(self, other: Any) -> Column:
        return self._with(">", other)

    def __ge__(self, other: Any) -> Column:
        return self._with(">=", other)

    def __add__(self, other: Any) -> Column:
        return self._with("+", other)

    def __sub__(self, other: Any) -> Column:
        return self._with("-", other)

    def __mul__(self, other: Any) -> Column:
        return self._with("*", other)

    def __truediv__(self, other: Any) -> Column:
        return self._with("/", other)

    def __radd__(self, other: Any) -> Column:
        return self._with("+", other, swapped=True)

    def __rsub__(self, other: Any) -> Column:
        return self._with("-", other, swapped=True)

    def __rmul__(self, other: Any) -> Column:
        return self._with("*", other, swapped=True)


def _says(value: Node, null: Node) -> bool:
    """Whether a comparison with a text can't hold for an empty cell anyway."""
    return (
        value.op == null.op == "="
        and value.args[0] == null.args[0]
        and null.args[1] == EMPTY
        and value.args[1].op == "const"
        and value.args[1] != EMPTY
    )


def column(value: Any) -> Column:
    """A column as it is; None as null; anything else as a constant."""
    if isinstance(value, Column):
        return value
    return NULL if value is None else Column(node(value))


NULL = Column(node(0), TRUE)


def number_at(address: Address) -> Column:
    """A cell that holds a number or nothing. N() keeps a text out of the arithmetic."""
    return Column(call("N", address), call("=", address, ""))


def text_at(address: Address) -> Column:
    """A cell that holds a text or nothing."""
    return Column(node(address), call("=", address, ""))


def truth_at(address: Address) -> Column:
    """A cell that holds a truth value or nothing."""
    return Column(call("=", address, True), call("=", address, ""))


def constant(value: Plain | None) -> Column:
    """A constant, or null."""
    return column(value)
