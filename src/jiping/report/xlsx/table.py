"""One list on one sheet: header, filter, widths, print setup; texts stay texts, numbers numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jiping.report._naming import visible

LONGEST = 32_000
"""Characters of a cell; the format allows 32 767."""
LAST_ROW = 1_048_575
"""The last row of a sheet, counted from 0."""
LINE, TALLEST = 13.5, 400.0
"""Height of a line of text and the greatest height of a row, in points; the format allows 409."""
DIGITS = 15
"""Significant digits that a spreadsheet keeps; longer numbers are written as text."""
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r", "'")
_WIDE = frozenset("“”‘’—…×÷≥≤①②③○◆→·")
_INK = {
    "error": ("#9C0006", "#FFC7CE"),
    "warning": ("#7F4F00", "#FFEB9C"),
    "info": ("#1F4E79", "#DDEBF7"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in characters; ``centre`` for short words.

    ``printed`` False keeps a last column off the paper.
    """

    title: str
    width: int
    centre: bool = False
    printed: bool = True


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell that carries the colour of a level."""

    value: str | int
    severity: str


Cell = str | int | Marked | None


@dataclass
class Styles:
    """Formats by what they are for; a workbook makes each once."""

    book: Any
    _made: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def get(self, **wanted: Any) -> Any:
        """The format with these properties, beside those that all cells have."""
        key = tuple(sorted(wanted.items()))
        if key not in self._made:
            base = {
                "font_name": "宋体",
                "font_size": 10,
                "valign": "top",
                "border": 1,
                "border_color": "#BFBFBF",
            }
            self._made[key] = self.book.add_format(base | wanted)
        return self._made[key]


def add_table(
    book: Any, styles: Styles, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> int:
    """Write one sheet; returns how many rows were written. More than a sheet holds go on the next."""
    written = 0
    source = iter(rows)
    part, more = 1, True
    pending: Sequence[Cell] | None = next(source, None)
    while more:
        sheet = book.add_worksheet(name if part == 1 else f"{name}{part}")
        _set_up(sheet, styles, columns)
        line = 0
        while pending is not None and line < LAST_ROW:
            line += 1
            _write_row(sheet, styles, line, columns, pending)
            pending = next(source, None)
        sheet.autofilter(0, 0, max(line, 1), len(columns) - 1)
        sheet.print_area(0, 0, max(line, 1), sum(c.printed for c in columns) - 1)
        written += line
        part, more = part + 1, pending is not None
    return written


def number(text: str | None) -> tuple[Decimal, str] | None:
    """The value of plain digits and the number format that prints them as they were printed."""
    if text is None or not _NUMBER.fullmatch(text):
        return None
    value = Decimal(text)
    if len(value.as_tuple().digits) > DIGITS:
        return None
    places = len(text.partition(".")[2])
    return value, "0" + ("." + "0" * places if places else "")


def safe(text: str) -> str:
    """A text that a cell can hold: nothing invisible, nothing longer than allowed."""
    shown = visible(text)
    if len(shown) <= LONGEST:
        return shown
    return f"{shown[:LONGEST]}……（共 {len(shown)} 字，以下省略）"


def lines(text: str, width: int) -> int:
    """How many lines a text takes in a column ``width`` characters wide; a 汉字 counts twice."""
    room = max(width - 1, 2)
    return sum(
        max(1, -(-sum(1 if ord(c) < 0x2E80 and c not in _WIDE else 2 for c in line) // room))
        for line in text.split("\n")
    )


def _set_up(sheet: Any, styles: Styles, columns: Sequence[Column]) -> None:
    head = styles.get(
        bold=True, text_wrap=True, align="center", valign="vcenter", bg_color="#D9E1F2"
    )
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
    sheet.set_row(0, 30)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.title, head)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&R第 &P 页，共 &N 页")


def _write_row(
    sheet: Any, styles: Styles, line: int, columns: Sequence[Column], row: Sequence[Cell]
) -> None:
    # Not every program fits the height to wrapped text by itself.
    texts = ((c, k.width) for k, c in zip(columns, row, strict=True) if isinstance(c, str))
    most = max((lines(text[:LONGEST], width) for text, width in texts), default=1)
    sheet.set_row(line, min(TALLEST, most * LINE + 3))
    for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
        colours: Mapping[str, Any] = {}
        value = cell
        if isinstance(cell, Marked):
            value = cell.value
            ink, back = _INK.get(cell.severity, ("#000000", "#FFFFFF"))
            colours = {"font_color": ink, "bg_color": back, "bold": True}
        align = {"align": "center"} if column.centre else {}
        if value is None or value == "":
            sheet.write_blank(line, at, None, styles.get(**align, **colours))
        elif isinstance(value, int):
            sheet.write_number(line, at, value, styles.get(num_format="0", **align, **colours))
        else:
            _write_text(sheet, styles, line, at, str(value), align | dict(colours))


def _write_text(
    sheet: Any, styles: Styles, line: int, at: int, value: str, look: dict[str, Any]
) -> None:
    found = number(value)
    if found is not None:
        sheet.write_number(line, at, found[0], styles.get(num_format=found[1], **look))
        return
    text = safe(value)
    # The quote keeps a text that looks like a formula a text even after somebody has edited it.
    quoted = {"quote_prefix": True} if text.startswith(_FORMULA_LIKE) else {}
    sheet.write_string(line, at, text, styles.get(text_wrap=True, num_format="@", **look, **quoted))
