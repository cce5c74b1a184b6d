"""CSV for Excel: a mark of UTF-8, one line a row, all lines with the same number of columns."""

from __future__ import annotations

import csv
import io

from jiping.forms.drawing import Document, Drawing, Grid, Text
from jiping.forms.formats import FormFormat
from jiping.forms.formats._lattice import texts
from jiping.forms.formats._text import clean

_NUMBER_LIKE = frozenset("0123456789.")


def write(document: Document) -> bytes:
    """The rows of all drawings, an empty line between two of them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    width = max((len(g.widths) for d in document.drawings for g in d.grids()), default=1)
    for number, drawing in enumerate(document.drawings):
        if number:
            writer.writerow([""] * width)
        for row in _rows(drawing):
            writer.writerow([_harmless(text) for text in row] + [""] * (width - len(row)))
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def _rows(drawing: Drawing) -> list[list[str]]:
    out: list[list[str]] = []
    for block in drawing.blocks:
        if isinstance(block, Text):
            out.append([clean(text) for text in (block.text, block.right) if text])
        elif isinstance(block, Grid):
            out += texts(block)
    return out


def _harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets a blank in front.

    “=100%” is a target, not a formula; a negative number stays one.
    """
    if text[:1] in ("=", "@", "+") or (text[:1] == "-" and not set(text[1:]) <= _NUMBER_LIKE):
        return " " + text
    return text


FORMAT = FormFormat("csv", "逗号分隔的表（Excel 可直接打开）", ".csv", write)
