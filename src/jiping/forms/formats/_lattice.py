"""A grid as plain rows of texts: one entry a column, a merged cell's text at its first position."""

from __future__ import annotations

from collections.abc import Iterator

from jiping.forms.drawing import Grid
from jiping.forms.formats._text import clean


def texts(grid: Grid) -> Iterator[list[str]]:
    """The rows of a grid, all of the same length."""
    for row in grid.rows:
        line = [""] * len(grid.widths)
        for cell in row.cells:
            line[cell.column] = clean(cell.text)
        yield line
