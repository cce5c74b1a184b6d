"""Word: drawings as tables with merged cells, in a package of our own.

One drawing is one section, so upright and across pages may follow each other. Lengths of the
format are twentieths of a point. Element order after ECMA-376 part 1, §17.4.
"""

from __future__ import annotations

import io
import zipfile

from jiping.forms.drawing import Cell, Document, Drawing, Grid, Page, Row, Style, Text
from jiping.forms.figure import Figure
from jiping.forms.formats import FormFormat
from jiping.forms.formats import _docx_parts as parts
from jiping.forms.formats._docx_theme import THEME
from jiping.forms.formats._figures import word
from jiping.forms.formats._text import escaped
from jiping.forms.measure import row_height, snug

_STYLES: dict[Style, str] = {
    "attachment": "FormAttachment",
    "title": "FormTitle",
    "period": "FormPeriod",
    "line": "FormLine",
    "heading": "FormHeading",
    "subheading": "FormSubheading",
    "body": "FormBody",
    "sign": "FormSign",
    "letter": "FormLetter",
}
_CELLS = {
    "label": "FormLabel",
    "head": "FormHead",
    "text": "FormText",
    "prose": "FormProse",
    "number": "FormNumber",
}
_USUAL = {
    "label": "center",
    "head": "center",
    "text": "center",
    "prose": "left",
    "number": "center",
}
_SIZE = 100
_LONGEST = 500
"""A row that needs more is broken over pages: kept whole it would leave half a page empty."""
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "<w:tblBorders>" + "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES
) + "</w:tblBorders>"  # fmt: skip
_OPEN_BELOW = '<w:tcBorders><w:bottom w:val="nil"/></w:tcBorders>'
_OPEN_ABOVE = '<w:tcBorders><w:top w:val="nil"/></w:tcBorders>'
_JOIN = '<w:p><w:pPr><w:pStyle w:val="FormJoin"/></w:pPr></w:p>'
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write(document: Document) -> bytes:
    """The package of a document; equal documents give equal bytes."""
    body: list[str] = []
    last = len(document.drawings) - 1
    for n, drawing in enumerate(document.drawings):
        body.append(_drawing(snug(drawing)))
        section = _section(drawing.page)
        if n < last:
            body.append(f'<w:p><w:pPr><w:pStyle w:val="FormJoin"/>{section}</w:pPr></w:p>')
        else:
            body.append(_JOIN + section)
    content = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document xmlns:w="{parts.W}"><w:body>{"".join(body)}</w:body></w:document>'
    )
    files = {
        "[Content_Types].xml": parts.CONTENT_TYPES,
        "_rels/.rels": parts.RELATIONS,
        "docProps/core.xml": parts.core(escaped(document.title)),
        "docProps/app.xml": parts.APP,
        "word/document.xml": content,
        "word/_rels/document.xml.rels": parts.DOCUMENT_RELATIONS,
        "word/styles.xml": parts.STYLES,
        "word/settings.xml": parts.SETTINGS,
        "word/fontTable.xml": parts.FONT_TABLE,
        "word/theme/theme1.xml": THEME,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text.encode("utf-8"))
    return out.getvalue()


def _twips(tenths: int) -> int:
    """Tenths of a millimetre → twentieths of a point (1 mm = 56.69), rounded."""
    return (tenths * 14400 + 1270) // 2540


def _drawing(drawing: Drawing) -> str:
    out: list[str] = []
    table = False
    for number, block in enumerate(drawing.blocks, 1):
        if isinstance(block, Text):
            out.append(_text(block, drawing.page))
            table = False
        elif isinstance(block, Figure):
            out.append(word(block, number))
            table = False
        else:
            if table:
                out.append(_JOIN)
            out.append(_grid(block))
            table = True
    return "".join(out)


