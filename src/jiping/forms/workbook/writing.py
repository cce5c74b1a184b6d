"""The workbook as an xlsx file: looks, protection, drop-downs, marks, page set-up.

Every formula is stored with the value that a recalculation gives, so a program that doesn't
recalculate on opening shows the same.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from jiping.forms.workbook.expression import Address, Node, formula
from jiping.forms.workbook.sheets import (
    GUIDE,
    MAIN,
    STEPS,
    TASKS,
    Choice,
    Content,
    Values,
    Workbook,
)
from jiping.model.fingerprint import SHEET

CREATED = datetime(2020, 1, 1)  # noqa: DTZ001 - the format has no zone; the same input, the same bytes
WIDTH_UNIT = 19.0
"""Tenths of a millimetre in one unit of a column's width."""
LINE = 14
INPUT, KEPT, RED, SIDE = "#FFFBE0", "#F2F2F2", "#FFC7CE", "#EEF4FA"
ASIDE_WIDTHS = (44, 12, 13, 18, 11, 9)
AMOUNT = "0.00####"
BASE: dict[str, Any] = {"font_name": "宋体", "valign": "vcenter", "text_wrap": True}
GRID: dict[str, Any] = {"border": 1, "align": "center"}
LOOKS: dict[str, dict[str, Any]] = {
    "attachment": {"align": "left"},
    "title": {"font_name": "黑体", "font_size": 16, "align": "center"},
    "period": {"align": "center"},
    "line": {"align": "left"},
    "label": GRID | {"bg_color": KEPT},
    "head": GRID | {"bg_color": KEPT},
    "locked": GRID | {"bg_color": KEPT},
    "prose": GRID | {"bg_color": KEPT, "align": "left"},
    "amount": GRID | {"bg_color": KEPT, "align": "right", "num_format": AMOUNT},
    "input": GRID | {"bg_color": INPUT, "num_format": "@"},
    "input_prose": GRID | {"bg_color": INPUT, "num_format": "@", "align": "left"},
    "input_amount": GRID | {"bg_color": INPUT, "num_format": AMOUNT, "align": "right"},
    "input_number": GRID | {"bg_color": INPUT},
    "score": GRID | {"bg_color": KEPT, "num_format": "0.00"},
    "rate": GRID | {"bg_color": KEPT},
    "aside": {"font_color": "#44546A", "bg_color": SIDE, "align": "left", "font_size": 9},
    "aside_head": GRID | {"bg_color": "#D6E3F0", "font_size": 9, "bold": True},
    "aside_input": GRID | {"bg_color": INPUT, "num_format": "@", "font_size": 9},
    "aside_number": GRID | {"bg_color": INPUT, "font_size": 9},
    "hint": {"font_color": "#C00000", "align": "left", "font_size": 9},
    "state": {"font_color": "#C00000", "bold": True, "align": "left"},
    "hidden": {"text_wrap": False},
    "step": {"text_wrap": False, "font_size": 9, "border": 4},
    "step_head": GRID | {"bg_color": "#D6E3F0", "bold": True, "font_size": 9},
    "heading": {"font_name": "黑体", "font_size": 13, "align": "left"},
    "body": {"align": "left", "valign": "top"},
    "clause": {"align": "left", "valign": "top", "border": 4},
    "link": {"font_color": "#0563C1", "underline": 1, "align": "center"},
    "empty": {},
}
OPEN = {"format_rows": True, "format_columns": True, "select_locked_cells": True}


def write(book: Workbook) -> bytes:
    """The bytes of the file; the same workbook gives the same bytes."""
    from xlsxwriter import Workbook as File
    from xlsxwriter.worksheet import Worksheet

    class Plain(Worksheet):  # type: ignore[misc]
        """A sheet without functions of later versions: looking for them takes half the time."""

        def _prepare_formula(self, formula: str, _expand: bool = False) -> str:
            return formula.lstrip("=")

    out = BytesIO()
    with File(out, {"in_memory": True, "strings_to_numbers": False}) as file:
        file.set_properties({"title": book.title, "created": CREATED, "comments": "绩评填报工作簿"})
        writer = _Writer(file, book, Plain)
        for name in (MAIN, TASKS, GUIDE, STEPS):
            writer.sheet(name)
        writer.main()
        writer.lists()
        writer.mark()
    return out.getvalue()


