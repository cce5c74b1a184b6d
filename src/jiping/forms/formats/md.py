"""Markdown: headings, and each grid as one table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiping.forms.drawing import Document, Drawing, Grid, Style, Text
from jiping.forms.figure import Figure
from jiping.forms.formats import FormFormat
from jiping.forms.formats._lattice import texts
from jiping.forms.formats._text import clean

_MARKS: dict[Style, str] = {"title": "# ", "heading": "## ", "subheading": "### "}
_SPECIAL = re.compile(r"[\\`*_<>|\[\]#]")


def write(document: Document) -> bytes:
    """UTF-8 text; drawings are parted by a rule."""
    pages = ("\n".join(_lines(drawing)) for drawing in document.drawings)
    return "\n\n---\n\n".join(pages).encode("utf-8") + b"\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    for n, block in enumerate(drawing.blocks):
        if n:
            yield ""
        if isinstance(block, Text):
            text = f"{block.text}    {block.right}" if block.right else block.text
            yield _MARKS.get(block.style, "") + _paragraph(text)
        elif isinstance(block, Figure):
            yield f"（图：{_escaped(block.told or block.name)}）"
        elif block.lined:
            yield from _table(block)
        else:
            yield "\n\n".join(_paragraph(t) for row in texts(block) for t in row if t)


def _paragraph(text: str) -> str:
    return "  \n".join(_escaped(line) for line in clean(text).split("\n"))


def _table(grid: Grid) -> Iterator[str]:
    rows = list(texts(grid))
    for n, row in enumerate(rows):
        yield "| " + " | ".join(_escaped(text).replace("\n", "<br>") for text in row) + " |"
        if n == 0:
            yield "|" + "---|" * len(row)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found[0], text)


FORMAT = FormFormat("md", "Markdown 文档", ".md", write)
