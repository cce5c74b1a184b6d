"""Glyphs and ruling lines of pages → tables and paragraphs of a `jiping.read.book.Book`.

What a table looks like on paper is the same for a PDF, an OFD file and a scan: straight lines and
characters. A reader of such a format fills one `Leaf` a page and calls `bind`; everything else
(cells from lines, text from characters, tables that go on over a page break) happens here.
"""

from __future__ import annotations

from jiping.read.grid.binding import bind
from jiping.read.grid.leaf import Glyph, Leaf, Ruling, Turn

__all__ = ["Glyph", "Leaf", "Ruling", "Turn", "bind"]
