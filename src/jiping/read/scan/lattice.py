"""Straight grey page → ruling lines, each decided by the whole table and by its own ink.

A position (the y of a row edge, the x of a column edge) is voted for by every piece of line at it.
Then each wall between two neighbouring crossings is looked at on its own: it stands if there is
ink nearly all along it. Strokes of characters make neither: they don't run from edge to edge.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import cv2
import numpy as np

from jiping.read.scan.ink import DPI, FAINT, Picture

Ruling = tuple[float, float, float]
Piece = tuple[float, float, float]
"""Position, start, end of a piece of line, in pixels."""

ACROSS = int(0.20 * DPI)  # shortest piece of a horizontal line: narrower columns need a neighbour
DOWN = int(0.13 * DPI)  # shortest piece of a vertical line: the lowest row of a form
GAP = 5  # pixels of a line that noise may have broken out
THICK = 11  # a bar that is thicker is no line
SAME = 4.0  # pixels between positions of one line
REACH = 3  # pixels by which a line may run beside its position
WHOLE = 0.8  # part of a wall that must be ink
BROKEN = 0.55  # the same where the line stands beside it
INSET = 3  # pixels of a crossing line's own thickness
NEARBY = 8.0
RUN_ON = 25.0  # pixels by which lines run past the last crossing one on purpose
LEAST_TABLE = int(0.6 * DPI)
SURE = int(0.75 * DPI)  # a piece this long need not end at crossing lines: noise may have cut it
FLANK = (4, 7)  # pixels beside a line that are white, but not beside a stroke of a character
MOST_WITHIN = 12  # lines that one blot may touch
CROSSED = 0.22  # part of a line's length at which something may touch it from one side


@dataclass(slots=True, eq=False)
class Lattice:
    """Ruling lines of a page in pixels: horizontal ones (y, x0, x1), vertical ones (x, y0, y1)."""

    horizontals: list[Ruling] = field(default_factory=list)
    verticals: list[Ruling] = field(default_factory=list)


def lattice_of(grey: Picture) -> Lattice:
    """All rulings of the tables on a straight page."""
    ink = (grey < FAINT).astype(np.uint8)
    across = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, GAP), np.uint8))
    across = cv2.morphologyEx(across, cv2.MORPH_OPEN, np.ones((1, ACROSS), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((GAP, 1), np.uint8))
    down = cv2.morphologyEx(down, cv2.MORPH_OPEN, np.ones((DOWN, 1), np.uint8))
    # Print may sit on a long line from one side; a row of print is no line of that length.
    level = [
        piece
        for piece in _pieces(across, level=True)
        if _is_free(ink, piece, level=True, sides=1 if piece[2] - piece[1] >= SURE else 2)
    ]
    upright = [
        piece
        for piece in _pieces(down, level=False)
        if _is_free(ink, piece, level=False, sides=1 if piece[2] - piece[1] >= SURE else 2)
    ]
    level, upright = _framed(level, upright)
    found = Lattice()
    for group_level, group_upright in _tables(level, upright):
        _settle(ink, group_level, group_upright, found)
    return found


def erased(grey: Picture, lattice: Lattice) -> Picture:
    """The page without its rulings, so that only characters are left."""
    out = grey.copy()
    for y, x0, x1 in lattice.horizontals:
        _erase(out, y, x0, x1, level=True)
    for x, y0, y1 in lattice.verticals:
        _erase(out, x, y0, y1, level=False)
    return out


def _erase(grey: Picture, position: float, start: float, end: float, *, level: bool) -> None:
    """Whiten a line as wide as it is here, and no farther: a character may stand close to it."""
    at, low, high = round(position), max(0, round(start) - 3), round(end) + 4
    first = max(0, at - REACH - 2)
    band = (
        grey[first : at + REACH + 3, low:high] if level else grey[low:high, first : at + REACH + 3]
    )
    if not band.size:
        return
    dark = np.median(band, axis=1 if level else 0) < 235
    near = np.nonzero(dark)[0]
    centre = at - first
    if not len(near):
        return
    left = right = int(near[np.abs(near - centre).argmin()])
    while left - 1 >= 0 and dark[left - 1]:
        left -= 1
    while right + 1 < len(dark) and dark[right + 1]:
        right += 1
    rows = slice(max(0, left - 1), right + 2)
    if level:
        band[rows, :] = 255
    else:
        band[:, rows] = 255


def _pieces(runs: Picture, *, level: bool) -> list[Piece]:
    """Connected runs → pieces of line; a line that slowly leaves its row is one piece. The median
    is not drawn aside by print that touches the line."""
    joined = cv2.dilate(runs, np.ones((3, 1) if level else (1, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    pieces: list[Piece] = []
    for index in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[index])
        thick = height - 2 if level else width - 2
        length = width if level else height
        own = (runs[y : y + height, x : x + width] > 0) & (
            labels[y : y + height, x : x + width] == index
        )
        turned = own if level else own.T
        if thick > THICK + length * 0.012:
            if length >= SURE:
                top, left = (y, x) if level else (x, y)
                pieces += _within(turned, top, left)
            continue
        rows = np.nonzero(turned)[0]
        if level:
            pieces.append((y + float(np.median(rows)), float(x), float(x + width)))
        else:
            pieces.append((x + float(np.median(rows)), float(y), float(y + height)))
    return pieces


def _within(own: Picture, top: int, left: int) -> list[Piece]:
    """Long lines inside a run that is too thick for one, since a seal or a blot hangs on it:
    the rows of ``own`` (lines lie level in it) that are ink nearly all along."""
    rest = own.copy()
    found: list[Piece] = []
    for _ in range(MOST_WITHIN):
        at = int(rest.sum(axis=1).argmax())
        low, high = max(0, at - REACH), at + REACH + 1
        columns = np.flatnonzero(rest[low:high].any(axis=0))
        rest[max(0, at - THICK) : at + THICK + 1] = False
        if len(columns) < SURE:
            break
        first, last = int(columns[0]), int(columns[-1]) + 1
        if len(columns) >= WHOLE * (last - first):
            found.append((float(top + at), float(left + first), float(left + last)))
    return found


def _is_free(ink: Picture, piece: Piece, *, level: bool, sides: int = 2) -> bool:
    """Whether ``sides`` of a piece are white, as beside a line; a stroke has others at it."""
    position, start, end = piece
    at, first, last = round(position), round(start) + 3, round(end) - 3
    free = 0
    for low, high in (
        (at - FLANK[1] + 1, at - FLANK[0] + 1),
        (at + FLANK[0], at + FLANK[1]),
    ):
        low = max(0, low)
        band = ink[low:high, first:last] if level else ink[first:last, low:high].T
        free += not band.size or bool(band.min(axis=0).mean() <= CROSSED)
    return free >= sides


def _framed(level: list[Piece], upright: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Without the short pieces that don't end at crossing lines on both sides."""
    while True:
        rows = [p for p in level if p[2] - p[1] >= SURE or _ends_at(p, upright)]
        columns = [p for p in upright if p[2] - p[1] >= SURE or _ends_at(p, rows)]
        if len(rows) == len(level) and len(columns) == len(upright):
            return rows, columns
        level, upright = rows, columns


