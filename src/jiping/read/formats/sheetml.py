"""XML Spreadsheet 2003: what many reporting systems export under the name .xls or .xml."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from jiping.read.book import Book
from jiping.read.errors import Unreadable
from jiping.read.formats import Format

if TYPE_CHECKING:
    from jiping.read.limits import Limits

WHAT = "XML 电子表格（2003）"

_SPACE = b"urn:schemas-microsoft-com:office:spreadsheet"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["'](gb2312|gbk)["']""", re.IGNORECASE)
_NAMED = {
    "General Number": "General", "Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%",
    "Scientific": "0.00E+00", "Currency": "¥#,##0.00;¥-#,##0.00", "General Date": "yyyy/m/d h:mm",
    "Short Date": "yyyy/m/d", "Medium Date": "d-mmm-yy", "Long Date": 'yyyy"年"m"月"d"日"',
    "Short Time": "h:mm", "Medium Time": "h:mm AM/PM", "Long Time": "h:mm:ss",
}  # fmt: skip
"""Named formats of this file kind, as a Chinese office shows them (recalled, not read)."""


def read(data: bytes, limits: Limits) -> Book:
    """Every worksheet with content as one table. Raises `Unreadable` for damage and excess."""
    from jiping.read.safexml import parse

    label = _ENCODING.match(data[:200])
    if label is not None:
        # Pages labelled gb2312 hold characters of GB18030.
        text = data[label.end() :].decode("gb18030", "replace")
        data = b"<?xml version='1.0' encoding='utf-8'?>" + text.partition("?>")[2].encode()
    root = parse(data, limits, WHAT, "正文")
    if root.tag != _SS + "Workbook":
        raise Unreadable(f"{WHAT}中没有工作簿。请用 Excel/WPS 打开后另存为 .xlsx 再试。")
    codes = {
        style.get(_SS + "ID"): _code(style.find(_SS + "NumberFormat"))
        for style in root.iterfind(f"{_SS}Styles/{_SS}Style")
    }
    from_1904 = root.find(".//{urn:schemas-microsoft-com:office:excel}Date1904") is not None
    book = Book("xml")
    for number, sheet in enumerate(root.iterfind(_SS + "Worksheet"), 1):
        _Sheet(book, limits, number, sheet, codes, from_1904=from_1904).read(sheet)
    return book


def _code(element: Any) -> str:
    code = element.get(_SS + "Format") if element is not None else None
    return _NAMED.get(code, code) if code else "General"


class _Sheet:
    """One worksheet on its way into the book."""

    def __init__(
        self, book: Book, limits: Limits, number: int, sheet: Any, codes: dict[str, str],
        *, from_1904: bool,
    ) -> None:  # fmt: skip
        from jiping.read.sheet_grid import Grid

        self.grid = Grid(book, limits, WHAT, number, sheet.get(_SS + "Name") or "")
        self.codes = codes
        self.from_1904 = from_1904
        visible = sheet.find(".//{urn:schemas-microsoft-com:office:excel}Visible")
        self.hidden = visible is not None and "Hidden" in (visible.text or "")

    def read(self, sheet: Any) -> None:
        """Put the sheet's rows into the grid."""
        row = 0
        hidden_columns: set[int] = set()
        column = 0
        for element in sheet.iterfind(f"{_SS}Table/*"):
            if element.tag == _SS + "Column":
                column = _number(element.get(_SS + "Index"), column + 1)
                last = column + min(_number(element.get(_SS + "Span"), 0), 16384)
                if element.get(_SS + "Hidden") == "1":
                    hidden_columns.update(range(column, last + 1))
                column = last
            elif element.tag == _SS + "Row":
                row = _number(element.get(_SS + "Index"), row + 1)
                hidden = self.hidden or element.get(_SS + "Hidden") == "1"
                self.row(element, row, hidden_columns, hidden=hidden)
                row += _number(element.get(_SS + "Span"), 0)
        self.grid.close()
        if self.hidden and self.grid.table.rows:
            self.grid.book.notes.append(f"工作表“{self.grid.table.sheet}”是隐藏的，也已读取。")

    def row(self, element: Any, row: int, hidden_columns: set[int], *, hidden: bool) -> None:
        """Put one row's cells into the grid."""
        column = 0
        for cell in element.iterfind(_SS + "Cell"):
            column = _number(cell.get(_SS + "Index"), column + 1)
            across = _number(cell.get(_SS + "MergeAcross"), 0)
            down = _number(cell.get(_SS + "MergeDown"), 0)
            if across or down:
                self.grid.merges.append((row, column, row + down, column + across))
            data = cell.find(_SS + "Data")
            if data is not None:
                text, stored, blank = self.shown(
                    data.get(_SS + "Type") or "String",
                    "".join(data.itertext()),
                    self.codes.get(cell.get(_SS + "StyleID"), "General"),
                )
                if text:
                    shy = blank or hidden or column in hidden_columns
                    self.grid.put(row, column, text, stored, hidden=shy)
            column += across

    def shown(self, kind: str, raw: str, code: str) -> tuple[str, str | None, bool]:
        """Text as shown, unrounded number where rounding took digits, shown as nothing."""
        from jiping.read.formats._sheetxml import serial
        from jiping.read.number_format import number, show, show_text

        if kind == "Boolean":
            return ("TRUE" if raw.strip() == "1" else "FALSE"), None, False
        if kind == "DateTime":
            raw_number = serial(raw, from_1904=self.from_1904)
            value = number(raw_number) if raw_number else None
        else:
            value = number(raw) if kind == "Number" else None
        if value is None:
            return (show_text(code, raw) if "@" in code else raw), None, False
        shown = show(code, value, from_1904=self.from_1904)
        return shown.text, shown.stored, shown.blank


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 8 else default


def _sniff(head: bytes, name: str) -> int:
    del name  # many names are in use for these files; the content is certain
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return 96 if start.startswith(b"<") and _SPACE in start and b"Workbook" in start else 0


FORMAT = Format(name="xml", title="XML 电子表格", suffixes=(".xml",), sniff=_sniff, read=read)
