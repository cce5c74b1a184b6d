"""A document → what ``form.typ`` draws: plain lists and texts, lengths in tenths of a millimetre."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

from jiping.forms.drawing import Cell, Document, Drawing, Grid, Row, Text
from jiping.forms.figure import Box, Dot, Figure, Shape, Stroke
from jiping.forms.formats._text import clean
from jiping.forms.typeset.fonts import Use

PADDING = 8
"""Of a cell, left and right; the template has the same."""
AIR = 12
"""Above and below the text of a cell."""
LOOSEST, TIGHTEST = 18, 5
"""The same on a form that so fits its page."""
LEADING = 0.35
EM = 25.4 / 72
"""Tenths of a millimetre in a tenth of a point."""
SMALLEST = 0.72
"""A word wider than its cell is set so much smaller at most; then it is broken."""
FEW, SHORT = 3, 60
"""Rows of a label that a page break doesn't part; texts of so few letters are low without measure."""
LONGEST = 0.5
"""A row that may need more than this part of a page is broken over pages whatever it asks for."""
SIZES = {"title": 180, "heading": 140, "subheading": 140, "body": 140, "letter": 140}
"""Letters in tenths of a point, of drawings that are reports; a form's title is 18 points too."""


def pages_of(document: Document, fonts: dict[Use, tuple[str, ...]]) -> dict[str, Any]:
    """The whole document. ``fonts`` as `jiping.forms.typeset.fonts.FontSet` chose them."""
    return {
        "title": title_of(document),
        "fonts": {use: list(families) for use, families in fonts.items()},
        "drawings": [_drawing(drawing) for drawing in document.drawings],
    }


def title_of(document: Document) -> str:
    """What the file's properties call it; never empty."""
    first = document.drawings[0].name if document.drawings else ""
    return one_line(document.title or first) or "绩效自评"


def _drawing(drawing: Drawing) -> dict[str, Any]:
    page = drawing.page
    numbered = any(isinstance(b, Text) and b.style == "body" for b in drawing.blocks)
    tight = None if numbered else _tight(drawing)
    blocks = []
    for block in drawing.blocks:
        if isinstance(block, Grid):
            blocks.append(_grid(block, page.height, tight))
        elif isinstance(block, Figure):
            blocks.append(_figure(block))
        else:
            blocks.append(_text(block))
    return {
        "width": page.size[0],
        "height": page.size[1],
        "margins": [page.top, page.right, page.bottom, page.left],
        "numbered": numbered,
        "blocks": blocks,
    }


def _tight(drawing: Drawing) -> int | None:
    """Air in the rows with which the form fits its page, where it does so only by that (about)."""
    lines = sum(1 for block in drawing.blocks if isinstance(block, Text)) * 75 + 60
    rows = [(_bare_height(row, grid), row.least) for grid in drawing.grids() for row in grid.rows]
    if (
        lines + sum(max(_airy(bare, AIR, low), low) for bare, low in rows) + 20
        <= drawing.page.height
    ):
        return None
    for air in range(LOOSEST, TIGHTEST - 1, -1):
        if lines + sum(_airy(bare, air, low) for bare, low in rows) <= drawing.page.height:
            return air
    return None


def _bare_height(row: Row, grid: Grid) -> float | None:
    """Height of the texts of a row without air; None where every cell goes on below."""
    heights = [
        _height(c.text, c.size or grid.size, _width(c, grid), 0) for c in row.cells if c.down == 1
    ]
    return max(heights, default=None)


def _airy(bare: float | None, air: int, least: int) -> float:
    return least if bare is None else bare + 2 * air


def _width(cell: Cell, grid: Grid) -> int:
    """Of the text in a cell."""
    return sum(grid.widths[cell.column : cell.column + cell.across]) - 2 * PADDING


def _text(block: Text) -> dict[str, Any]:
    return {
        "kind": "text",
        "style": block.style,
        "text": _lines(block.text),
        "right": _lines(block.right),
        "size": SIZES.get(block.style, 105),
        "keep": block.keep,
        "weight": 700 if block.style == "title" else 400,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "kind": "figure",
        "width": figure.width,
        "height": figure.height,
        "alt": "：".join(part for part in (figure.name, figure.told) if part),
        "shapes": [_shape(shape) for shape in figure.shapes],
    }


def _shape(shape: Shape) -> list[Any]:
    if isinstance(shape, Stroke):
        return [
            "line", shape.x0, shape.y0, shape.x1, shape.y1,
            shape.colour, shape.thick, shape.dashed,
        ]  # fmt: skip
    if isinstance(shape, Box):
        return ["box", shape.x, shape.y, shape.width, shape.height, shape.fill]
    if isinstance(shape, Dot):
        return ["dot", shape.x, shape.y, shape.radius, shape.fill]
    return ["text", shape.x, shape.y, shape.text, shape.anchor, shape.size, shape.colour]


def _grid(grid: Grid, room: int, tight: int | None) -> dict[str, Any]:
    header: list[Any] = []
    cells: list[Any] = []
    still_header = True
    for y, row in enumerate(grid.rows):
        still_header = still_header and row.header
        (header if still_header else cells).extend(_row(row, y, grid, room, tight))
    return {
        "kind": "grid",
        "widths": list(grid.widths),
        "size": grid.size,
        "lined": grid.lined,
        "joined": grid.joined,
        "header": header,
        "cells": cells,
    }


