"""Grids → OFD (GB/T 33190), as an office suite prints them: a text object for every line with its
offsets compressed ("g n v"), borders as paths, rows that go on over page breaks."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from making.grids import Grid, Piece
from making.writers import zipped

NAMESPACE = "http://www.ofdspec.org/2016"
SHARES = (3, 4, 5, 9, 4, 5, 7, 7, 5, 4, 4, 9)
SIZE = 2.6458  # millimetres: 7.5 points
LEADING = 3.4
PADDING = 0.7
MARGIN = 15.0
LINES = ("stroke", "box", "cells")
"""How borders are drawn: as strokes, as thin filled boxes, as a frame around every cell."""


@dataclass
class Page:
    """A page being drawn: the XML of its objects, and the height that is used."""

    objects: list[str] = field(default_factory=list)
    used: float = MARGIN


def root(name: str, content: str, attributes: str = "") -> str:
    """An XML part with that root element."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ofd:{name} xmlns:ofd="{NAMESPACE}"{attributes}>'
        f"{content}</ofd:{name}>"
    )


def text(x: float, y: float, words: str, size: float = SIZE, extra: str = "") -> str:
    """One line of text whose top left is at x, y (millimetres)."""
    widths = [advance(char) * size for char in words]
    offsets = " ".join(
        f"g {len(run)} {step:.4f}" if len(run) > 2 else " ".join([f"{step:.4f}"] * len(run))
        for step, run in ((s, list(r)) for s, r in itertools.groupby(widths[:-1]))
    )
    delta = f' DeltaX="{offsets}"' if offsets else ""
    return (
        f'<ofd:TextObject ID="1" Font="2" Size="{size}" '
        f'Boundary="{x:.3f} {y:.3f} {sum(widths):.3f} {size * 1.2:.3f}"{extra}>'
        f'<ofd:TextCode X="0" Y="{size * 0.88:.4f}"{delta}>{escape(words)}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def line(x0: float, y0: float, x1: float, y1: float, style: str = "stroke") -> str:
    """One horizontal or vertical border."""
    if style == "box":
        width, height = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
        return (
            f'<ofd:PathObject ID="1" Boundary="{x0:.3f} {y0:.3f} {width:.3f} {height:.3f}" '
            f'Stroke="false" Fill="true"><ofd:AbbreviatedData>M 0 0 L {width:.3f} 0 '
            f"L {width:.3f} {height:.3f} L 0 {height:.3f} C</ofd:AbbreviatedData></ofd:PathObject>"
        )
    return (
        f'<ofd:PathObject ID="1" LineWidth="0.2" '
        f'Boundary="{x0:.3f} {y0:.3f} {x1 - x0 + 0.2:.3f} {y1 - y0 + 0.2:.3f}">'
        f"<ofd:AbbreviatedData>M 0 0 L {x1 - x0:.3f} {y1 - y0:.3f}</ofd:AbbreviatedData>"
        "</ofd:PathObject>"
    )


def frame(x0: float, y0: float, x1: float, y1: float, style: str) -> str:
    """The four borders of a cell."""
    if style == "cells":
        width, height = x1 - x0, y1 - y0
        return (
            f'<ofd:PathObject ID="1" LineWidth="0.2" Stroke="true" '
            f'Boundary="{x0:.3f} {y0:.3f} {width:.3f} {height:.3f}"><ofd:AbbreviatedData>'
            f"M 0 0 L {width:.3f} 0 L {width:.3f} {height:.3f} L 0 {height:.3f} C"
            "</ofd:AbbreviatedData></ofd:PathObject>"
        )
    sides = ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
    return "".join(line(*side, style) for side in sides)


def package(
    pages: Sequence[str], parts: dict[str, str | bytes] | None = None, *,
    size: tuple[float, float] = (210, 297), common: str = "", body: str = "", document: str = "",
) -> bytes:  # fmt: skip
    """An OFD whose pages have these contents (the XML of `Page`'s children)."""
    area = f"<ofd:PhysicalBox>0 0 {size[0]} {size[1]}</ofd:PhysicalBox>"
    listed = "".join(
        f'<ofd:Page ID="{9 + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
        for number in range(len(pages))
    )
    held: dict[str, str | bytes] = {
        "OFD.xml": root(
            "OFD",
            "<ofd:DocBody><ofd:DocInfo><ofd:DocID>1</ofd:DocID></ofd:DocInfo>"
            f"<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>",
            ' Version="1.0" DocType="OFD"',
        ),
        "Doc_0/Document.xml": root(
            "Document",
            f"<ofd:CommonData><ofd:MaxUnitID>9</ofd:MaxUnitID><ofd:PageArea>{area}</ofd:PageArea>"
            f"{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{document}",
        ),
    }
    for number, content in enumerate(pages):
        held[f"Doc_0/Pages/Page_{number}/Content.xml"] = root("Page", content)
    return zipped({**held, **(parts or {})})


def layer(objects: str) -> str:
    """The content of a page with one layer."""
    return f'<ofd:Content><ofd:Layer ID="3" Type="Body">{objects}</ofd:Layer></ofd:Content>'


def ofd(
    grids: Sequence[Grid], style: str = "stroke", size: tuple[float, float] = (210, 297)
) -> bytes:
    """The forms one after the other, with page numbers at the foot."""
    pages = [Page()]
    for grid in grids:
        _form(grid, pages, style, size)
        pages[-1].used += 8
    contents = [
        layer("".join(page.objects) + text(size[0] / 2 - 6, size[1] - 10, f"第{number}页"))
        for number, page in enumerate(pages, 1)
    ]
    return package(contents, size=size)


def advance(char: str) -> float:
    """Width of a character in sizes."""
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def _wrapped(words: str, width: float) -> list[str]:
    """Lines of a cell; words and numbers are broken only where they are wider than it."""
    lines: list[str] = []
    for paragraph in words.split("\n"):
        current = ""
        for piece in _unbreakable(paragraph):
            if current and _width(current + piece) > width:
                lines.append(current)
                current = ""
            for char in piece:
                if current and _width(current + char) > width:
                    lines.append(current)
                    current = ""
                current += char
        lines.append(current)
    return lines if words else []


def _unbreakable(words: str) -> Iterator[str]:
    for _, run in itertools.groupby(
        enumerate(words), key=lambda item: -1 if item[1].isascii() and item[1] != " " else item[0]
    ):
        yield "".join(char for _, char in run)


def _width(words: str) -> float:
    return sum(advance(char) for char in words) * SIZE


def _form(grid: Grid, pages: list[Page], style: str, size: tuple[float, float]) -> None:
    for words in grid.paragraphs:
        page = pages[-1]
        page.objects.append(text((size[0] - _width(words)) / 2, page.used, words))
        page.used += LEADING + 1
    width = size[0] - 2 * MARGIN
    shares = grid.shares or (SHARES if grid.columns == len(SHARES) else (1,) * grid.columns)
    edges = [
        MARGIN + width * part / sum(shares) for part in itertools.accumulate(shares, initial=0)
    ]
    texts = {
        piece: _wrapped(
            piece.text,
            edges[piece.column - 1 + piece.colspan] - edges[piece.column - 1] - 2 * PADDING,
        )
        for piece in grid.pieces
    }
    heights = [LEADING + 1.6] * grid.rows
    for piece in sorted(grid.pieces, key=lambda piece: piece.rowspan):
        rows = range(piece.row - 1, piece.row - 1 + piece.rowspan)
        missing = len(texts[piece]) * LEADING + 1.6 - sum(heights[row] for row in rows)
        if missing > 0:
            heights[rows[-1]] += missing
    tops: list[tuple[int, float]] = []  # of every row: its page, its height there
    for height in heights:
        if pages[-1].used + height > size[1] - MARGIN:
            pages.append(Page())
        tops.append((len(pages) - 1, pages[-1].used))
        pages[-1].used += height
    for piece in grid.pieces:
        _cell(piece, texts[piece], edges, tops, heights, pages, style)


def _cell(
    piece: Piece,
    lines: list[str],
    edges: list[float],
    tops: list[tuple[int, float]],
    heights: list[float],
    pages: list[Page],
    style: str,
) -> None:
    """Borders and text of a cell on every page that it touches."""
    x0, x1 = edges[piece.column - 1], edges[piece.column - 1 + piece.colspan]
    rows = range(piece.row - 1, piece.row - 1 + piece.rowspan)
    left = list(lines)
    for number, group in itertools.groupby(rows, key=lambda row: tops[row][0]):
        held = list(group)
        y0 = tops[held[0]][1]
        y1 = tops[held[-1]][1] + heights[held[-1]]
        objects = pages[number].objects
        objects.append(frame(x0, y0, x1, y1, style))
        last = held[-1] == rows[-1]
        room = len(left) if last else int((y1 - y0 - 1.6) / LEADING)
        shown, left = left[:room], left[room:]
        y = y0 + max(0.8, (y1 - y0 - len(shown) * LEADING) / 2)
        for words in shown:
            if words.strip():
                objects.append(text(x0 + (x1 - x0 - _width(words)) / 2, y, words))
            y += LEADING
