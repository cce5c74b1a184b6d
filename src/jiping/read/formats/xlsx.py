"""Excel workbooks (.xlsx, .xlsm, .xltx): every sheet, as displayed.

Sheets are read as a stream of tags, never as a tree: a million styled blank cells cost time, not
memory. Values of formulas are those that the writing program stored; no formula is computed.
Hidden rows, columns and sheets are read and flagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiping.read.archive import Archive, is_zip
from jiping.read.book import Book
from jiping.read.errors import Unreadable
from jiping.read.formats import Format

if TYPE_CHECKING:
    from jiping.read.limits import Limits

WHAT = "Excel 文件（xlsx）"

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    part: str
    hidden: bool


def read(data: bytes, limits: Limits) -> Book:
    """Every sheet with content as one table. Raises `Unreadable` for damage and excess."""
    from jiping.read.formats._sheetxml import SheetReader, shared_strings
    from jiping.read.package import main_part, relations
    from jiping.read.safexml import parse

    archive = Archive(data, limits, WHAT)
    part = main_part(archive, limits, WHAT, "xl/workbook.xml")
    if part.endswith(".bin") or (part not in archive and "xl/workbook.bin" in archive):
        raise Unreadable(
            "这是 Excel 二进制工作簿（xlsb），此版本暂不能读取。请用 Excel/WPS 另存为 .xlsx 后再试。"
        )
    workbook = parse(archive.read(part), limits, WHAT, part)
    related = relations(archive, limits, WHAT, part)
    by_kind = {kind: target for kind, target, external in related.values() if not external}
    strings: list[str] = []
    if (name := by_kind.get("sharedStrings", "")) in archive:
        strings = shared_strings(archive.open(name), limits, WHAT, name)
    codes = ["General"]
    if (name := by_kind.get("styles", "")) in archive:
        codes = _format_codes(parse(archive.read(name), limits, WHAT, name))
    properties = workbook.find(_S + "workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")

    book = Book("xlsx")
    reader = SheetReader(book, limits, WHAT, strings, codes, from_1904=from_1904)
    for number, sheet in enumerate(_sheets(workbook, related), 1):
        if sheet.part not in archive:
            book.notes.append(f"工作表“{sheet.name}”的内容在文件中缺失，未读取。")
            continue
        reader.read(archive.open(sheet.part), number, sheet.name, sheet.part, hidden=sheet.hidden)
    return book


def _sheets(workbook: Any, related: dict[str, tuple[str, str, bool]]) -> list[_Sheet]:
    """The worksheets in the order of their tabs; charts and dialogs are no tables."""
    found = []
    for element in workbook.iterfind(f"{_S}sheets/{_S}sheet"):
        kind, target, external = related.get(element.get(_REL_ID) or "", ("", "", True))
        if kind == "worksheet" and not external:
            hidden = element.get("state") in ("hidden", "veryHidden")
            found.append(_Sheet(element.get("name") or "", target, hidden))
    return found


def _format_codes(styles: Any) -> list[str]:
    """The number format code of every cell style, by its index."""
    from jiping.read.number_format import BUILTIN

    own = {
        element.get("numFmtId"): element.get("formatCode") or "General"
        for element in styles.iterfind(f"{_S}numFmts/{_S}numFmt")
    }
    codes = []
    for element in styles.iterfind(f"{_S}cellXfs/{_S}xf"):
        number = element.get("numFmtId") or "0"
        code = own.get(number)
        if code is None:
            code = BUILTIN.get(int(number) if number.isdecimal() else 0, "General")
        codes.append(code)
    return codes or ["General"]


def _sniff(head: bytes, name: str) -> int:
    if not is_zip(head):
        return 0
    if b"xl/workbook" in head:
        return 95
    return 40 if name.endswith(FORMAT.suffixes) else 0


FORMAT = Format(
    name="xlsx",
    title="Excel 工作簿",
    suffixes=(".xlsx", ".xlsm", ".xltx", ".xltm", ".et"),
    sniff=_sniff,
    read=read,
)
