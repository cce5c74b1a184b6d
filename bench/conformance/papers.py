"""Forms → PDF with ReportLab: ruled, with horizontal lines only, or without any line; on one page
or over several. Its CID font STSong-Light needs no font file to write."""

from __future__ import annotations

import random
from html import escape
from io import BytesIO
from typing import Any

from making.paper import FONT, register

from conformance.grid import Drawn


def pdf(
    drawn: Drawn,
    r: random.Random,
    *,
    lines: str = "all",
    skip: bool = False,
    repeat: bool = False,
    cut: bool = False,
    font: str = FONT,
    fit: bool = False,
) -> bytes:
    """``lines``: all, rows or none. ``skip`` begins low on the page, so that the form goes over a
    break; ``repeat`` prints its first row again there; ``cut`` lets the break fall inside a row;
    ``fit`` makes the page as high as the form."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

    register()
    size = r.choice((A4, landscape(A4), landscape(A4)))
    points = r.choice((7, 7.5, 8))
    style = ParagraphStyle(
        "cell", fontName=font, fontSize=points, leading=points * 1.25, wordWrap="CJK"
    )
    title = ParagraphStyle(
        "title", parent=style, fontSize=points + 5, leading=points + 9, alignment=1
    )
    story: list[Any] = [Spacer(1, r.randint(120, 330))] if skip else []
    story += [Paragraph(escape(text), title) for text in drawn.above]
    middle = lines == "all" and not skip and r.random() < 0.5
    table = _table(drawn, size[0] - 72, style, lines, repeat, cut, middle)
    height = table.wrap(size[0] - 72, 10_000)[1] + 40 * (len(drawn.above) + 3)
    if fit:
        size = (size[0], max(size[1], height))
    if middle and height > size[1]:
        table = _table(drawn, size[0] - 72, style, lines, repeat, cut, middle=False)
    out = BytesIO()
    SimpleDocTemplate(
        out,
        pagesize=size,
        leftMargin=36,
        rightMargin=36,
        topMargin=40,
        bottomMargin=44,
        invariant=1,
    ).build([*story, table], onFirstPage=_footer, onLaterPages=_footer)
    return out.getvalue()


def _footer(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 8)
    canvas.drawCentredString(document.pagesize[0] / 2, 24, f"— {document.page} —")


def _table(
    drawn: Drawn, width: float, style: Any, lines: str, repeat: bool, cut: bool, middle: bool
) -> Any:
    """The table. Cells merged over rows are drawn by leaving lines out, so that any row may end a
    page; their text stands in the first of their rows, or, where the form has one page only, in
    the ``middle`` one. The right padding keeps
    hanging punctuation inside its cell."""
    from reportlab.platypus import Paragraph, Table

    data: list[list[Any]] = [[""] * drawn.width for _ in drawn.rows]
    looks: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE" if middle else "TOP"),
                        ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 6)]  # fmt: skip
    thick = 0.5
    if lines != "none":
        looks.append(("BOX", (0, 0), (-1, -1), thick, "black"))
    for number, row in enumerate(drawn.rows):
        for s in row:
            left, right, bottom = s.column - 1, s.column + s.across - 2, number + s.down - 1
            at = number + (s.down - 1) // 2 if middle else number
            data[at][left] = (
                Paragraph(escape(s.text).replace("\n", "<br/>"), style) if s.text else ""
            )
            if s.across > 1:
                looks += [("SPAN", (left, n), (right, n)) for n in range(number, bottom + 1)]
            if lines != "none":
                looks.append(("LINEABOVE", (left, number), (right, number), thick, "black"))
            if lines == "all":
                looks.append(("LINEBEFORE", (left, number), (left, bottom), thick, "black"))
    widths = [width * share / sum(drawn.shares) for share in drawn.shares]
    again = int(repeat and drawn.rows[0][0].down == 1)
    return Table(data, colWidths=widths, style=looks, splitInRow=int(cut), repeatRows=again)
