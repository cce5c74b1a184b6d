"""The cells that official forms are made of, and the formulas that their figures follow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jiping.forms.drawing import Align, Cell
from jiping.forms.families import Column, Family
from jiping.forms.figures import number
from jiping.forms.formula import Formula, Kind
from jiping.forms.formula import value as formula_value
from jiping.model.decimals import decimals_of, to_decimal
from jiping.model.evaluation import FundLine

_LONG = 12
"""Characters from which a value is set like prose, from the left."""


class Columns:
    """The columns of a block with the grid column where each begins."""

    def __init__(self, columns: Sequence[Column], start: int) -> None:
        self._columns = columns
        self._start = start
        self.end = start + sum(column.across for column in columns)

    def __iter__(self) -> Iterator[tuple[int, Column]]:
        at = self._start
        for column in self._columns:
            yield at, column
            at += column.across


def scaled(widths: Sequence[int], total: int) -> tuple[int, ...]:
    """Widths in the same proportion that add up to ``total``."""
    whole = sum(widths)
    out = [width * total // whole for width in widths]
    out[-1] += total - sum(out)
    return tuple(out)


def label(column: int, said: str, across: int = 1, down: int = 1) -> Cell:
    """A label printed by the form."""
    return Cell(column, said, "label", across, down)


def head(column: int, said: str, across: int = 1, down: int = 1) -> Cell:
    """The name of a column."""
    return Cell(column, said, "head", across, down)


def text(
    column: int, said: str | None, pointer: str, *, across: int = 1, align: Align = "center"
) -> Cell:
    """A short value."""
    return Cell(column, said or "", "text", across, align=align, pointer=pointer)


def prose(column: int, said: str | None, pointer: str, across: int = 1) -> Cell:
    """A long value, which may make its row grow."""
    return Cell(column, said or "", "prose", across, align="left", pointer=pointer)


def value(
    column: int,
    digits: str | None,
    pointer: str,
    *,
    before: str = "",
    behind: str = "",
    across: int = 1,
) -> Cell:
    """A figure where the text is one, else the text as it stands."""
    if digits is None:
        return Cell(column, "", "number", across, pointer=pointer)
    figure = number(digits, before, behind)
    if figure is not None:
        said = before + digits + behind
        return Cell(column, said, "number", across, pointer=pointer, number=figure)
    said = before + digits + (behind if to_decimal(digits) is not None or before else "")
    align: Align = "left" if len(said) > _LONG else "center"
    return Cell(column, said, "text", across, align=align, pointer=pointer)


def blank(start: int, end: int) -> list[Cell]:
    """What remains of a row that has fewer columns than the grid: one empty cell."""
    return [Cell(start, across=end - start)] if end > start else []


def proved(kind: Kind, of: tuple[str, ...], printed: str | None, known: dict[str, str | None],
           operator: str = ">=") -> Formula | None:  # fmt: skip
    """The formula, if it gives exactly the printed digits from the printed figures; else None."""
    digits = decimals_of(printed)
    if printed is None or digits is None or number(printed) is None:
        return None
    formula = Formula(kind, of, digits, operator)
    found = formula_value(formula, lambda pointer: _figure(known.get(pointer)))
    return formula if found is not None and found == Decimal(printed) else None


def _figure(printed: str | None) -> Decimal | None:
    """The value of a cell as a spreadsheet has it: None where it holds no number."""
    return None if number(printed) is None else to_decimal(printed)


def fund_formulas(line: FundLine, base: str, family: Family) -> dict[str, Formula]:
    """Formulas of the rate and the score of one fund row, where they give what is printed."""
    shown = family.fund_fields()
    budget = "adjusted" if "adjusted" in shown else "initial"
    known = {
        f"{base}/{name}": getattr(line, name)
        for name in ("initial", "adjusted", "executed", "weight")
        if name in shown
    }
    dividend, divisor = f"{base}/executed", f"{base}/{budget}"
    found: dict[str, Formula] = {}
    rate = proved("rate", (dividend, divisor), line.rate, known)
    if rate is not None:
        found["rate"] = rate
    if not family.funds.weight_in_title:
        score = proved("share", (f"{base}/weight", dividend, divisor), line.score, known)
        if score is not None:
            found["score"] = score
    return found
