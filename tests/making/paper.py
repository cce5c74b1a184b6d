"""Grids → PDF through ReportLab: lines of another make than an office suite's. Its CID font
STSong-Light needs no font file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from making.grids import Grid

FONT = "STSong-Light"
SHARES = (3, 4, 5, 9, 4, 5, 7, 7, 5, 4, 4, 9)
STYLE = ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10, wordWrap="CJK")


def register() -> None:
    """Make the font known; may be called again."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def paper(
    grids: Sequence[Grid],
    *,
    split: bool = False,
    repeat: int = 0,
    wide: bool = False,
    skip: float = 0,
    password: str | None = None,
) -> bytes:
    """The forms one after the other. ``split`` lets a page break cut a row, ``repeat`` prints so
    many header rows again, ``skip`` leaves so many points free before the first form."""
    register()
    out = BytesIO()
    size = landscape(A4) if wide else A4
    story: list[Any] = [Spacer(1, skip)] if skip else []
    for grid in grids:
        story += [Paragraph(escape(text), STYLE) for text in grid.paragraphs]
        story += [_table(grid, size[0] - 80, split, repeat), Spacer(1, 12)]
    encrypt = StandardEncryption(password) if password else None
    SimpleDocTemplate(
        out, pagesize=size, leftMargin=40, rightMargin=40, encrypt=encrypt, invariant=1
    ).build(story, onFirstPage=_footer, onLaterPages=_footer)
    return out.getvalue()


def _footer(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 8)
    canvas.drawCentredString(document.pagesize[0] / 2, 30, f"第{document.page}页")


def _table(grid: Grid, width: float, split: bool, repeat: int) -> Table:
    data: list[list[Any]] = [[""] * grid.columns for _ in range(grid.rows)]
    style: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    for piece in grid.pieces:
        row, column = piece.row - 1, piece.column - 1
        data[row][column] = Paragraph(escape(piece.text).replace("\n", "<br/>"), STYLE)
        if piece.rowspan > 1 or piece.colspan > 1:
            style.append(
                ("SPAN", (column, row), (column + piece.colspan - 1, row + piece.rowspan - 1))
            )
    shares = SHARES if grid.columns == len(SHARES) else (1,) * grid.columns
    widths = [width * share / sum(shares) for share in shares]
    return Table(data, colWidths=widths, style=style, splitInRow=int(split), repeatRows=repeat)
