"""One page, set: its ruled tables as fragments, everything else as lines of words.

Where the rulings make no grid (none, or too few of them), the page stays bare and waits for its
neighbours (`unruled`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from jiping.read.grid.columns import split_at_gaps
from jiping.read.grid.fragment import Fragment, Piece, build
from jiping.read.grid.rulings import regions, straighten
from jiping.read.grid.segments import VALUE
from jiping.read.grid.typeset import Line, group_rows, set_lines
from jiping.read.grid.unruled import Bare

if TYPE_CHECKING:
    from jiping.read.grid.leaf import Glyph, Leaf

WIDE_CELL = 120.0  # points: a cell narrower than this holds one column only
FEWEST_OPEN = 3
TALL = 60.0  # points: a cell lower than this holds no figures of several rows
ROWS_APART = 1.6  # heights of a line
FEWEST_STACKS = 2
FEWEST_STACKED = 3
ROOM = 1.6  # heights of a character that a wrapped figure leaves free at most
OPEN_SHARE = 3  # one cell in so many holding texts side by side: walls are missing
MOST_RULINGS = 6_000  # after joining pieces; a page with more is a drawing, not a form


@dataclass(slots=True, eq=False)
class Setting:
    """One page, set: its fragments, and its lines outside them with their words by gaps."""

    leaf: Leaf
    fragments: list[Fragment]
    lines: list[Line]
    words: list[list[Line]]
    furniture: set[int] = field(default_factory=set)
    bare: Bare | None = None
    """What the page holds, if its lines make no grid."""
    band: Bare | None = None
    """What the page holds, if its lines make one row of cells only."""


def set_page(leaf: Leaf, notes: list[str]) -> Setting:
    """Rulings → fragments; characters → their cells, the others → lines."""
    horizontals, verticals = straighten(leaf.horizontals), straighten(leaf.verticals)
    leaf.horizontals, leaf.verticals = [], []
    fragments: list[Fragment] = []
    if len(horizontals) + len(verticals) > MOST_RULINGS:
        notes.append(f"第{leaf.number}页的线条太多，像图纸而不像表格，只读取了文字。")
    else:
        built = [build(region, leaf) for region in regions(horizontals, verticals)]
        fragments = _outermost([fragment for fragment in built if fragment is not None])
    outside, leaf.glyphs = leaf.glyphs, []
    for fragment in fragments:
        outside = fragment.take(outside)
    bare: Bare | None = None
    band: Bare | None = None
    if fragments and all(len(fragment.ys) == 2 for fragment in fragments):
        band = Bare(leaf, [*outside, *_inside(fragments)], horizontals, verticals)
    if not fragments or sum(map(_open, fragments)) * 2 > len(fragments):
        outside += _inside(fragments)
        fragments = []
        bare = Bare(leaf, outside, horizontals, verticals)
    for fragment in fragments:
        fragment.set_text()
    lines, words = lines_of(outside)
    return Setting(leaf, fragments, lines, words, bare=bare, band=band)


def _inside(fragments: list[Fragment]) -> list[Glyph]:
    return [glyph for f in fragments for piece in f.pieces for glyph in piece.glyphs]


def lines_of(glyphs: list[Glyph]) -> tuple[list[Line], list[list[Line]]]:
    """Characters outside tables → their lines, and the words of each by gaps."""
    lines: list[Line] = []
    words: list[list[Line]] = []
    for row in group_rows(glyphs) if glyphs else []:
        parts = split_at_gaps(row)
        line = set_lines(row)
        if parts and line:
            lines.append(line[0])
            words.append(parts)
    return lines, words


def _open(fragment: Fragment) -> bool:
    """Whether the rulings leave out most walls between columns: cells hold texts side by side."""
    gaps = cells = stacks = 0
    for piece in fragment.pieces:
        if not piece.glyphs:
            continue
        cells += 1
        if piece.box[3] - piece.box[1] > TALL and _stack(piece):
            stacks += 1
        if piece.box[2] - piece.box[0] < WIDE_CELL:
            continue
        gaps += len(split_at_gaps(max(group_rows(piece.glyphs), key=len))) > 1
    if stacks >= FEWEST_STACKS:
        return True
    if len(fragment.ys) == 2 and sum(map(_spread, fragment.pieces)) >= FEWEST_STACKS:
        return True
    few = 1 if len(fragment.xs) == 2 else FEWEST_OPEN
    return gaps >= few and gaps * OPEN_SHARE > cells


def _spread(piece: Piece) -> bool:
    """Whether the lines of a cell stand apart as rows do, not as the lines of a text."""
    rows = group_rows(piece.glyphs) if piece.glyphs else []
    middles = [(row[0][2] + row[0][4]) / 2 for row in rows]
    apart = [
        (below - above) / (row[0][4] - row[0][2])
        for above, below, row in zip(middles, middles[1:], rows, strict=False)
        if row[0][4] > row[0][2]
    ]
    return sum(gap > ROWS_APART for gap in apart) >= FEWEST_STACKED


def _stack(piece: Piece) -> bool:
    """Whether a cell holds figures of several rows, one below the other."""
    rows = group_rows(piece.glyphs)
    texts = ["".join(glyph[0] for glyph in sorted(row, key=itemgetter(1))) for row in rows]
    if sum(bool(VALUE.match(text)) for text in texts) < FEWEST_STACKED:
        return False
    return any(_room(row, piece) for row in rows[:-1])


def _room(row: list[Glyph], piece: Piece) -> bool:
    """Whether another figure would fit beside a line of a cell: else it is one that was wrapped."""
    used = max(glyph[3] for glyph in row) - min(glyph[1] for glyph in row)
    return piece.box[2] - piece.box[0] - used > ROOM * (row[0][4] - row[0][2])


def _outermost(fragments: list[Fragment]) -> list[Fragment]:
    """Leave out tables and check boxes inside a cell: their text belongs to that cell."""
    kept: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (f.box[0] - f.box[2]) * (f.box[3] - f.box[1])):
        x0, y0, x1, y1 = fragment.box
        inside = any(
            f.box[0] - 1 <= x0 and f.box[1] - 1 <= y0 and x1 <= f.box[2] + 1 and y1 <= f.box[3] + 1
            for f in kept
        )
        if not inside:
            kept.append(fragment)
    return sorted(kept, key=lambda fragment: (fragment.box[1], fragment.box[0]))
