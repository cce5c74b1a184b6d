"""The XML of one worksheet and of the shared strings, read tag by tag."""

from __future__ import annotations

import re
import time
from typing import IO, TYPE_CHECKING, Any

from jiping.read.errors import Unreadable
from jiping.read.number_format import number, show, show_text
from jiping.read.safexml import doctype
from jiping.read.sheet_grid import Grid

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits

_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_CHUNK = 1 << 16
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(
    r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?$"
)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?Z?$")
_ROW_DIGITS = "0123456789"
_MOST_REMEMBERED = 20_000


def _names(*tags: str) -> dict[str, str]:
    """Qualified tag, as the parser spells it → local tag, for both namespaces."""
    return {f"{space} {tag}": tag for space in _SPACES for tag in tags}


def feed(stream: IO[bytes], parser: Any, limits: Limits, what: str, part: str) -> None:
    """Run the parser over a stream, with damage, document types and overtime told in words."""
    from xml.parsers.expat import ExpatError

    def refuse(*_: object) -> None:
        raise doctype(what, part)

    parser.StartDoctypeDeclHandler = refuse
    parser.buffer_text = True
    end = time.monotonic() + limits.seconds
    try:
        with stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
                if time.monotonic() > end:
                    raise Unreadable(
                        f"{what}的部件“{part}”在 {limits.seconds:.0f} 秒内没有读完，已停止读取。"
                        "请只保留自评表所在的工作表，另存后再试。"
                    )
            parser.Parse(b"", True)
    except (ExpatError, LookupError, ValueError) as exc:  # the last two: encodings unheard of
        raise Unreadable(
            f"{what}已损坏：部件“{part}”不是完整的 XML（{exc}）。"
            "请重新获取原件，或用 Excel/WPS 打开并另存一份后再试。"
        ) from exc
    finally:
        # The handlers are closures over the parser's own data: cut the circle.
        parser.StartElementHandler = parser.EndElementHandler = None
        parser.CharacterDataHandler = parser.StartDoctypeDeclHandler = None


def _parser() -> Any:
    from xml.parsers.expat import ParserCreate

    return ParserCreate(namespace_separator=" ")


