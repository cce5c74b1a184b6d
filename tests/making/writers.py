"""Grids → file bytes. What is written is what Word, Excel and browsers would write: real merged
cells, numbers as numbers with a number format."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from making.grids import Grid, Piece

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?$")
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_ROOT_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_FONT = '<w:rFonts w:ascii="宋体" w:eastAsia="宋体" w:hAnsi="宋体"/>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of the parts, the same bytes every time."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def package(body: str, namespace: str = W, extra: str = "") -> bytes:
    """A docx whose document body is the given XML."""
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{namespace}" {extra}><w:body>{body}</w:body></w:document>'
    )
    return zipped(
        {"[Content_Types].xml": _TYPES, "_rels/.rels": _ROOT_RELATIONS,
         "word/document.xml": document}
    )  # fmt: skip


def docx(grids: Sequence[Grid]) -> bytes:
    """Word document, A4 upright, one form after the other."""
    body = "".join(_docx_form(grid) for grid in grids)
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" '
        'w:bottom="1134" w:left="850" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    return package(body + page)


def _docx_form(grid: Grid) -> str:
    out = [_docx_paragraph(text, 24, "center") for text in grid.paragraphs]
    total = 10206
    widths = [total // grid.columns] * grid.columns
    if grid.shares:
        widths = [total * share // sum(grid.shares) for share in grid.shares]
    elif grid.columns == 12:
        widths = [567, 794, 794, 1474, 624, 794, 1077, 1077, 680, 624, 624, 1077]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    out.append(
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{borders}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
        '<w:right w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + "</w:tblGrid>"
    )
    below: dict[tuple[int, int], Piece] = {}
    for tall in grid.pieces:
        for row in range(tall.row + 1, tall.row + tall.rowspan):
            below[row, tall.column] = tall
    for row in range(1, grid.rows + 1):
        out.append("<w:tr>")
        begun = {begin.column: begin for begin in grid.row(row)}
        column = 1
        while column <= grid.columns:
            piece = begun.get(column)
            covering = below.get((row, column))
            if piece is None and covering is None:
                out.append(_docx_cell("", 1, widths[column - 1], None))
                column += 1
                continue
            shown = piece or covering
            assert shown is not None
            width = sum(widths[column - 1 : column - 1 + shown.colspan])
            merge = None
            if shown.rowspan > 1:
                merge = "restart" if piece is not None else "continue"
            text = piece.text if piece is not None else ""
            out.append(_docx_cell(text, shown.colspan, width, merge))
            column += shown.colspan
        out.append("</w:tr>")
    out.append("</w:tbl><w:p/>")
    return "".join(out)


def _docx_cell(text: str, span: int, width: int, merge: str | None) -> str:
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if merge is not None:
        properties += f'<w:vMerge w:val="{merge}"/>' if merge == "restart" else "<w:vMerge/>"
    properties += '<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_docx_paragraph(text, 15, 'center')}</w:tc>"


def _docx_paragraph(text: str, size: int, align: str) -> str:
    style = f'<w:pPr><w:jc w:val="{align}"/></w:pPr>'
    if not text:
        return f"<w:p>{style}</w:p>"
    pieces = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' for line in text.split("\n")
    )
    return f'<w:p>{style}<w:r><w:rPr>{_FONT}<w:sz w:val="{size}"/></w:rPr>{pieces}</w:r></w:p>'


def html(grids: Sequence[Grid], encoding: str = "utf-8", label: str | None = None) -> bytes:
    """A web page; ``label`` is the charset that it claims, if another than the true one."""
    out = [
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="{label or encoding}">',
        "<title>绩效自评</title></head>\n<body>\n",
    ]
    for grid in grids:
        out += [f"<p>{escape(text)}</p>\n" for text in grid.paragraphs]
        out.append('<table border="1" style="border-collapse:collapse">\n')
        for row in range(1, grid.rows + 1):
            out.append("<tr>")
            for piece in grid.row(row):
                spans = f' rowspan="{piece.rowspan}"' if piece.rowspan > 1 else ""
                spans += f' colspan="{piece.colspan}"' if piece.colspan > 1 else ""
                text = escape(piece.text, quote=False).replace("\n", "<br>")
                out.append(f"<td{spans}>{text}</td>")
            out.append("</tr>\n")
        out.append("</table>\n")
    out.append("</body></html>\n")
    return "".join(out).encode(encoding)


def xlsx(grids: Sequence[Grid]) -> bytes:
    """A workbook with one sheet for each form; its paragraphs are merged rows on top."""
    from datetime import UTC, datetime

    import xlsxwriter

    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(2024, 1, 1, tzinfo=UTC)})
    base = {"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter",
            "font_name": "宋体", "font_size": 9}  # fmt: skip
    styles = {"": book.add_format(base)}
    for index, grid in enumerate(grids, 1):
        sheet = book.add_worksheet(f"{grid.name or '表'}-{index}" if len(grids) > 5 else grid.name)
        sheet.set_column(0, grid.columns - 1, 11)
        top = len(grid.paragraphs)
        for row, text in enumerate(grid.paragraphs):
            sheet.merge_range(row, 0, row, grid.columns - 1, text, styles[""])
        for piece in grid.pieces:
            row, column = piece.row - 1 + top, piece.column - 1
            number = _NUMBER.match(piece.text)
            code = ""
            if number is not None and number.group(2):
                code = "0." + "0" * (len(number.group(2)) - 1)
            style = styles.get(code)
            if style is None:
                style = styles[code] = book.add_format({**base, "num_format": code})
            if piece.rowspan > 1 or piece.colspan > 1:
                last = (row + piece.rowspan - 1, column + piece.colspan - 1)
                sheet.merge_range(row, column, *last, "", style)
            if number is not None:
                sheet.write_number(row, column, float(piece.text), style)
            elif piece.text:
                sheet.write_string(row, column, piece.text, style)
            else:
                sheet.write_blank(row, column, None, style)
    book.close()
    return out.getvalue()


def xls(grids: Sequence[Grid]) -> bytes:
    """An Excel 97–2003 workbook, laid out like `xlsx`."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    styles: dict[str, object] = {}
    for index, grid in enumerate(grids, 1):
        sheet = book.add_sheet(f"{grid.name}-{index}" if len(grids) > 5 else grid.name)
        top = len(grid.paragraphs)
        for row, text in enumerate(grid.paragraphs):
            sheet.write_merge(row, row, 0, grid.columns - 1, text)
        for piece in grid.pieces:
            row, column = piece.row - 1 + top, piece.column - 1
            number = _NUMBER.match(piece.text)
            code = "General"
            if number is not None and number.group(2):
                code = "0." + "0" * (len(number.group(2)) - 1)
            style = styles.get(code)
            if style is None:
                style = styles[code] = xlwt.easyxf(num_format_str=code)
            value = float(piece.text) if number is not None else piece.text
            last = (row + piece.rowspan - 1, column + piece.colspan - 1)
            if last != (row, column):
                sheet.write_merge(row, last[0], column, last[1], value, style)
            else:
                sheet.write(row, column, value, style)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS = {"docx": docx, "xlsx": xlsx, "xls": xls, "html": html}
