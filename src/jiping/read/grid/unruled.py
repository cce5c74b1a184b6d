"""Pages without (enough) ruling lines → fragments of tables, as if the lines were there.

Cells from the distance of lines (`segments`), rows from heights (`stripes`), columns from the
white between them over all pages that follow one another (`rivers`). The fragments then go the
same way as ruled ones.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jiping.read.grid.fragment import Fragment, Piece
from jiping.read.grid.labels import how_set, settle
from jiping.read.grid.rivers import Stretch, stretches
from jiping.read.grid.rulings import cluster, nearest
from jiping.read.grid.segments import MOST_SEGMENTS, Block, blocks_of, segments_of
from jiping.read.grid.stripes import rows_of

if TYPE_CHECKING:
    from jiping.read.grid.leaf import Glyph, Leaf, Ruling

FEWEST = 3  # rows of three columns that make a table
ALONE = 8  # rows of one cell each, one after the other, that part two tables
MOST_ROWS = 400


@dataclass(slots=True, eq=False)
class Bare:
    """What a page without a whole grid of lines holds."""

    leaf: Leaf
    glyphs: list[Glyph]
    horizontals: list[Ruling]
    verticals: list[Ruling]


@dataclass(slots=True, eq=False)
class Row:
    """One row of cells; ``number`` counts on its page, ``top``/``bottom`` are of its text."""

    page: Bare
    cells: list[Block]
    number: int
    top: float = 0.0
    bottom: float = 0.0


@dataclass(slots=True, eq=False)
class Found:
    """The fragments of one page; ``tight``: rows stand as close as the lines of one text."""

    page: Bare
    fragments: list[Fragment] = field(default_factory=list)


def tables(pages: list[Bare]) -> list[Found]:
    """Pages that follow one another → their fragments."""
    rows: list[Row] = []
    found = [Found(page) for page in pages]
    for page in pages:
        rows += _rows(page)
    for first, end in _regions(rows):
        part = rows[first:end]
        parts = stretches([row.cells for row in part])
        if not _is_table(part, parts):
            continue
        how = how_set(part)
        for stretch in parts:
            settle(part, stretch, how)
        xs = _edges(part, parts)
        for result in found:
            inside = [n for n, row in enumerate(part) if row.page is result.page]
            if inside:
                result.fragments.append(_fragment(result.page, part, inside, parts, xs))
    return found


def _rows(page: Bare) -> list[Row]:
    segments = segments_of(page.glyphs, page.verticals)
    if not segments or len(segments) > MOST_SEGMENTS:
        return []
    blocks, _ = blocks_of(segments, page.horizontals)
    rows = rows_of(blocks, page.horizontals)
    out = []
    for number, cells in enumerate(rows):
        own = [cell for cell in cells if cell.last == number] or cells
        row = Row(page, cells, number, min(c.y0 for c in own), max(c.y1 for c in own))
        out.append(row)
    return out


def _regions(rows: list[Row]) -> list[tuple[int, int]]:
    """Where tables may stand: from a row of two cells to the last before too many single ones."""
    out: list[tuple[int, int]] = []
    first = last = -1
    for number, row in enumerate(rows):
        if len(row.cells) < 2:
            continue
        if first >= 0 and number - last > ALONE:
            out.append((first, last + 1))
            first = number
        if first < 0:
            first = number
        last = number
    if first >= 0:
        out.append((first, last + 1))
    out = [(start, _to_last_label(rows, end)) for start, end in out]
    return [
        (a, min(b, at + MOST_ROWS))
        for a0, b in out
        for at in range(a0, b, MOST_ROWS)
        for a in (at,)
    ]


def _to_last_label(rows: list[Row], end: int) -> int:
    """The rows behind ``end`` that hold a label of the first column and nothing beside it."""
    label = rows[end - 1].cells[0]
    left, right = label.x0 - 1, min(label.x1 + label.em, rows[end - 1].cells[1].x0)
    while end < len(rows) and len(rows[end].cells) == 1:
        cell = rows[end].cells[0]
        if cell.x0 < left or cell.x1 > right or rows[end].page is not rows[end - 1].page:
            break
        end += 1
    return end


def _is_table(rows: list[Row], parts: list[Stretch]) -> bool:
    for part in parts:
        full = sum(len(row.cells) >= 3 for row in rows[part.first : part.end])
        if len(part.columns) >= 3 and full >= FEWEST:
            return True
    return False


def _edges(rows: list[Row], parts: list[Stretch]) -> list[float]:
    """The column edges of all stretches together, ruling lines first."""
    left = min(cell.x0 for row in rows for cell in row.cells) - 3
    right = max(cell.x1 for row in rows for cell in row.cells) + 3
    walls = sorted({wall for part in parts for wall in part.walls()})
    return [left, *(x for x in cluster(walls) if left + 1 < x < right - 1), right]


def _fragment(
    page: Bare, rows: list[Row], inside: list[int], parts: list[Stretch], xs: list[float]
) -> Fragment:
    """The fragment of the rows ``inside``, which stand on ``page``."""
    ys = _heights(page, [rows[n] for n in inside])
    count, columns = len(inside), len(xs) - 1
    slots: list[Piece | None] = [None] * (count * columns)
    pieces: list[Piece] = []

    def place(row: int, rowspan: int, first: int, end: int, cell: Block | None) -> None:
        room = range(row, row + rowspan)
        while end > first and any(slots[r * columns + c] for r in room[:1] for c in (first,)):
            first += 1
        while end - 1 > first and any(
            slots[r * columns + c] for r in room for c in range(first, end)
        ):
            if rowspan > 1:
                rowspan = 1
                room = range(row, row + 1)
            else:
                end -= 1
        if end <= first:
            return
        box = (xs[first], ys[row], xs[end], ys[row + rowspan])
        piece = Piece(row, first, rowspan, end - first, box, lines=cell.lines() if cell else [])
        piece.doubt = cell.doubt if cell else None
        pieces.append(piece)
        for r in range(row, row + rowspan):
            for c in range(first, end):
                slots[r * columns + c] = piece

    for part in parts:
        own = [n for n in inside if part.first <= n < part.end]
        edges = [0, *(nearest(xs, wall) for wall in part.walls()), columns]
        for n in own:
            row = n - inside[0]
            cells = rows[n].cells
            places = part.places(cells) or [(i, i) for i in range(len(cells))]
            for cell, (first, last) in zip(cells, places, strict=True):
                stays = max(m for m in own if rows[m].number <= max(cell.last, cell.row))
                span = max(1, stays - n + 1)
                place(row, span, edges[first], edges[min(last, len(edges) - 2) + 1], cell)
        for n in own:
            for first, end in itertools.pairwise(edges):
                row = n - inside[0]
                if end > first and not any(slots[row * columns + c] for c in range(first, end)):
                    place(row, 1, first, end, None)
    pieces.sort(key=lambda piece: (piece.row, piece.column))
    return Fragment(page.leaf, xs, ys, pieces, ruled=False, slots=slots)


def _heights(page: Bare, rows: list[Row]) -> list[float]:
    """Row edges: a ruling line between two rows, else the middle of the white."""
    heights = sorted({y for y, _, _ in page.horizontals})
    out = [rows[0].top - 3]
    for above, below in itertools.pairwise(rows):
        edge = (above.bottom + below.top) / 2
        at = bisect_left(heights, above.bottom - 2)
        if at < len(heights) and heights[at] < below.top + 2:
            edge = heights[at]
        out.append(max(edge, out[-1] + 0.5))
    out.append(max(rows[-1].bottom + 3, out[-1] + 0.5))
    return out