def unescape(text: str) -> str:
    """Characters that XML can't hold are written _xHHHH_ in workbooks."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda m: chr(int(m.group(1), 16)), text).replace("\r\n", "\n")


def shared_strings(stream: IO[bytes], limits: Limits, what: str, part: str) -> list[str]:
    """The texts of sharedStrings.xml; rich text joined, pronunciation left out."""
    names = _names("si", "t", "rPh")
    strings: list[str] = []
    parts: list[str] = []
    inside = silent = False
    size = 0

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, silent
        tag = names.get(name)
        if tag == "t":
            inside = not silent
        elif tag == "si":
            parts.clear()
        elif tag == "rPh":
            silent = True

    def end(name: str) -> None:
        nonlocal inside, silent, size
        tag = names.get(name)
        if tag == "t":
            inside = False
        elif tag == "si":
            text = "".join(parts)
            size += len(text)
            if size > limits.text_size:
                raise Unreadable(
                    f"{what}的文字超过 {limits.text_size // 2**20} MB，已停止读取。"
                    "请只保留自评表所在的工作表，另存后再试。"
                )
            strings.append(unescape(text))
        elif tag == "rPh":
            silent = False

    def data(text: str) -> None:
        if inside:
            parts.append(text)

    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = data
    feed(stream, parser, limits, what, part)
    return strings


class SheetReader:
    """Reads the worksheets of one workbook into its book."""

    def __init__(
        self, book: Book, limits: Limits, what: str, strings: list[str], codes: list[str],
        *, from_1904: bool,
    ) -> None:  # fmt: skip
        self.book = book
        self.limits = limits
        self.what = what
        self.strings = strings
        self.codes = codes
        self.from_1904 = from_1904
        self.columns: dict[str, int] = {}
        self.shown: dict[tuple[str, str], tuple[str, str | None, bool]] = {}

    def read(self, stream: IO[bytes], number: int, name: str, part: str, *, hidden: bool) -> None:
        """Read one worksheet; its cells become a table, its oddities notes."""
        grid = Grid(self.book, self.limits, self.what, number, name)
        uncomputed = [0]
        parser = _parser()
        self._handle(parser, grid, uncomputed, hidden=hidden)
        feed(stream, parser, self.limits, self.what, part)
        grid.close()
        if hidden and grid.table.rows:
            self.book.notes.append(f"工作表“{name}”是隐藏的，也已读取。")
        if uncomputed[0]:
            self.book.notes.append(
                f"工作表“{name}”有 {uncomputed[0]} 个公式没有保存计算结果，按空白读取。"
                "请用 Excel/WPS 打开并保存一次后再试。"
            )

    def _handle(self, parser: Any, grid: Grid, uncomputed: list[int], *, hidden: bool) -> None:
        """Set the parser's handlers. They are closures because a sheet has many thousand tags."""
        names = _names("c", "v", "t", "f", "rPh", "row", "col", "mergeCell")
        get, put, display = names.get, grid.put, self.display
        column_of, known_columns = self.column_of, self.columns
        hidden_columns: set[int] = set()
        row = column = 0
        row_hidden = hidden
        style, kind = "0", "n"
        capture = formula = silent = False
        parts: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, column, row_hidden, style, kind, capture, formula, silent
            tag = get(name)
            if tag == "c":
                reference = attributes.get("r")
                if reference is None:
                    column += 1
                else:
                    letters = reference.rstrip(_ROW_DIGITS)
                    column = known_columns.get(letters) or column_of(letters) or column + 1
                style = attributes.get("s", "0")
                kind = attributes.get("t", "n")
                formula = False
            elif tag == "v" or tag == "t":
                capture = not silent
            elif tag == "f":
                formula = True
            elif tag == "row":
                given = attributes.get("r", "")
                row = int(given) if given.isdecimal() and len(given) < 8 else row + 1
                column = 0
                row_hidden = hidden or attributes.get("hidden") in ("1", "true")
            elif tag == "rPh":
                silent = True
            elif tag == "mergeCell":
                _add_merge(grid, attributes.get("ref", ""))
            elif tag == "col" and attributes.get("hidden") in ("1", "true"):
                _hide(hidden_columns, attributes, grid.limits.columns)

        def end(name: str) -> None:
            nonlocal capture, silent
            tag = get(name)
            if tag == "v" or tag == "t":
                capture = False
            elif tag == "c":
                if parts:
                    text, stored, blank = display(kind, style, "".join(parts))
                    parts.clear()
                    if text:
                        shy = blank or row_hidden or column in hidden_columns
                        put(row, column, text, stored, hidden=shy)
                elif formula and kind != "str":
                    uncomputed[0] += 1
            elif tag == "rPh":
                silent = False

        def data(text: str) -> None:
            if capture:
                parts.append(text)

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.CharacterDataHandler = data

    def column_of(self, letters: str) -> int:
        """Column letters → number, remembered; 0 for what are no column letters."""
        value = 0
        if not letters.isascii() or not letters.isalpha() or len(letters) > 3:
            return 0
        for letter in letters.upper():
            value = value * 26 + ord(letter) - 64
        self.columns[letters] = value
        return value

    def display(self, kind: str, style: str, raw: str) -> tuple[str, str | None, bool]:
        """Text as shown, unrounded number where rounding took digits, shown as nothing."""
        if kind == "s":
            index = int(raw) if raw.isdecimal() else -1
            if not 0 <= index < len(self.strings):
                return "", None, False
            return self._text(style, self.strings[index])
        if kind == "n":
            shown = self.shown.get((style, raw))
            if shown is None:
                shown = self._number(style, raw)
                if len(self.shown) > _MOST_REMEMBERED:
                    self.shown.clear()
                self.shown[style, raw] = shown
            return shown
        if kind == "b":
            return ("TRUE" if raw.strip() in ("1", "true") else "FALSE"), None, False
        if kind == "d":
            days = serial(raw, from_1904=self.from_1904)
            return self._number(style, days) if days else (raw, None, False)
        if kind == "e":
            return raw, None, False
        return self._text(style, unescape(raw))

    def _text(self, style: str, text: str) -> tuple[str, None, bool]:
        code = self._code(style)
        return (show_text(code, text) if "@" in code else text), None, False

    def _number(self, style: str, raw: str) -> tuple[str, str | None, bool]:
        value = number(raw)
        if value is None:
            return raw, None, False
        shown = show(self._code(style), value, from_1904=self.from_1904)
        return shown.text, shown.stored, shown.blank

    def _code(self, style: str) -> str:
        index = int(style) if style.isdecimal() and len(style) < 7 else 0
        return self.codes[index] if index < len(self.codes) else "General"


def _add_merge(grid: Grid, reference: str) -> None:
    """Note a merged range such as “B2:D5”; one cell alone and nonsense are no ranges."""
    match = _REFERENCE.match(reference)
    if match is None or match.group(3) is None:
        return
    if len(grid.merges) >= grid.limits.cells:
        raise Unreadable(f"{grid.what}的合并区域超过 {grid.limits.cells} 个，已停止读取。")
    left, top, right, bottom = match.groups()
    rows, columns = sorted((int(top), int(bottom))), sorted((_letters(left), _letters(right)))
    if rows[0] > 0:
        grid.merges.append((rows[0], columns[0], rows[1], columns[1]))


def _letters(letters: str) -> int:
    value = 0
    for letter in letters.upper():
        value = value * 26 + ord(letter) - 64
    return value


def _hide(columns: set[int], attributes: dict[str, str], last: int) -> None:
    first, final = attributes.get("min", ""), attributes.get("max", "")
    if first.isdecimal() and final.isdecimal():
        columns.update(range(int(first[:7]), min(int(final[:7]), last) + 1))


def serial(text: str, *, from_1904: bool) -> str | None:
    """An ISO date of a strict workbook as a serial number; None for what is none."""
    from datetime import date
    from decimal import Decimal

    match = _ISO.match(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(g or 0) for g in match.groups())
    try:
        days = (date(year, month, day) - date(1904 if from_1904 else 1900, 1, 1)).days
    except ValueError:
        return None
    if not from_1904:
        days += 2 if days >= 59 else 1
    seconds = hour * 3600 + minute * 60 + second
    return str(Decimal(days) + Decimal(seconds) / 86400)