def _row(row: Row, y: int, grid: Grid, room: int, tight: int | None) -> list[list[Any]]:
    air = AIR if tight is None else tight
    fitted = [_fitted(cell, grid) for cell in row.cells]
    heights = [
        _height(text, size, _width(cell, grid), air) if cell.down == 1 else 0.0
        for cell, (text, size) in zip(row.cells, fitted, strict=True)
    ]
    whole = row.whole and max(heights, default=0) <= LONGEST * room
    least = row.least if tight is None else round(grid.size * EM) + 2 * air
    short = _shortest(row, heights, fitted, air)
    out = []
    for index, (cell, (text, size)) in enumerate(zip(row.cells, fitted, strict=True)):
        inset, strut = air, None
        if index == short:
            inset = max(air, round((least - size * EM) / 2))
        elif short is None and cell.down == 1 and index == _first_single(row):
            strut = least - 2 * air if least > 2 * air else None
        out.append([
            cell.column,
            y,
            cell.across,
            cell.down,
            cell.align[0],
            inset,
            not _together(cell, y, grid, room) if cell.down > 1 else not whole,
            _lines(text),
            None if size == grid.size else size,
            cell.bold,
            strut,
        ])  # fmt: skip
    return out


def _together(cell: Cell, y: int, grid: Grid, room: int) -> bool:
    """Whether the few rows of a label stay on one page: cut, a row would stand without it."""
    rows = grid.rows[y : y + cell.down]
    single = [[other for other in row.cells if other.down == 1] for row in rows]
    if cell.down > FEW:
        return False
    if all(len(other.text) <= SHORT for row in single for other in row):
        return True
    high = sum(
        max((_height(*_fitted(c, grid), _width(c, grid), AIR) for c in row), default=0)
        for row in single
    )
    return high <= LONGEST * room


def _fitted(cell: Cell, grid: Grid) -> tuple[str, int]:
    """Text and size of letters with which no word runs over the border of the cell."""
    text, size = printable(cell.text), cell.size or grid.size
    width = _width(cell, grid)
    if _ems(text) * size * EM <= width:
        return text, size
    widest = max((_ems(word) for word in words(text)), default=0.0)
    if widest * size * EM <= width:
        return text, size
    smaller = int(width / (widest * EM))
    if smaller < SMALLEST * size:
        smaller = round(0.9 * size)
    return broken(text, width / (smaller * EM)), smaller


def _first_single(row: Row) -> int:
    return next((i for i, cell in enumerate(row.cells) if cell.down == 1), -1)


def _shortest(
    row: Row, heights: list[float], fitted: list[tuple[str, int]], air: int
) -> int | None:
    """A cell of the row that surely takes one line: it can hold the row open by its air alone."""
    for index, cell in enumerate(row.cells):
        one = fitted[index][1] * EM + 2 * air + 1
        if cell.down == 1 and heights[index] <= one:
            return index
    return None


def _height(text: str, size: int, width: float, air: int) -> float:
    """Of a cell, about; rather more than it takes."""
    em = size * EM
    per_line = max(1.0, width / em)
    lines = 0
    for part in text.split("\n"):
        wide = _ems(part)
        lines += 1 if wide <= per_line else -int(-wide // max(1.0, per_line - 0.5))
    return lines * em * (1 + LEADING) - em * LEADING + 2 * air


@lru_cache(maxsize=8192)
def _ems(text: str) -> float:
    """Width of a text in sizes of its letters, about."""
    return sum(ems(char) for char in text)


def ems(char: str) -> float:
    """Width of a character in sizes, about: a Chinese one takes 1, a digit 0.56, a capital 0.72."""
    if unicodedata.east_asian_width(char) in "WFA":
        return 1.0
    return 0.72 if char.isupper() or char in "%@&" else 0.56


def words(text: str) -> list[str]:
    """The stretches of a text in which no line ends: between blanks and Chinese characters."""
    found: list[str] = []
    run = ""
    for char in text:
        if char.isspace():
            found.append(run)
            run = ""
        elif unicodedata.east_asian_width(char) == "W" and char.isalpha():
            found.append(run)
            run = char
        else:
            run += char
    return [word for word in (*found, run) if word]


def broken(text: str, room: float) -> str:
    """The text with line ends put into words that are wider than ``room`` (sizes of its letters).

    A web address in a narrow cell would run over its border. A line end is not copied as a character.
    """
    out: list[str] = []
    run = 0.0
    for char in text:
        width = ems(char)
        if char.isspace():
            run = 0.0
        elif unicodedata.east_asian_width(char) == "W" and char.isalpha():
            run = width
        elif run + width > room and run > 0:
            out.append("\n")
            run = width
        else:
            run += width
        out.append(char)
    return "".join(out)


def one_line(text: str) -> str:
    """A text for the properties of a file: blanks instead of control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _lines(text: str) -> str | list[str]:
    """Lines for the template: a plain string where there is one."""
    shown = printable(text)
    return shown.split("\n") if "\n" in shown else shown


def printable(text: str) -> str:
    """What a page can show: one kind of line end, control characters named."""
    return text if text.isprintable() else clean(text).replace("\t", " ")
