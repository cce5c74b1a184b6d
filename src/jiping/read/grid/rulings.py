"""Raw line pieces → straight rulings, and rulings → the regions where a table stands.

Producers draw one border as a stroke, as a thin filled box, as a piece for every cell, as dots or
dashes, or twice (double lines). Pieces at nearly the same position become one position; along it,
pieces that nearly touch become one ruling.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.read.grid.leaf import Ruling

NEAR = 3.0  # points between two lines that are one for the eye (a double border is 1.5-3 apart)
SPREAD = 4.5  # a cluster never grows wider than this: no cell is that narrow
WIDEST_LABEL = 80.0
SHORTEST = 5.0  # a ruling shorter than this is a mark, not a border


@dataclass(slots=True, eq=False)
class Region:
    """Rulings that hang together: ``horizontals`` and ``verticals`` by position."""

    horizontals: list[Ruling]
    verticals: list[Ruling]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Hull of all rulings: x0, y0, x1, y1."""
        return (
            min(min(h[1] for h in self.horizontals), self.verticals[0][0]),
            min(min(v[1] for v in self.verticals), self.horizontals[0][0]),
            max(max(h[2] for h in self.horizontals), self.verticals[-1][0]),
            max(max(v[2] for v in self.verticals), self.horizontals[-1][0]),
        )


def cluster(positions: list[float]) -> list[float]:
    """Sorted positions → their cluster centres, in order."""
    centres: list[float] = []
    first = last = total = 0.0
    count = 0
    for position in positions:
        if count and position - last <= NEAR and position - first <= SPREAD:
            total += position
            count += 1
        else:
            if count:
                centres.append(total / count)
            first, total, count = position, position, 1
        last = position
    if count:
        centres.append(total / count)
    return centres


def nearest(centres: list[float], position: float) -> int:
    """Index of the centre next to ``position``."""
    at = bisect_left(centres, position)
    if at and (at == len(centres) or position - centres[at - 1] < centres[at] - position):
        return at - 1
    return at


def straighten(pieces: list[Ruling]) -> list[Ruling]:
    """Line pieces of one direction → rulings, sorted by position, then start."""
    if not pieces:
        return []
    centres = cluster(sorted({piece[0] for piece in pieces if piece[2] - piece[1] >= SHORTEST}))
    if not centres:  # only dots and dashes
        centres = cluster(sorted({piece[0] for piece in pieces}))
    lanes: list[list[tuple[float, float]]] = [[] for _ in centres]
    for position, start, end in pieces:
        at = nearest(centres, position)
        if abs(centres[at] - position) <= SPREAD:
            lanes[at].append((start, end))
    out: list[Ruling] = []
    for centre, lane in zip(centres, lanes, strict=True):
        lane.sort()
        bridge = NEAR
        if len(lane) > 5:  # dashes drawn one by one: a gap may be as wide as a dash is long
            middle = sorted(end - start for start, end in lane)[len(lane) // 2]
            if middle <= 12:
                bridge = max(NEAR, 1.5 * middle)
        start, end = lane[0]
        for next_start, next_end in lane[1:]:
            if next_start - end <= bridge:
                end = max(end, next_end)
                continue
            if end - start >= SHORTEST:
                out.append((centre, start, end))
            start, end = next_start, next_end
        if end - start >= SHORTEST:
            out.append((centre, start, end))
    return out


def regions(horizontals: list[Ruling], verticals: list[Ruling]) -> list[Region]:
    """Straightened rulings → connected regions, from top to bottom.

    A region has at least two rulings of one direction and one of the other (three lines of a
    table open at its sides still make cells); underlines and lone rules stay outside.
    """
    parents = list(range(len(horizontals) + len(verticals)))

    def root(member: int) -> int:
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    base = len(horizontals)
    columns = [vertical[0] for vertical in verticals]
    for index, (y, x0, x1) in enumerate(horizontals):
        at = bisect_left(columns, x0 - NEAR)
        while at < len(columns) and columns[at] <= x1 + NEAR:
            _, y0, y1 = verticals[at]
            if y0 - NEAR <= y <= y1 + NEAR:
                parents[root(base + at)] = root(index)
            at += 1
    groups: dict[int, Region] = {}
    for member in range(len(parents)):
        region = groups.setdefault(root(member), Region([], []))
        if member < base:
            region.horizontals.append(horizontals[member])
        else:
            region.verticals.append(verticals[member - base])
    found = [
        region
        for region in groups.values()
        if len(region.horizontals) + len(region.verticals) >= 3
        and region.horizontals
        and region.verticals
    ]
    walls = [group.verticals for group in groups.values() if not group.horizontals]
    for region in found:
        _adopt(region, [wall for group in walls for wall in group])
    return sorted(found, key=lambda region: (region.box[1], region.box[0]))


def _adopt(region: Region, walls: list[Ruling]) -> None:
    """Give a region the lone outer wall that runs along its whole height without touching it:
    a merged cell that fills the page has no horizontal ruling of its own."""
    x0, y0, x1, y1 = region.box
    for wall in walls:
        x, top, bottom = wall
        beside = x0 - WIDEST_LABEL < x < x0 or x1 < x < x1 + WIDEST_LABEL
        if beside and abs(top - y0) < 2 * NEAR and abs(bottom - y1) < 2 * NEAR:
            region.verticals.append(wall)
    region.verticals.sort()
