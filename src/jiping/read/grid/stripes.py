"""Cells without horizontal lines → rows: what stands at one height is one row.

A label that is centred beside several rows belongs to all of them; lines that run over most of
the table say where rows end, if there are enough of them.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from jiping.read.grid.rulings import cluster
from jiping.read.grid.segments import VALUE
from jiping.read.grid.tiers import tiers_of

if TYPE_CHECKING:
    from jiping.read.grid.leaf import Ruling
    from jiping.read.grid.segments import Block

WIDE = 0.5  # part of the table's width that a line must cover to end a row
PART = 0.08  # so much is enough, if text stands close above and below it
ENOUGH = 0.6  # lines for each row that the text shows
MOST_LABELS = 2  # cells between two rows, beside both
FEWEST_STACKED = 2  # columns with one cell above the other
SHARED = 0.3  # em that cells of one row share in height


def rows_of(blocks: list[Block], horizontals: list[Ruling]) -> list[list[Block]]:
    """Cells of one page → rows from top to bottom, each from left to right.

    Sets ``row`` and ``last`` of every cell; a cell beside several rows stands in the first.
    """
    rows = _stripes(blocks)
    bands = _bands(blocks, horizontals)
    if len(bands) > 3 and len(bands) - 1 >= ENOUGH * len(rows):
        rows = _banded(blocks, bands)
    for number, row in enumerate(rows):
        row[:] = _apart(row)
        for cell in row:
            cell.row = number
            cell.last = max(cell.last, number)
    return rows


def _apart(row: list[Block]) -> list[Block]:
    """The cells of a row from left to right; what stands one above the other is one cell."""
    out: list[Block] = []
    for cell in sorted(row, key=lambda cell: cell.x0):
        if out and cell.x0 < out[-1].x1:
            out[-1].segments += cell.segments
            out[-1].segments.sort(key=lambda piece: (round(piece.middle), piece.x0))
            out[-1].measure()
            out[-1].last = max(out[-1].last, cell.last)
        else:
            out.append(cell)
    return out


def _stripes(blocks: list[Block]) -> list[list[Block]]:
    ordered = sorted(blocks, key=lambda cell: cell.y0)
    headers = tiers_of(blocks)
    tiered = {id(c) for header in headers for c in (*header.upper, *header.lower)}
    tall = {id(cell) for header in headers for cell in header.tall}
    beside = tall | {
        id(cell) for cell in ordered if id(cell) not in tiered and _beside_rows(cell, ordered)
    }
    rows, extents = _grouped(ordered, beside)
    while bridging := {id(cell) for row in rows for cell in _bridging(row)} - tiered:
        beside |= bridging
        rows, extents = _grouped(ordered, beside)
    white = _white(rows, extents)
    between = {
        id(cell)
        for n in range(1, len(rows) - 1)
        if _may_be_labels(rows[n])
        and _between(extents, n, SHARED * rows[n][0].em, white)
        and not any(
            _over(cell, other) for cell in rows[n] for m in (n - 1, n + 1) for other in rows[m]
        )
        for cell in rows[n]
        if id(cell) not in tiered
    }
    if between:
        beside |= between
        rows, extents = _grouped(ordered, beside)
    for cell in ordered:
        cell.last = -1
        if id(cell) not in beside or id(cell) in tall:
            continue
        over = [
            number
            for number, (y0, y1) in enumerate(extents)
            if min(y1, cell.y1) - max(y0, cell.y0)
            > (0 if id(cell) in between else SHARED * cell.em)
        ] or _beside_which(cell, extents, between=id(cell) in between)
        rows[over[0]].append(cell)
        cell.last = over[-1]
    for header in headers:
        first, last = (
            next(n for n, row in enumerate(rows) if cells[0] in row)
            for cells in (header.upper, header.lower)
        )
        rows[first] += header.tall
        for cell in header.tall:
            cell.last = last
    return rows


def _beside_which(cell: Block, extents: list[tuple[float, float]], *, between: bool) -> list[int]:
    """The rows of a label that overlaps none: both neighbours, or the nearest."""
    nearest = min(range(len(extents)), key=lambda n: abs(sum(extents[n]) / 2 - cell.middle))
    above = sum(extents[nearest]) / 2 < cell.middle
    other = nearest + 1 if above else nearest - 1
    if not between or not 0 <= other < len(extents):
        return [nearest]
    return sorted((nearest, other))


def _may_be_labels(row: list[Block]) -> bool:
    """Whether a row may be labels beside its neighbours: a value with its name is a row of its own."""
    return len(row) == 1 or (
        len(row) <= MOST_LABELS and not any(VALUE.match(cell.text) for cell in row)
    )


def _over(a: Block, b: Block) -> bool:
    """Whether one stands above the other, or would if they were at other heights."""
    return min(a.x1, b.x1) > max(a.x0, b.x0)


def _bridging(row: list[Block]) -> list[Block]:
    """The labels that make two rows seem one: nothing stands above or below them, and without
    them other columns have one cell above the other."""
    pairs = [
        (above, below)
        for above in row
        for below in row
        if above.y1 <= below.y0 and _over(above, below)
    ]
    best: list[Block] = []
    most = FEWEST_STACKED - 1
    for above, below in pairs:
        height = (above.y1 + below.y0) / 2
        parted = sum(a.y1 <= height <= b.y0 for a, b in pairs)
        if parted <= most:
            continue
        crossing = [cell for cell in row if cell.y0 < height < cell.y1]
        if (
            crossing
            and len(crossing) <= MOST_LABELS
            and not any(
                min(cell.x1, other.x1) > max(cell.x0, other.x0)
                for cell in crossing
                for other in row
                if other is not cell
            )
        ):
            best, most = crossing, parted
    return best


def _between(extents: list[tuple[float, float]], n: int, room: float, white: float) -> bool:
    """Whether a row does not fit between its neighbours: then it is a label beside both."""
    y0, y1 = extents[n]
    above, below = extents[n - 1][1], extents[n + 1][0]
    if below - above < y1 - y0 + 1.2 * white:
        return True
    return above > y0 - room and below < y1 + room


def _white(rows: list[list[Block]], extents: list[tuple[float, float]]) -> float:
    """The white that full rows leave between them at least; 0 if there are few."""
    full = [n for n, row in enumerate(rows) if len(row) > MOST_LABELS]
    gaps = sorted(extents[b][0] - extents[a][1] for a, b in pairwise(full) if b == a + 1)
    return max(0.0, gaps[len(gaps) // 5]) if len(gaps) > 3 else 0.0


def _grouped(
    ordered: list[Block], beside: set[int]
) -> tuple[list[list[Block]], list[tuple[float, float]]]:
    """Cells by height, without those ``beside`` several rows; and where the rows begin and end."""
    rows: list[list[Block]] = []
    extents: list[tuple[float, float]] = []
    for cell in ordered:
        if id(cell) in beside:
            continue
        if rows and min(extents[-1][1], cell.y1) - max(extents[-1][0], cell.y0) > SHARED * cell.em:
            rows[-1].append(cell)
            extents[-1] = (extents[-1][0], max(extents[-1][1], cell.y1))
        else:
            rows.append([cell])
            extents.append((cell.y0, cell.y1))
    return rows, extents


def _beside_rows(cell: Block, ordered: list[Block]) -> bool:
    """Whether two cells, one below the other, stand at the height of this one."""
    lowest: list[Block] = []
    for other in ordered:
        if other.y0 >= cell.y1:
            break
        if other is cell or min(other.y1, cell.y1) - max(other.y0, cell.y0) <= SHARED * cell.em:
            continue
        if min(other.x1, cell.x1) > max(other.x0, cell.x0):
            continue
        for above in lowest:
            if (
                min(above.x1, other.x1) > max(above.x0, other.x0)
                and other.y0 - above.y1 > -SHARED * cell.em
            ):
                return True
        lowest.append(other)
    return False


def _bands(blocks: list[Block], horizontals: list[Ruling]) -> list[float]:
    """Heights of the lines that cover most of the width; the outermost edges are among them."""
    if not horizontals:
        return []
    left, right = min(cell.x0 for cell in blocks), max(cell.x1 for cell in blocks)
    heights = cluster(sorted({y for y, _, _ in horizontals}))
    covered = [0.0] * len(heights)
    for y, x0, x1 in horizontals:
        at = min(range(len(heights)), key=lambda i: abs(heights[i] - y))
        covered[at] += min(x1, right) - max(x0, left)
    kept = [y for y, width in zip(heights, covered, strict=True) if width > WIDE * (right - left)]
    if len(kept) > 2:
        kept = _with_parts(blocks, horizontals, kept, PART * (right - left))
    top, bottom = min(cell.y0 for cell in blocks), max(cell.y1 for cell in blocks)
    return [
        *([top] if kept and top < kept[0] else []),
        *kept,
        *([bottom] if kept and bottom > kept[-1] else []),
    ]


def _with_parts(
    blocks: list[Block], horizontals: list[Ruling], kept: list[float], least: float
) -> list[float]:
    """``kept`` and the shorter lines between two of them that part one text from another."""
    out = set(kept)
    for y, x0, x1 in horizontals:
        at = bisect_right(kept, y)
        if x1 - x0 < least or not 0 < at < len(kept) or min(y - kept[at - 1], kept[at] - y) < 3:
            continue
        over = [b for b in blocks if kept[at - 1] < b.middle < kept[at] and x0 - 1 < b.x0 < x1]
        if any(b.middle < y for b in over) and any(b.middle > y for b in over):
            out.add(y)
    return cluster(sorted(out))


def _banded(blocks: list[Block], bands: list[float]) -> list[list[Block]]:
    """Rows between the lines; cells of one column and row are one."""
    rows: list[list[Block]] = [[] for _ in bands]
    for cell in sorted(blocks, key=lambda cell: cell.y0):
        first = max(0, bisect_right(bands, cell.segments[0].middle) - 1)
        last = max(0, bisect_right(bands, cell.segments[-1].middle) - 1)
        for above in rows[first]:
            if min(above.x1, cell.x1) > max(above.x0, cell.x0):
                above.segments += cell.segments
                above.measure()
                above.last = max(above.last, last)
                break
        else:
            cell.last = last
            rows[first].append(cell)
    kept = [number for number, row in enumerate(rows) if row]
    new = {number: index for index, number in enumerate(kept)}
    for row in rows:
        for cell in row:
            cell.last = max((new[n] for n in kept if n <= cell.last), default=0)
    return [rows[number] for number in kept]
