"""How much room a text takes, estimated from the widths of its letters; no font is opened.

A Chinese letter is as wide as it is high. A Latin one is half as wide in 宋体 and wider in the free
fonts that stand in for it: it counts six tenths. Lengths are tenths of a millimetre, sizes of letters
tenths of a point.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from unicodedata import east_asian_width

from jiping.forms.drawing import Cell, Drawing, Grid, Row, Text

LEADING = 148
"""Height of a line in percent of its letters: 宋体 takes 120, the free fonts in its place 145."""
USUAL = 130
"""The same of 宋体 in Word."""
PADDING = 20
"""What a cell keeps free, left and right together."""
LOWEST = 52
"""Height of a row of a form that so fits its page."""
_SPARED = 16
"""Of the padding: what a low row does without."""
_WIDE = frozenset("WFA")
_EM = 10
_MM10 = 3528
"""A point in ten-thousandths of a millimetre."""


@lru_cache(maxsize=8192)
def tenths(text: str) -> int:
    """Width of one line in tenths of its letters' size."""
    if text.isascii():
        return len(text) * 6
    return sum(_EM if east_asian_width(char) in _WIDE else 6 for char in text)


def lines(text: str, width: int, size: int = 100) -> int:
    """How many lines a text takes in a cell of that width; an empty one takes one."""
    room = max((width - PADDING) * 10000 * _EM // (size * _MM10), _EM)
    if len(text) * _EM <= room and "\n" not in text:
        return 1
    return sum(_lines(tenths(line), room) for line in text.split("\n"))


def _lines(long: int, room: int) -> int:
    """Lines that end within a text stay half a letter short: no stop may begin the next one."""
    return 1 if long <= room else -(-long // max(room - _EM // 2, 1))


def height(text: str, width: int, size: int = 100, leading: int = LEADING) -> int:
    """Height that the text needs in a cell of that width."""
    return lines(text, width, size) * size * _MM10 * leading // 1_000_000 + PADDING


def row_height(row: Row, grid: Grid, leading: int = LEADING) -> int:
    """Height that the texts of a row need; cells of several rows don't count."""
    return max(
        (
            height(cell.text, width_of(cell, grid), cell.size or grid.size, leading)
            for cell in row.cells
            if cell.down == 1
        ),
        default=0,
    )


def width_of(cell: Cell, grid: Grid) -> int:
    """Width of a cell, its padding included."""
    return sum(grid.widths[cell.column : cell.column + cell.across])


def snug(drawing: Drawing) -> Drawing:
    """The drawing with lower rows, where only so it fits its page; else the drawing itself."""
    if any(isinstance(block, Text) and block.style == "body" for block in drawing.blocks):
        return drawing
    rows = sum(len(grid.rows) for grid in drawing.grids())
    room = drawing.page.height - sum(90 for b in drawing.blocks if isinstance(b, Text)) - 60
    if rows * LOWEST > room:
        return drawing
    needs = [(row_height(row, g, USUAL), row.least) for g in drawing.grids() for row in g.rows]
    if sum(max(need) for need in needs) <= room:
        return drawing
    if sum(max(need - _SPARED, min(least, LOWEST)) for need, least in needs) > room:
        return drawing
    blocks = tuple(
        replace(b, rows=tuple(replace(r, least=min(r.least, LOWEST)) for r in b.rows))
        if isinstance(b, Grid)
        else b
        for b in drawing.blocks
    )
    return replace(drawing, blocks=blocks)
