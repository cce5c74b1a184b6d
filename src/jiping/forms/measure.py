"""How much room a text takes, estimated from the widths of its letters; no font is opened.

A Chinese letter is as wide as it is high, a Latin one half of that. Lengths are tenths of a
millimetre, sizes of letters tenths of a point.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import east_asian_width

LEADING = 130
"""Height of a line in percent of its letters."""
PADDING = 20
"""What a cell keeps free, left and right together."""
_WIDE = frozenset("WFA")
_MM10 = 3528
"""A point in ten-thousandths of a millimetre."""


@lru_cache(maxsize=8192)
def halves(text: str) -> int:
    """Width of one line in half letters."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(char) in _WIDE else 1 for char in text)


def lines(text: str, width: int, size: int = 100) -> int:
    """How many lines a text takes in a cell of that width; an empty one takes one."""
    half = size * _MM10 // 20000
    room = max((width - PADDING) // max(half, 1), 2)
    return sum(max(-(-halves(line) // room), 1) for line in text.split("\n"))


def height(text: str, width: int, size: int = 100) -> int:
    """Height that the text needs in a cell of that width."""
    return lines(text, width, size) * size * _MM10 * LEADING // 1_000_000 + PADDING
