"""Forms → PDF with ReportLab: ruled, with some of the lines, with lines that nobody sees, or
without any; on one page or over several; turned. Its CID font STSong-Light needs no font file to write."""

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
    centred: bool = False,
    turned: bool = False,
) -> bytes:
    """``lines``: all, rows, none; frame (the outer box), columns (no horizontal line inside), under
    (one below the header), white, hair (of no width). ``skip`` begins low on the page, so that the form goes over a
    break; ``repeat`` prints its first row again there; ``cut`` lets the break fall inside a row;
    ``fit`` makes the page as high as the form; ``centred`` sets every cell, also one merged over
    rows, in its middle (one high page); ``turned`` lays the page on its side, without saying so."""
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
    if centred:
        style = ParagraphStyle("middle", parent=style, alignment=1)
    middle = middle or centred
    table = _table(drawn, size[0] - 72, style, lines, repeat, cut, middle, centred)
    height = table.wrap(size[0] - 72, 10_000)[1] + 40 * (len(drawn.above) + 3)
    if fit or centred:
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
    return _on_its_side(out.getvalue()) if turned else out.getvalue()


def _on_its_side(data: bytes) -> bytes:
    """Every page drawn a quarter turn counter-clockwise on a page of the other format."""
    import pypdfium2

    old, new = pypdfium2.PdfDocument(data), pypdfium2.PdfDocument.new()
    for number, page in enumerate(old):
        width, height = page.get_size()
        drawing = old.page_as_xobject(number, new).as_pageobject()
        drawing.set_matrix(pypdfium2.PdfMatrix(0, 1, -1, 0, height, 0))
        sheet = new.new_page(height, width)
        sheet.insert_obj(drawing)
        sheet.gen_content()
    out = BytesIO()
    new.save(out)
    return out.getvalue()


def _footer(canvas: Any, document: Any) -> None:
    canvas.setFont(FONT, 8)
    canvas.drawCentredString(document.pagesize[0] / 2, 24, f"— {document.page} —")


def _table(
    drawn: Drawn,
    width: float,
    style: Any,
    lines: str,
    repeat: bool,
    cut: bool,
    middle: bool,
    centred: bool = False,
) -> Any:
    """The table. Cells merged over rows are drawn by leaving lines out, so that any row may end a
    page; their text stands in the first of their rows, or, where the form has one page only, in
    the ``middle`` one, or, ``centred``, in the middle of them all. The right padding keeps
    hanging punctuation inside its cell."""
    from reportlab.platypus import Paragraph, Table

    data: list[list[Any]] = [[""] * drawn.width for _ in drawn.rows]
    looks: list[Any] = [("VALIGN", (0, 0), (-1, -1), "MIDDLE" if middle else "TOP"),
                        ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 6)]  # fmt: skip
    pen = (0.0 if lines == "hair" else 0.5, "white" if lines == "white" else "black")
    drawn_all = lines in ("all", "white", "hair")
    if lines not in ("none", "under"):
        looks.append(("BOX", (0, 0), (-1, -1), *pen))
    if lines == "under" and drawn.first > 0:
        looks.append(("LINEBELOW", (0, drawn.first - 1), (-1, drawn.first - 1), *pen))
    for number, row in enumerate(drawn.rows):
        for s in row:
            left, right, bottom = s.column - 1, s.column + s.across - 2, number + s.down - 1
            at = number + (s.down - 1) // 2 if middle and not centred else number
            data[at][left] = (
                Paragraph(escape(s.text).replace("\n", "<br/>"), style) if s.text else ""
            )
            if centred and s.down > 1:
                looks.append(("SPAN", (left, number), (right, bottom)))
            elif s.across > 1:
                looks += [("SPAN", (left, n), (right, n)) for n in range(number, bottom + 1)]
            if drawn_all or lines == "rows":
                looks.append(("LINEABOVE", (left, number), (right, number), *pen))
            if drawn_all or lines == "columns":
                looks.append(("LINEBEFORE", (left, number), (left, bottom), *pen))
    widths = [width * share / sum(drawn.shares) for share in drawn.shares]
    again = int(repeat and drawn.rows[0][0].down == 1)
    return Table(data, colWidths=widths, style=looks, splitInRow=int(cut), repeatRows=again)
