"""Rows of cells without vertical lines → columns, voted over all rows that can share them.

Rows belong to one stretch as long as no row has two cells in one column; a row that runs over the
white between columns (a total, a long text) may stand among them and is fitted in afterwards.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.read.grid.segments import Block

RIVER = 0.2  # points of white between two columns
CROSSING = 0.45  # what a row that crosses the rivers costs; a new stretch costs 1
MOST_CROSSING = 4  # such rows one after the other
EDGE = 2.0  # points between the wall and a text set to the left
HEADS = 2  # rows (header, repeated header) that may stand beside their column's figures


@dataclass(slots=True, eq=False)
class Stretch:
    """Rows ``first`` to ``end`` (behind the last) with one set of columns: their extents."""

    first: int
    end: int
    columns: list[tuple[float, float]] = field(default_factory=list)

    def walls(self) -> list[float]:
        """The boundaries between the columns."""
        out = []
        for (_, right), (left, _) in itertools.pairwise(self.columns):
            out.append(max((right + left) / 2, left - EDGE))
        return out

    def places(self, row: list[Block]) -> list[tuple[int, int]] | None:
        """First and last column of every cell, or None if two cells want the same one."""
        return _fit(row, self.columns)


Extent = tuple[float, float, int]
"""Left, right, and the rows that have a cell in it, as bits."""


def stretches(rows: list[list[Block]]) -> list[Stretch]:
    """Rows → the fewest stretches that hold them all."""
    count = len(rows)
    best = [0.0] + [float("inf")] * count
    via: list[Stretch | None] = [None] * (count + 1)
    for first in range(count):
        if best[first] == float("inf"):
            continue
        extents: list[Extent] = []
        crossing = strays = 0
        pending: list[int] = []
        for at in range(first, count):
            new = _added(extents, rows[at], at - first)
            if new is None:
                crossing += 1
                strays += 1
                pending.append(at)
                if strays > MOST_CROSSING or at == first:
                    break
                if _fit(rows[at], [(x0, x1) for x0, x1, _ in extents]) is None:
                    break
            else:
                extents = new
                strays = 0
            cost = best[first] + 1 + CROSSING * crossing
            if cost < best[at + 1] - 1e-9:
                best[at + 1] = cost
                columns = [(x0, x1) for x0, x1, _ in _neighbours(extents)]
                via[at + 1] = Stretch(first, at + 1, columns)
    out: list[Stretch] = []
    at = count
    while at > 0:
        stretch = via[at]
        if stretch is None:
            break
        out.append(stretch)
        at = stretch.first
    return out[::-1]


def _added(extents: list[Extent], row: list[Block], number: int) -> list[Extent] | None:
    """``extents`` with the cells of one more row; None if two cells of a row would meet."""
    new = sorted([*extents, *((cell.x0, cell.x1, _rows(cell) << number) for cell in row)])
    out: list[Extent] = []
    for x0, x1, bits in new:
        if out and x0 - out[-1][1] < RIVER:
            left, right, held = out[-1]
            if held & bits:
                return None
            out[-1] = (left, max(right, x1), held | bits)
        else:
            out.append((x0, x1, bits))
    return out


def _rows(cell: Block) -> int:
    """The rows that a cell reaches over, from its own, as bits."""
    return (2 << max(0, cell.last - cell.row)) - 1


def _neighbours(extents: list[Extent]) -> list[Extent]:
    """Header and figures that stand side by side in one column (左 and 右 set) brought together."""
    out: list[Extent] = []
    count = max((bits.bit_length() for _, _, bits in extents), default=0)
    cells = [sum(bits >> row & 1 for _, _, bits in extents) for row in range(count)]
    most = max(cells, default=0)
    header = sum(1 << row for row, number in enumerate(cells) if number == most)
    for extent in extents:
        x0, x1, bits = extent
        if out:
            left, right, held = out[-1]
            fewer = min(held.bit_count(), bits.bit_count())
            more = max(held.bit_count(), bits.bit_count())
            near = x0 - right < 3 * (x1 - x0 + right - left)
            named = (held if held.bit_count() == fewer else bits) & header
            if not held & bits and fewer <= HEADS and more > 2 * fewer and near and named:
                out[-1] = (left, x1, held | bits)
                continue
        out.append(extent)
    return out


def _fit(row: list[Block], columns: list[tuple[float, float]]) -> list[tuple[int, int]] | None:
    places: list[tuple[int, int]] = []
    last = -1
    for cell in sorted(row, key=lambda cell: cell.x0):
        over = [
            index
            for index, (x0, x1) in enumerate(columns)
            if min(x1, cell.x1) - max(x0, cell.x0) > 0
        ]
        if not over:
            gaps = [max(x0 - cell.x1, cell.x0 - x1) for x0, x1 in columns]
            over = [min(range(len(gaps)), key=gaps.__getitem__)]
        if over[0] <= last:
            over = over[1:]
        if not over or over[0] <= last:
            return None
        last = over[-1]
        places.append((over[0], last))
    return places
