"""Excel 97–2003 workbooks (.xls, old .et): every sheet, as displayed, through xlrd."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.read.book import Book
from jiping.read.errors import Unreadable
from jiping.read.formats import Format
from jiping.read.ole import is_ole

if TYPE_CHECKING:
    from jiping.read.limits import Limits

WHAT = "旧版 Excel 文件（xls）"

_BARE = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00",
         b"\x09\x08\x10\x00")  # fmt: skip
"""How workbooks begin that stand outside an OLE container (Excel 2–5)."""

_TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = 1, 2, 3, 4, 5
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
           0x24: "#NUM!", 0x2A: "#N/A"}  # fmt: skip


class _Silence:
    """Takes what xlrd would print about odd files."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        return None


def read(data: bytes, limits: Limits) -> Book:
    """Every sheet with content as one table. Raises `Unreadable` for damage and passwords."""
    import xlrd  # type: ignore[import-untyped]

    if len(data) > limits.text_size:
        raise Unreadable(
            f"{WHAT}超过 {limits.text_size // 2**20} MB，已停止读取。"
            "请只保留自评表所在的工作表，另存为 .xlsx 后再试。"
        )
    book = Book("xls")
    try:
        workbook = xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, ragged_rows=True,
            logfile=_Silence(),
        )  # fmt: skip
        codes = _codes(workbook)
        for index in range(workbook.nsheets):
            _sheet(book, workbook, workbook.sheet_by_index(index), index + 1, codes, limits)
            workbook.unload_sheet(index)
    except (Unreadable, MemoryError, RecursionError):
        raise
    # xlrd trusts the file and fails on damaged ones with nearly every kind of exception.
    except Exception as exc:
        if "ncrypted" in str(exc) or "assword" in str(exc):
            raise Unreadable(
                f"{WHAT}设了打开密码（已加密），无法读取。请用 Excel/WPS 打开，去掉密码后另存再试。"
            ) from exc
        raise Unreadable(
            f"{WHAT}已损坏或不完整（{type(exc).__name__}）。"
            "请重新获取原件，或用 Excel/WPS 打开并另存为 .xlsx 后再试。"
        ) from exc
    return book


def _codes(workbook: Any) -> list[str]:
    """The number format code of every cell style: the file's own, else the Chinese built-in."""
    from jiping.read.number_format import BUILTIN

    own = {fmt.format_key: fmt.format_str for fmt in workbook.format_list}
    codes = []
    for style in workbook.xf_list:
        key = style.format_key
        codes.append(own.get(key) or BUILTIN.get(key) or "General")
    return codes


def _sheet(
    book: Book, workbook: Any, sheet: Any, number: int, codes: list[str], limits: Limits
) -> None:
    """Put one sheet into the book."""
    from jiping.read.sheet_grid import Grid

    hidden = sheet.visibility != 0
    grid = Grid(book, limits, WHAT, number, sheet.name)
    display = _Display(codes, from_1904=workbook.datemode == 1)
    hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden}
    for row in range(sheet.nrows):
        info = sheet.rowinfo_map.get(row)
        row_hidden = hidden or (info is not None and bool(info.hidden))
        kinds, values = sheet.row_types(row), sheet.row_values(row)
        for column, kind in enumerate(kinds):
            if kind in (0, 6):
                continue
            style = sheet.cell_xf_index(row, column)
            text, stored, blank = display.of(kind, values[column], style)
            if text:
                shy = blank or row_hidden or column in hidden_columns
                grid.put(row + 1, column + 1, text, stored, hidden=shy)
    for top, bottom, left, right in sheet.merged_cells:
        if top < bottom and left < right:
            grid.merges.append((top + 1, left + 1, bottom, right))
    grid.close()
    if hidden and grid.table.rows:
        book.notes.append(f"工作表“{sheet.name}”是隐藏的，也已读取。")


class _Display:
    """Cell values as shown."""

    def __init__(self, codes: list[str], *, from_1904: bool) -> None:
        self.codes = codes
        self.from_1904 = from_1904

    def of(self, kind: int, value: Any, style: int) -> tuple[str, str | None, bool]:
        """Text as shown, unrounded number where rounding took digits, shown as nothing."""
        from jiping.read.number_format import number, show, show_text

        code = self.codes[style] if 0 <= style < len(self.codes) else "General"
        if kind == _TEXT:
            return (show_text(code, value) if "@" in code else value), None, False
        if kind in (_NUMBER, _DATE):
            exact = number(repr(value))
            if exact is None:
                return repr(value), None, False
            shown = show(code, exact, from_1904=self.from_1904)
            return shown.text, shown.stored, shown.blank
        if kind == _BOOLEAN:
            return ("TRUE" if value else "FALSE"), None, False
        return _ERRORS.get(value, "#N/A"), None, False


def _sniff(head: bytes, name: str) -> int:
    if is_ole(head):
        if b"\nEncryptedPackage\n" in head or b"\nWordDocument\n" in head:
            return 0
        if b"\nWorkbook\n" in head or b"\nBook\n" in head or b"\nWORKBOOK\n" in head:
            return 95
        # The directory may be cut off; the reader then says what is wrong.
        return 30 if name.endswith(FORMAT.suffixes) else 0
    return 91 if head.startswith(_BARE) else 0


FORMAT = Format(
    name="xls",
    title="旧版 Excel 工作簿",
    suffixes=(".xls", ".xlt"),
    sniff=_sniff,
    read=read,
)
