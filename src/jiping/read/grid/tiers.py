"""Headers of two tiers set in the middle, without lines: 预期指标值 over 符号, value and 单位.

The cells of each tier stand at one height, and those that reach over both stand between the two,
beside both. The upper ones are set in the middle of the columns that they are for.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiping.read.grid.segments import VALUE

if TYPE_CHECKING:
    from jiping.read.grid.rivers import Stretch
    from jiping.read.grid.segments import Block
    from jiping.read.grid.unruled import Row

LEVEL = 0.3  # em between the middles of cells of one tier
HIGHEST = 5.0  # em between the middles of the two tiers
LOWEST = 0.6  # em: half of a tier at least
FEWEST_TALL = 3
FEWEST_LOWER = 3
MOST_DEALS = 200_000  # ways to deal columns out; no form has a tenth of it


@dataclass(slots=True, eq=False)
class Tiers:
    """The cells of one header: ``tall`` reach over both tiers."""

    upper: list[Block]
    tall: list[Block]
    lower: list[Block]


def tiers_of(blocks: list[Block]) -> list[Tiers]:
    """The headers of two tiers among the cells of a page, from top to bottom."""
    levels: list[list[Block]] = []
    for cell in sorted(blocks, key=lambda cell: cell.middle):
        if levels and cell.middle - levels[-1][0].middle < LEVEL * cell.em:
            levels[-1].append(cell)
        else:
            levels.append([cell])
    out: list[Tiers] = []
    for upper, tall, lower in zip(levels, levels[1:], levels[2:], strict=False):
        if (
            len(tall) < FEWEST_TALL
            or len(lower) < FEWEST_LOWER
            or len(upper) >= len(lower)
            or lower[0].middle - upper[0].middle > HIGHEST * lower[0].em
            or max(cell.y1 for cell in upper) > min(cell.y0 for cell in lower)
            or _one_top([*tall, *lower])
            or tall[0].middle - upper[0].middle < LOWEST * tall[0].em
            or lower[0].middle - tall[0].middle < LOWEST * tall[0].em
            or (out and out[-1].lower in (upper, tall))
        ):
            continue
        cells = [*upper, *tall, *lower]
        if any(VALUE.match(cell.text) for cell in cells) or not _apart(tall, [*upper, *lower]):
            continue
        if _apart(upper, []) and _apart(lower, []):
            out.append(Tiers(upper, tall, lower))
    for header in out:
        for cell in header.upper:
            cell.group = True
    return out


def _one_top(cells: list[Block]) -> bool:
    """Whether all cells begin at one height: the row of a table whose cells are set to the top."""
    tops = [cell.y0 for cell in cells]
    return max(tops) - min(tops) < LEVEL * cells[0].em


def _apart(own: list[Block], others: list[Block]) -> bool:
    """Whether the cells stand beside one another, and beside all ``others``."""
    ordered = sorted(own, key=lambda cell: cell.x0)
    if any(right.x0 < left.x1 for left, right in itertools.pairwise(ordered)):
        return False
    return not any(min(a.x1, b.x1) > max(a.x0, b.x0) for a in own for b in others)


def widen(row: Row, part: Stretch) -> None:
    """Give the upper cells of a header the columns that they stand in the middle of."""
    groups = [cell for cell in row.cells if cell.group]
    places = part.places(row.cells)
    if not groups or places is None:
        return
    taken = {
        column
        for cell, (first, last) in zip(row.cells, places, strict=True)
        if not cell.group
        for column in range(first, last + 1)
    }
    middle = {id(c): place for c, place in zip(row.cells, places, strict=True)}
    for run in _runs(len(part.columns), taken):
        own = [cell for cell in groups if run[0] <= middle[id(cell)][0] <= run[-1]]
        if not own:
            continue
        for cell, (first, end) in zip(own, _shared(own, run, part.columns), strict=True):
            cell.x0, cell.x1 = part.columns[first][0], part.columns[end - 1][1]


def _runs(count: int, taken: set[int]) -> list[list[int]]:
    """Columns next to one another that no tall cell has."""
    out: list[list[int]] = []
    for column in range(count):
        if column in taken:
            continue
        if out and out[-1][-1] == column - 1:
            out[-1].append(column)
        else:
            out.append([column])
    return out


def _shared(
    own: list[Block], run: list[int], columns: list[tuple[float, float]]
) -> list[tuple[int, int]]:
    """The columns of a run dealt out among the cells above it: first and the one behind the last,
    so that each cell stands as nearly in the middle of its own as can be."""
    if len(own) > len(run) or math.comb(len(run), len(own)) > MOST_DEALS:
        return [(run[min(n, len(run) - 1)], run[min(n, len(run) - 1)] + 1) for n in range(len(own))]
    best: tuple[float, list[tuple[int, int]]] | None = None
    starts = range(run[0], run[-1] + 1)
    for first in itertools.combinations(starts, len(own)):
        spans = list(zip(first, [*first[1:], run[-1] + 1], strict=True))
        off = sum(
            abs(columns[a][0] + columns[b - 1][1] - cell.x0 - cell.x1)
            for cell, (a, b) in zip(own, spans, strict=True)
        )
        if best is None or off < best[0]:
            best = off, spans
    return best[1] if best else []
