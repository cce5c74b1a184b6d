"""Tables without any lines: columns that only wide gaps between words show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiping.read.grid.typeset import Line, set_lines

if TYPE_CHECKING:
    from jiping.read.grid.leaf import Glyph

RIVER = 5.0  # points of white that run through all rows between two columns
FEWEST_ROWS = 3
FEWEST_COLUMNS = 3


@dataclass(slots=True, eq=False)
class Gapped:
    """Rows of a table that only gaps set out; ``cells[row]`` holds (column from 0, line)."""

    cells: list[list[tuple[int, Line]]]
    y0: float


def split_at_gaps(glyphs: list[Glyph]) -> list[Line]:
    """Characters of one printed row → its words, apart where the gap is wider than a character."""
    out: list[Line] = []
    words: list[Glyph] = []
    right = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph[1]):
        if glyph[0].isspace():
            continue
        size = glyph[4] - glyph[2]
        if words and glyph[1] - right > max(1.1 * size, 8.0):
            out += set_lines(words)
            words = []
        words.append(glyph)
        right = max(right, glyph[3]) if len(words) > 1 else glyph[3]
    if words:
        out += set_lines(words)
    return out


def gapped_tables(rows: list[list[Line]]) -> list[tuple[int, int, Gapped]]:
    """Printed rows, each split at its gaps → (first row, row after the last, table)."""
    out: list[tuple[int, int, Gapped]] = []
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and len(rows[end]) > 1:
            end += 1
        table = _table(rows[start:end]) if end - start >= FEWEST_ROWS else None
        if table is not None:
            out.append((start, end, table))
        start = max(end, start + 1)
    return out


def _table(rows: list[list[Line]]) -> Gapped | None:
    """Rows → table, if rivers of white part them into enough columns, one word each at most."""
    spans = sorted((word.x0, word.x1) for row in rows for word in row)
    edges: list[float] = []
    right = spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 - right >= RIVER:
            edges.append((x0 + right) / 2)
        right = max(right, x1)
    if len(edges) + 1 < FEWEST_COLUMNS:
        return None
    cells: list[list[tuple[int, Line]]] = []
    for row in rows:
        columns = [sum(edge < word.x0 for edge in edges) for word in row]
        if len(set(columns)) < len(columns):
            return None
        cells.append(list(zip(columns, row, strict=True)))
    return Gapped(cells, rows[0][0].y0)
