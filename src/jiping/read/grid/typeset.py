"""Characters with places → lines, and lines → the text that somebody once typed.

The paper shows where a line was wrapped, not where a return was typed. A wrapped line goes on
without a blank between 汉字 and inside a number; a line that ended although the next character
would still have fitted was ended on purpose, and stays a line of its own.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.read.grid.leaf import Glyph

BLANKS = frozenset(" \t\u00a0\u2002\u2003\u2009\u3000")


@dataclass(slots=True, eq=False)
class Line:
    """One printed line. ``head`` is the width of its first unbreakable piece, ``blank`` says
    that a blank was printed after it, ``size`` is the height of its tallest character."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    head: float
    blank: bool = False


def is_latin(char: str) -> bool:
    """A character of a word or number that is set apart by blanks."""
    return char.isascii() and not char.isspace()


def set_lines(glyphs: list[Glyph]) -> list[Line]:
    """Characters of one cell (or page) → its lines from top to bottom."""
    if len(glyphs) > 1:
        tops = [glyph[2] for glyph in glyphs]
        top, bottom = max(tops), min(glyph[4] for glyph in glyphs)
        shallow = bottom - top  # the part of the height that all characters share
        if shallow * 2 < max(glyph[4] - glyph[2] for glyph in glyphs):
            return [line for row in group_rows(glyphs) if (line := _line(row))]
    line = _line(glyphs)
    return [line] if line else []


def group_rows(glyphs: list[Glyph], share: float = 0.5) -> list[list[Glyph]]:
    """Characters grouped by the height they stand at; a superscript belongs to its line.

    Two are on one line if they share more than ``share`` of the lower one's height."""
    ordered = sorted(glyphs, key=lambda glyph: glyph[2] + glyph[4])
    rows: list[list[Glyph]] = []
    y0 = y1 = 0.0
    for glyph in ordered:
        top, bottom = glyph[2], glyph[4]
        shared = min(y1, bottom) - max(y0, top)
        if rows and shared > share * min(y1 - y0, bottom - top):
            rows[-1].append(glyph)
            if bottom - top > y1 - y0:
                y0, y1 = top, bottom
        else:
            rows.append([glyph])
            y0, y1 = top, bottom
    return rows


def _line(glyphs: list[Glyph]) -> Line | None:
    """Characters of one height → the line, or None if there is nothing but blanks."""
    glyphs = sorted(glyphs, key=itemgetter(1))
    while glyphs and glyphs[0][0] in BLANKS:
        glyphs.pop(0)
    blank = False
    while glyphs and glyphs[-1][0] in BLANKS:
        glyphs.pop()
        blank = True
    if not glyphs:
        return None
    char, x0, y0, x1, y1 = glyphs[0]
    size = y1 - y0
    text = [char]
    start, head = x0, x1 - x0
    in_head = is_latin(char)
    before, right = char, x1
    left = x0
    for char, x0, top, x1, bottom in glyphs[1:]:
        width = x1 - x0
        if char == before and x0 - left < 0.3 * width:
            continue  # printed twice, slightly shifted: that is how bold type is faked
        size = max(size, bottom - top)
        y0, y1 = min(y0, top), max(y1, bottom)
        gap = x0 - right
        if char in BLANKS:
            in_head = False
        elif before not in BLANKS and gap > 0.2 * size:
            both = is_latin(char) and is_latin(before)
            if gap > (0.25 if both else 1.3) * size:
                text.append(" ")
                in_head = False
        if in_head and is_latin(char):
            head = x1 - start
        else:
            in_head = False
        text.append(char)
        before, left, right = char, x0, max(right, x1)
    return Line("".join(text), start, y0, right, y1, size, head, blank)


def flow(lines: list[Line], left: float, right: float) -> str:
    """Lines of one cell → its text; ``left`` and ``right`` are the walls of the cell."""
    if not lines:
        return ""
    if len(lines) == 1:
        return lines[0].text
    room = _room(lines, left, right)
    parts = [lines[0].text]
    for above, below in itertools.pairwise(lines):
        parts.append(_seam(above, below, room))
        parts.append(below.text)
    return "".join(parts)


def is_full(line: Line, lines: list[Line], left: float, right: float) -> bool:
    """Whether the line runs to the wall, so that its sentence may go on below."""
    return _room(lines, left, right) - (line.x1 - line.x0) < 2.2 * line.size


def _room(lines: list[Line], left: float, right: float) -> float:
    """Width that a line of the cell may have: between the walls, less the padding."""
    widest = max(lines, key=lambda line: line.x1 - line.x0)
    padding = min(max(widest.x0 - left, 0.0), max(right - widest.x1, 0.0), 6.0)
    return right - left - 2 * padding


def _seam(above: Line, below: Line, room: float) -> str:
    """What stands between two lines: nothing, a blank or a line break."""
    last, first = above.text[-1], below.text[0]
    free = room - (above.x1 - above.x0)
    if last.isdigit() and first.isdigit():
        if above.blank:
            return " "
        # a number is broken only where not one more digit fits
        return "\n" if free > 1.3 * below.head / max(1, _digits(below.text)) + 1.0 else ""
    if is_latin(last) and is_latin(first):
        if free > below.head + 2.2 * below.size:
            return "\n"
        words = last.isalpha() and first.isalpha()
        return " " if words or above.blank else ""
    # punctuation must not begin a line and takes its neighbour along: two characters of slack
    return "\n" if free > min(below.head, 4 * below.size) + 2.2 * below.size else ""


def _digits(text: str) -> int:
    """How many characters the number at the beginning of a text has."""
    for at, char in enumerate(text):
        if not is_latin(char):
            return at
    return len(text)
