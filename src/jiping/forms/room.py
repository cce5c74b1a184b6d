"""Room for very long texts: a reason of a page and more gets a wider column and smaller letters.

The widths of a family are those of its sample, where a reason has a line or two. A reason of two
thousand characters in such a column is a strip over six pages; nobody reads that. The other columns
give up a part of their widths, never more than their figures can spare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from jiping.forms.cells import scaled
from jiping.forms.drawing import Cell, Row
from jiping.forms.measure import lines

LONG = 20
"""More lines than these in one cell are too many: a good half of a page across."""
KEPT = (95, 90, 85, 80, 75)
"""What the other columns keep, in percent, tried in turn."""
_SMALLER = 90
"""Letters of a text that is still too long, in percent of the form's."""


def widened(widths: tuple[int, ...], rows: Sequence[Row], size: int) -> tuple[int, ...]:
    """The same widths where no text is too long; else the columns of long texts wider.

    ``size`` of the letters in tenths of a point; the sum of the widths stays.
    """
    long = [cell for cell in _prose(rows) if _too_long(cell, widths, size)]
    columns = {cell.column + n for cell in long for n in range(cell.across)}
    rest = sum(width for n, width in enumerate(widths) if n not in columns)
    if not columns or rest * 2 < sum(widths):
        return widths  # it has the greater part of the page already
    found = widths
    for kept in KEPT:
        found = _shared(widths, columns, rest * (100 - kept) // 100)
        if not any(_too_long(cell, found, size) for cell in long):
            break
    return found


def smaller(rows: Iterable[Row], widths: tuple[int, ...], size: int) -> list[Row]:
    """The rows, the letters of texts that are too long a step smaller."""
    out = []
    for row in rows:
        cells = tuple(
            replace(cell, size=size * _SMALLER // 100)
            if cell.role == "prose" and _too_long(cell, widths, size)
            else cell
            for cell in row.cells
        )
        out.append(row if cells == row.cells else replace(row, cells=cells))
    return out


def _shared(widths: tuple[int, ...], columns: set[int], more: int) -> tuple[int, ...]:
    whole = sum(widths)
    wide = sum(widths[n] for n in columns)
    rest = whole - wide
    return scaled(
        [
            width * (wide + more) * rest if n in columns else width * (rest - more) * wide
            for n, width in enumerate(widths)
        ],
        whole,
    )


def _prose(rows: Iterable[Row]) -> Iterator[Cell]:
    for row in rows:
        yield from (cell for cell in row.cells if cell.role == "prose" and cell.text)


def _too_long(cell: Cell, widths: tuple[int, ...], size: int) -> bool:
    width = sum(widths[cell.column : cell.column + cell.across])
    return lines(cell.text, width, size) > LONG
