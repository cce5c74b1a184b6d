"""A connected region of rulings → the part of a table that stands on one page.

The positions of all rulings make an even lattice; where the ruling between two neighbours is
missing, they are one merged cell.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jiping.read.grid.rulings import NEAR, Region, cluster, nearest
from jiping.read.grid.typeset import Line, set_lines

if TYPE_CHECKING:
    from jiping.read.book import Box
    from jiping.read.grid.leaf import Glyph, Leaf

OPEN = 8.0  # points that rulings must run past the last crossing one to leave an open cell there


@dataclass(slots=True, eq=False)
class Piece:
    """One cell on one page: lattice position from 0, walls, characters, then lines."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    glyphs: list[Glyph] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    doubt: str | None = None

    @property
    def text(self) -> str:
        """The lines, put together without blanks or breaks (for comparing, not for reading)."""
        return "".join("".join(line.text.split()) for line in self.lines)


@dataclass(slots=True, eq=False)
class Fragment:
    """Part of a table on one page: column edges, row edges, cells by row, then column.

    ``open_top``/``open_bottom``: the outer rulings run on without a closing one, as where a page
    break went through a row.
    """

    leaf: Leaf
    xs: list[float]
    ys: list[float]
    pieces: list[Piece]
    open_top: bool = False
    open_bottom: bool = False
    ruled: bool = True
    """False where rows and columns were inferred from the text."""
    slots: list[Piece | None] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """Outer walls."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def take(self, glyphs: list[Glyph]) -> list[Glyph]:
        """Put characters into the cells that their centres are in; gives back the others."""
        xs, ys, slots = self.xs, self.ys, self.slots
        columns = len(xs) - 1
        left, top, right, bottom = self.box
        others: list[Glyph] = []
        for glyph in glyphs:
            _, x0, y0, x1, y1 = glyph
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            if left <= x < right and top <= y < bottom:
                piece = slots[(bisect_right(ys, y) - 1) * columns + bisect_right(xs, x) - 1]
                if piece is not None:
                    piece.glyphs.append(glyph)
                    continue
            others.append(glyph)
        return others

    def set_text(self) -> None:
        """Characters of every cell → its lines."""
        for piece in self.pieces:
            if piece.glyphs:
                piece.lines = set_lines(piece.glyphs)
                piece.glyphs = []


def build(region: Region, leaf: Leaf) -> Fragment | None:
    """Region → fragment, or None if the rulings make fewer than two cells (a frame, a chart)."""
    x0, y0, x1, y1 = region.box
    xs = cluster(sorted({vertical[0] for vertical in region.verticals}))
    ys = cluster(sorted({horizontal[0] for horizontal in region.horizontals}))
    open_top, open_bottom = ys[0] - y0 > OPEN, y1 - ys[-1] > OPEN
    if xs[0] - x0 > OPEN:
        xs.insert(0, x0)
    if x1 - xs[-1] > OPEN:
        xs.append(x1)
    if open_top:
        ys.insert(0, y0)
    if open_bottom:
        ys.append(y1)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows < 2:
        return None
    right_walls, floors = _walls(region, xs, ys)
    pieces = _pieces(xs, ys, right_walls, floors)
    if len(pieces) < 2:
        return None
    fragment = Fragment(leaf, xs, ys, pieces, open_top, open_bottom)
    slots: list[Piece | None] = [None] * (columns * rows)
    for piece in pieces:
        for row in range(piece.row, piece.row + piece.rowspan):
            start = row * columns + piece.column
            slots[start : start + piece.colspan] = [piece] * piece.colspan
    fragment.slots = slots
    return fragment


def _walls(
    region: Region, xs: list[float], ys: list[float]
) -> tuple[list[list[bool]], list[list[bool]]]:
    """For every lattice cell [row][column]: is there a wall at its right, a floor below it?"""
    columns, rows = len(xs) - 1, len(ys) - 1
    right_walls = [[False] * columns for _ in range(rows)]
    floors = [[False] * columns for _ in range(rows)]
    row_middles = [(a + b) / 2 for a, b in itertools.pairwise(ys)]
    column_middles = [(a + b) / 2 for a, b in itertools.pairwise(xs)]
    for x, start, end in region.verticals:
        column = nearest(xs, x) - 1
        if 0 <= column < columns and abs(xs[column + 1] - x) <= NEAR:
            for row, middle in enumerate(row_middles):
                if start <= middle <= end:
                    right_walls[row][column] = True
    for y, start, end in region.horizontals:
        row = nearest(ys, y) - 1
        if 0 <= row < rows and abs(ys[row + 1] - y) <= NEAR:
            for column, middle in enumerate(column_middles):
                if start <= middle <= end:
                    floors[row][column] = True
    return right_walls, floors


def _pieces(
    xs: list[float], ys: list[float], right_walls: list[list[bool]], floors: list[list[bool]]
) -> list[Piece]:
    """Lattice and walls → cells; every merged cell is the largest rectangle from its top left."""
    columns, rows = len(xs) - 1, len(ys) - 1
    taken = [[False] * columns for _ in range(rows)]
    pieces: list[Piece] = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            last = column
            while last + 1 < columns and not right_walls[row][last] and not taken[row][last + 1]:
                last += 1
            bottom = row
            while bottom + 1 < rows and _runs_on(right_walls, floors, taken, bottom, column, last):
                bottom += 1
            for covered in range(row, bottom + 1):
                taken[covered][column : last + 1] = [True] * (last + 1 - column)
            pieces.append(
                Piece(
                    row,
                    column,
                    bottom + 1 - row,
                    last + 1 - column,
                    (xs[column], ys[row], xs[last + 1], ys[bottom + 1]),
                )
            )
    return pieces


def _runs_on(
    right_walls: list[list[bool]],
    floors: list[list[bool]],
    taken: list[list[bool]],
    row: int,
    first: int,
    last: int,
) -> bool:
    """Whether the cell over ``first``–``last`` goes on below ``row`` with the same walls."""
    below = row + 1
    if any(floors[row][column] or taken[below][column] for column in range(first, last + 1)):
        return False
    walls = right_walls[below]
    if any(walls[column] for column in range(first, last)):
        return False
    return walls[last] or last + 1 == len(walls)