class _Writer:
    """Writes one workbook."""

    def __init__(self, file: Any, book: Workbook, kind: type) -> None:
        self.file, self.book, self.kind = file, book, kind
        self.values = Values(book)
        self.sheets: dict[str, Any] = {}
        self._styles: dict[Any, Any] = {}

    def style(self, content: Content) -> Any:
        size = self.book.size / 10
        wanted = {**BASE, "font_size": size, **LOOKS[content.look], "locked": content.locked}
        if content.look == "rate":
            wanted["num_format"] = '0.00"%"' if content.behind else "General"
        if isinstance(content.held, Decimal) and content.look == "locked":
            wanted["num_format"] = "General"
        key = tuple(sorted(wanted.items()))
        if key not in self._styles:
            self._styles[key] = self.file.add_format(wanted)
        return self._styles[key]

    def sheet(self, name: str) -> None:
        """Write all cells of a sheet."""
        sheet = self.sheets[name] = self.file.add_worksheet(name, self.kind)
        for address, content in self.book.on(name):
            self.cell(sheet, address, content)
        sheet.protect("", OPEN)

    def cell(self, sheet: Any, address: Address, content: Content) -> None:
        row, column = address.row, address.column
        style = self.style(content)
        if content.across > 1 or content.down > 1:
            last = row + content.down - 1, column + content.across - 1
            sheet.merge_range(row, column, *last, None, style)
        held = content.held
        if held is None or held == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(held, Node):
            value = self.values.get((address.sheet, row, column))
            if held.op == "const":
                self.plain(sheet, row, column, value, style)
            else:
                sheet.write_formula(row, column, formula(held), style, value)
        else:
            self.plain(sheet, row, column, held, style)
        if content.choice is not None or content.prompt or content.most is not None:
            self.check(sheet, address, content)
        if content.red is not None:
            red = self.file.add_format({"bg_color": RED}) if "red" not in self._styles else None
            self._styles.setdefault("red", red)
            options = {"type": "formula", "criteria": f"={content.red.a1()}<>0",
                       "format": self._styles["red"]}  # fmt: skip
            sheet.conditional_format(row, column, row, column, options)

    def plain(self, sheet: Any, row: int, column: int, held: Any, style: Any) -> None:
        if isinstance(held, bool):
            sheet.write_boolean(row, column, held, style)
        elif isinstance(held, str):
            sheet.write_string(row, column, held, style)
        else:
            sheet.write_number(row, column, held, style)

    def check(self, sheet: Any, address: Address, content: Content) -> None:
        """Drop-down, bounds and the message that appears when the cell is chosen."""
        rule: dict[str, Any] = {"validate": "any"}
        if content.choice is not None:
            rule = _choice(content.choice)
        elif not content.locked and (content.least is not None or content.most is not None):
            rule = _bounds(content)
        if content.prompt:
            rule |= {"input_title": "填报提示", "input_message": content.prompt[:250]}
        if rule["validate"] != "any" or content.prompt:
            sheet.data_validation(address.row, address.column, address.row, address.column, rule)

    def main(self) -> None:
        """Widths, heights, page and print area of the form."""
        sheet, book = self.sheets[MAIN], self.book
        for column, width in enumerate(book.widths):
            sheet.set_column(column, column, width / WIDTH_UNIT)
        sheet.set_column(len(book.widths), len(book.widths), 2)
        for column in range(book.aside, book.flags):
            sheet.set_column(column, column, ASIDE_WIDTHS[column - book.aside])
        sheet.set_column(book.flags, book.flags + 5, 4, None, {"hidden": True})
        needed = self._heights()
        for row in range(book.last_row + 1):
            options = {"hidden": True} if row in book.hidden_rows else {}
            sheet.set_row(row, needed[row], None, options)
        if book.landscape:
            sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.59, right=0.59, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.print_black_and_white()
        sheet.print_area(0, 0, book.last_row, len(book.widths) - 1)
        if book.repeated is not None:
            sheet.repeat_rows(*book.repeated)
        sheet.set_footer("&C第 &P 页，共 &N 页")
        sheet.hide_gridlines(2)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{book.last_row + 1}"})
        sheet.set_zoom(100)
        sheet.activate()

    def _heights(self) -> dict[int, float]:
        """Points that each row needs for the texts that stand in it already."""
        book = self.book
        needed = {row: float(book.heights.get(row, 20)) for row in range(book.last_row + 1)}
        widths = [*book.widths, 38, *(int(w * WIDTH_UNIT) for w in ASIDE_WIDTHS)]
        for address, content in book.on(MAIN):
            row = address.row
            if (
                row not in needed
                or content.down > 1
                or content.look in ("hidden", "title", "state")
            ):
                continue
            if content.look == "input_prose":
                wide = content.across > 1 and sum(widths[address.column :][: content.across]) > 600
                needed[row] = max(needed[row], (3 if wide else 2) * LINE)
            held = content.held
            if isinstance(held, str) and address.column < len(widths):
                room = sum(widths[address.column : address.column + content.across])
                needed[row] = max(needed[row], _lines(held, room, book.size) * LINE + 4.0)
        return needed

    def lists(self) -> None:
        """The other sheets: widths and page."""
        todo, guide, steps = self.sheets[TASKS], self.sheets[GUIDE], self.sheets[STEPS]
        for column, width in enumerate((6, 11, 36, 92, 10, 4)):
            todo.set_column(column, column, width)
        todo.set_column(6, 11, 8, None, {"hidden": True})
        guide.set_column(0, 0, 26)
        guide.set_column(1, 1, 46)
        guide.set_column(2, 2, 48)
        for address, content in self.book.on(GUIDE):
            room = (120 if content.across > 1 else (26, 46, 48)[address.column]) * int(WIDTH_UNIT)
            if isinstance(content.held, str):
                lines = _lines(content.held, room, self.book.size)
                self._taller(guide, address.row, lines * LINE + 6)
        steps.freeze_panes(1, 0)
        head = self.style(Content(look="step_head"))
        for title, column in self.book.steps.items():
            steps.write_string(0, column, title, head)
        steps.set_column(0, len(self.book.steps), 11)
        for sheet in (todo, guide, steps):
            sheet.set_paper(9)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
            sheet.hide_gridlines(2)
        todo.print_area(0, 0, max(a.row for a, _ in self.book.on(TASKS)), 4)
        todo.conditional_format(
            1, 0, 1, 4,
            {"type": "text", "criteria": "begins with", "value": "已填完",
             "format": self.file.add_format({"font_color": "#00692B"})},
        )  # fmt: skip

    def _taller(self, sheet: Any, row: int, height: float) -> None:
        known = self._styles.setdefault("heights", {})
        if known.get(row, 0) < height:
            known[row] = height
            sheet.set_row(row, height)

    def mark(self) -> None:
        """The fingerprint, on a sheet that only a program can show."""
        sheet = self.file.add_worksheet(SHEET)
        for row, piece in enumerate(self.book.pieces):
            sheet.write_string(row, 0, piece)
        sheet.very_hidden()
        sheet.protect("")


def _choice(choice: Choice) -> dict[str, Any]:
    rule: dict[str, Any] = {"validate": "list", "source": list(choice.values)}
    if choice.free:
        return rule | {"show_error": False}
    return rule | {
        "error_title": "只能从列表中选",
        "error_message": "请从下拉列表中选择：" + "、".join(choice.values)[:200],
    }


def _bounds(content: Content) -> dict[str, Any]:
    least, most = content.least or 0, content.most
    if most is None:
        rule = {"criteria": ">=", "value": least}
        said = f"请填不小于 {least} 的数字。"
    else:
        rule = {"criteria": "between", "minimum": least, "maximum": most}
        said = f"请填 {least} 到 {most} 之间的数字。"
    return {"validate": "decimal", **rule, "error_title": "只能填数字", "error_message": said}


def _lines(text: str, room: int, size: int) -> int:
    """Lines that a text takes in ``room`` tenths of a millimetre; a 汉字 is as wide as it is high."""
    letter = size / 10 * 3.53
    per_line = max(int((room - 20) / letter * 2), 2)
    return sum(
        max(1, -(-sum(2 if ord(c) > 0x2E7F else 1 for c in line) // per_line))
        for line in text.split("\n")
    )