def _section(page: Page) -> str:
    width, height = (_twips(length) for length in page.size)
    across = ' w:orient="landscape"' if page.landscape else ""
    return (
        f'<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{across}/>'
        f'<w:pgMar w:top="{_twips(page.top)}" w:right="{_twips(page.right)}" '
        f'w:bottom="{_twips(page.bottom)}" w:left="{_twips(page.left)}" w:header="567" '
        'w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _run(text: str, properties: str = "") -> str:
    """One run; line breaks within it where the text has them."""
    lines = escaped(text).split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{properties}{inner}</w:r>"


def _text(text: Text, page: Page) -> str:
    tabs = ""
    runs = _run(text.text)
    if text.right:
        tabs = f'<w:tabs><w:tab w:val="right" w:pos="{_twips(page.width)}"/></w:tabs>'
        runs += "<w:r><w:tab/></w:r>" + _run(text.right)
    style = _STYLES[text.style]
    keep = "<w:keepNext/><w:keepLines/>" if text.keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{tabs}</w:pPr>{runs}</w:p>'


def _grid(grid: Grid) -> str:
    widths = [_twips(width) for width in grid.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    size = "" if grid.size == _SIZE else _size(grid.size)
    # Position below a cell of several rows → the cell, until all its rows are drawn.
    below: dict[int, tuple[Cell, int]] = {}
    opened: dict[int, dict[int, str]] = {}
    for n, row in enumerate(grid.rows):
        for cell in row.cells:
            if cell.open_below:
                opened.setdefault(n + cell.down, {})[cell.column] = _OPEN_ABOVE
    rows = "".join(
        _row(row, grid, widths, below, size, opened.get(n, {})) for n, row in enumerate(grid.rows)
    )
    borders = _BORDERS if grid.lined else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{borders}'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/>'
        '<w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(
    row: Row,
    grid: Grid,
    widths: list[int],
    below: dict[int, tuple[Cell, int]],
    size: str,
    above: dict[int, str],
) -> str:
    split = "<w:cantSplit/>" if row.whole and not _long(row, grid) else ""
    header = "<w:tblHeader/>" if row.header else ""
    least = f'<w:trHeight w:val="{_twips(row.least)}" w:hRule="atLeast"/>'
    begun = {cell.column: cell for cell in row.cells}
    cells: list[str] = []
    column = 0
    while column < len(widths):
        cell = begun.get(column)
        if cell is None:
            cell, rows = below[column]
            cells.append(_cell(cell, widths, size, {}, continued=True))
            if rows > 1:
                below[column] = (cell, rows - 1)
            else:
                del below[column]
        else:
            cells.append(_cell(cell, widths, size, above, continued=False))
            if cell.down > 1:
                below[column] = (cell, cell.down - 1)
        column += cell.across
    return f"<w:tr><w:trPr>{split}{least}{header}</w:trPr>{''.join(cells)}</w:tr>"


def _long(row: Row, grid: Grid) -> bool:
    """Whether it is to be broken over pages. Few letters never need so much height."""
    return any(len(cell.text) > 20 for cell in row.cells) and row_height(row, grid) > _LONGEST


def _cell(
    cell: Cell, widths: list[int], size: str, above: dict[int, str], *, continued: bool
) -> str:
    width = sum(widths[cell.column : cell.column + cell.across])
    span = f'<w:gridSpan w:val="{cell.across}"/>' if cell.across > 1 else ""
    merge = ""
    if cell.down > 1:
        merge = "<w:vMerge/>" if continued else '<w:vMerge w:val="restart"/>'
    edges = _OPEN_BELOW if cell.open_below else above.get(cell.column, "")
    style = _CELLS[cell.role]
    align = "" if cell.align == _USUAL[cell.role] else f'<w:jc w:val="{cell.align}"/>'
    paragraph = f'<w:pPr><w:pStyle w:val="{style}"/>{align}</w:pPr>'
    runs = ""
    if cell.text and not continued:
        weight = "<w:b/>" if cell.bold else ""
        letters = size if cell.size is None else _size(cell.size)
        properties = f"<w:rPr>{weight}{letters}</w:rPr>" if weight or letters else ""
        runs = _run(cell.text, properties)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{edges}<w:vAlign w:val="center"/>'
        f"</w:tcPr><w:p>{paragraph}{runs}</w:p></w:tc>"
    )


def _size(tenths: int) -> str:
    """Size of letters: tenths of a point → half points."""
    half = tenths // 5
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


FORMAT = FormFormat("docx", "Word 文档", ".docx", write)