def _ends_at(piece: Piece, others: list[Piece]) -> bool:
    """Whether crossing lines stand at both ends of the piece."""
    position, start, end = piece
    at_start = at_end = False
    for x, y0, y1 in others:
        if y0 - NEARBY <= position <= y1 + NEARBY:
            at_start = at_start or abs(x - start) <= NEARBY
            at_end = at_end or abs(x - end) <= NEARBY
    return at_start and at_end


def _tables(level: list[Piece], upright: list[Piece]) -> list[tuple[list[Piece], list[Piece]]]:
    """Pieces that touch one another, table by table; lone pieces fall away."""
    pieces = [*level, *upright]
    parents = list(range(len(pieces)))

    def root(member: int) -> int:
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    for i, (y, x0, x1) in enumerate(level):
        for j, (x, y0, y1) in enumerate(upright, len(level)):
            if x0 - NEARBY <= x <= x1 + NEARBY and y0 - NEARBY <= y <= y1 + NEARBY:
                parents[root(j)] = root(i)
    groups: dict[int, tuple[list[Piece], list[Piece]]] = {}
    for member, piece in enumerate(pieces):
        group = groups.setdefault(root(member), ([], []))
        group[0 if member < len(level) else 1].append(piece)
    return [
        (rows, columns)
        for rows, columns in groups.values()
        if len(rows) >= 2
        and len(columns) >= 2
        and max(p[2] for p in rows) - min(p[1] for p in rows) >= LEAST_TABLE
    ]


