"""The official form onto the main sheet: which cell of the drawing stands in which cell there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiping.forms.drawing import Cell, Drawing, Grid, Text
from jiping.forms.workbook.expression import Address
from jiping.forms.workbook.sheets import MAIN

POINTS = 283
"""Points in 1000 tenths of a millimetre."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell or line of the drawing and its place; ``cell`` is None for a line of text."""

    address: Address
    across: int
    down: int
    text: str
    cell: Cell | None = None
    line: Text | None = None

    @property
    def pointer(self) -> str | None:
        """The value that stands there."""
        if self.cell is not None:
            return self.cell.pointer
        return self.line.pointer if self.line is not None else None


@dataclass(frozen=True, slots=True)
class Placing:
    """All cells; the columns' widths (tenths of a millimetre), the rows' least heights (points),
    the header rows to repeat on every page, and the number of rows."""

    cells: tuple[Placed, ...]
    widths: tuple[int, ...]
    heights: dict[int, int]
    repeated: tuple[int, int] | None
    rows: int


def place(drawing: Drawing) -> Placing:
    """Every block under the one before. Lines of another width are spread over the same columns."""
    grids = [grid for grid in drawing.grids() if grid.lined]
    widths = grids[-1].widths
    cells: list[Placed] = []
    heights: dict[int, int] = {}
    headers: list[int] = []
    at = 0
    for block in drawing.blocks:
        if isinstance(block, Text):
            here = Address(MAIN, at, 0)
            cells.append(Placed(here, len(widths), 1, block.text, line=block))
            heights[at] = 30 if block.style == "title" else 18
            at += 1
            continue
        if not isinstance(block, Grid):  # no form that is filled in has a picture
            continue
        for number, row in enumerate(block.rows):
            cells += [
                Placed(Address(MAIN, at, begin), across, cell.down, cell.text, cell)
                for cell, begin, across in _spread(block, number, widths)
            ]
            heights[at] = row.least * POINTS // 1000
            if row.header:
                headers.append(at)
            at += 1
    repeated = (headers[0], headers[-1]) if headers else None
    return Placing(tuple(cells), widths, heights, repeated, at)


def _spread(grid: Grid, number: int, widths: tuple[int, ...]) -> Iterator[tuple[Cell, int, int]]:
    """The cells of a row with the first column and the number of columns that each takes."""
    count = len(grid.widths)
    for cell in grid.rows[number].cells:
        if grid.widths == widths:
            yield cell, cell.column, cell.across
            continue
        begin = cell.column * len(widths) // count
        end = (cell.column + cell.across) * len(widths) // count
        yield cell, begin, end - begin