def _settle(ink: Picture, level: list[Piece], upright: list[Piece], found: Lattice) -> None:
    """One table: positions by vote, walls by their ink, rulings from walls."""
    ys, xs = _positions(level), _positions(upright)
    for _ in range(4):  # a false position may have held up another one
        if len(ys) < 2 or len(xs) < 2:
            return
        columns, rows = _with_open_ends(xs, level), _with_open_ends(ys, upright)
        across = [_walls(ink, y, columns, level=True) for y in ys]
        down = [_walls(ink, x, rows, level=False) for x in xs]
        kept_ys = [y for y, walls in zip(ys, across, strict=True) if any(walls)]
        kept_xs = [x for x, walls in zip(xs, down, strict=True) if any(walls)]
        if len(kept_ys) == len(ys) and len(kept_xs) == len(xs):
            break
        ys, xs = kept_ys, kept_xs
    else:
        return
    found.horizontals += _rulings(ys, across, columns)
    found.verticals += _rulings(xs, down, rows)


def _with_open_ends(crossings: list[float], pieces: list[Piece]) -> list[float]:
    """The crossings and, where two lines or more run on past the outer ones, their ends: a page
    break went through a row, or the table has no side lines."""
    starts = sorted(start for _, start, _ in pieces if start < crossings[0] - RUN_ON)
    ends = sorted((end for _, _, end in pieces if end > crossings[-1] + RUN_ON), reverse=True)
    first = [starts[1]] if len(starts) > 1 else []
    last = [ends[1]] if len(ends) > 1 else []
    return [*first, *crossings, *last]


def _positions(pieces: list[Piece]) -> list[float]:
    """Clusters of positions, weighted by length; pieces shorter than the rest add no new ones."""
    out: list[tuple[float, float]] = []  # weight, position
    for position, start, end in sorted(pieces):
        length = end - start
        if out and position - out[-1][1] <= SAME:
            weight, centre = out[-1]
            out[-1] = (weight + length, (centre * weight + position * length) / (weight + length))
        else:
            out.append((length, position))
    return [position for _, position in out]


def _walls(ink: Picture, position: float, crossings: list[float], *, level: bool) -> list[bool]:
    """For each stretch between two neighbouring crossings: does a line run all along it?

    Where the line stands on one side of a stretch, its broken or crowded part there is believed
    on less: a seal may have been over it, a character may stand on it. Where it stands on both,
    ink all along is enough.
    """
    at = round(position)
    low = max(0, at - REACH)
    band = ink[low : at + REACH + 1, :] if level else ink[:, low : at + REACH + 1].T
    sure: list[bool] = []
    likely: list[bool] = []
    under: list[bool] = []  # where a seal stands on the line
    for start, end in itertools.pairwise(crossings):
        first, last = round(start) + INSET, round(end) - INSET + 1
        stretch = band[:, first:last]
        if last - first < 4 or not stretch.size:
            sure.append(False)
            likely.append(False)
            under.append(False)
            continue
        covered = stretch.any(axis=0)
        share = float(covered.mean())
        straight = float(stretch.sum(axis=1).max()) / (last - first)
        closed = bool(covered[:2].any()) and bool(covered[-2:].any())
        reached = bool(covered[:2].any()) or bool(covered[-2:].any())  # text keeps off both ends
        blotted = float(stretch.all(axis=0).mean()) > 0.02  # strokes that cross: characters
        piece = position, start, end
        free = _is_free(ink, piece, level=level)
        solid = share >= 0.97 and straight >= 0.8 and last - first >= SURE
        sure.append(
            share >= WHOLE
            and closed
            and straight >= 0.4
            and (free or (solid and _is_free(ink, piece, level=level, sides=1)))
        )
        likely.append(
            (share >= BROKEN and free and straight >= 0.3 and reached and not blotted)
            or (
                share >= 0.9
                and closed
                and straight >= 0.6
                and _is_free(ink, piece, level=level, sides=1)
            )
        )
        under.append(share >= 0.97 and straight >= 0.6)
    out = list(sure)
    for index in range(1, len(out) - 1):
        if under[index] and out[index - 1] and sure[index + 1]:
            out[index] = True
    order = [*range(len(out)), *reversed(range(len(out)))]
    for index in order:
        beside = out[max(0, index - 1) : index + 2]
        out[index] = out[index] or (likely[index] and any(beside))
    return out


def _rulings(
    positions: list[float], walls: list[list[bool]], crossings: list[float]
) -> list[Ruling]:
    """Walls one behind the other → rulings."""
    out: list[Ruling] = []
    for position, row in zip(positions, walls, strict=True):
        start: float | None = None
        for index, stands in enumerate([*row, False]):
            if stands and start is None:
                start = crossings[index]
            elif not stands and start is not None:
                out.append((position, start, crossings[index]))
                start = None
    return out
