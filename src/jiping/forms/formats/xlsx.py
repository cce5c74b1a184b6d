"""Excel: a sheet for each drawing, real numbers, formulas that give the printed figures.

A number's format shows exactly the printed text; where a drawing carries a formula, the printed
figure is stored beside it as its last result.
"""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

from jiping.forms.drawing import Document, Drawing
from jiping.forms.formats import CannotWrite, FormFormat
from jiping.forms.formats._sheet_plan import Box, Plan, plan_of
from jiping.forms.formats._text import clean
from jiping.forms.formula import excel
from jiping.forms.measure import snug

LONGEST = 32_767
"""Characters of one cell, by the format."""
_FONTS = {
    "attachment": "黑体", "title": "方正小标宋简体", "period": "仿宋_GB2312", "line": "仿宋_GB2312",
    "heading": "黑体", "subheading": "楷体_GB2312", "body": "仿宋_GB2312", "sign": "仿宋_GB2312", "letter": "仿宋_GB2312",
}  # fmt: skip
_CENTRED = frozenset({"title", "period"})
_TABLE_FONT = "宋体"
_NORMAL = {"font_name": "Arial", "font_size": 10}
"""Of the workbook: columns are measured in its digits. Arial has a free double of the same widths
on every LibreOffice; without Calibri columns get a third wider there and the print a third smaller."""
_A4 = 9
_SHRUNK = 125
"""A form that is longer than its page by so many percent is printed smaller, on one page."""
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31


class Book:
    """One workbook in the making; formats are made once each."""

    def __init__(self, book: Any) -> None:
        from jiping.forms.formats._quick_sheet import QuickSheet

        self.book = book
        self.kind = QuickSheet
        self._formats: dict[tuple[Any, ...], Any] = {}
        self._names: set[str] = set()

    def sheet(self, drawing: Drawing) -> tuple[Any, Plan]:
        """Write one drawing; the worksheet and the plan it follows."""
        plan = plan_of(snug(drawing))
        sheet = self.book.add_worksheet(self._name(drawing.name), self.kind)
        _page(sheet, drawing, plan)
        for box in plan.boxes:
            self._box(sheet, box, plan)
        _checks(sheet, plan)
        return sheet, plan

    def _name(self, wanted: str) -> str:
        name = _SHEET_NAME.sub("", clean(wanted).replace("\n", "")).strip("' ")[:_LONGEST_NAME]
        name = name.strip("' ") or "表"
        known, number = name, 2
        while known.lower() in self._names:
            tail = f"({number})"
            known, number = name[: _LONGEST_NAME - len(tail)] + tail, number + 1
        self._names.add(known.lower())
        return known

    def _format(self, box: Box) -> Any:
        cell = box.cell
        code = cell.number.format if cell is not None and cell.number is not None else ""
        if cell is not None:
            key: tuple[Any, ...] = (cell.role == "number", cell.align, box.size, cell.bold, box.lined, code,
                   cell.open_below, box.opened, box.tall)  # fmt: skip
        else:
            style = box.text.style if box.text is not None else "line"
            right = box.text is not None and bool(box.text.right) and box.said == box.text.right
            key = (style, right, box.size)
        found = self._formats.get(key)
        if found is None:
            found = self._formats[key] = self.book.add_format(_properties(box, code))
        return found

    def _box(self, sheet: Any, box: Box, plan: Plan) -> None:
        style = self._format(box)
        if len(box.said) > LONGEST:
            raise CannotWrite(f"一格的文字有{len(box.said)}字，Excel 一格最多{LONGEST}字。")
        if (box.top, box.left) != (box.bottom, box.right):
            sheet.merge_range(box.top, box.left, box.bottom, box.right, "", style)
        cell = box.cell
        if cell is not None and cell.number is not None:
            figure = Decimal(cell.number.digits)
            if cell.formula is not None:
                formula = excel(cell.formula, lambda pointer: _a1(plan.at[pointer]))
                sheet.write_formula(box.top, box.left, formula, style, figure)
            else:
                sheet.write_number(box.top, box.left, figure, style)
        elif box.said:
            sheet.write_string(box.top, box.left, clean(box.said), style)
        else:
            sheet.write_blank(box.top, box.left, None, style)


def write(document: Document) -> bytes:
    """The workbook of a document; equal documents give equal bytes."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"in_memory": True, "strings_to_urls": False, "default_format_properties": _NORMAL},
    )
    book.set_properties({"title": clean(document.title), "created": _created(), "author": "jiping"})
    book.set_calc_mode("auto")
    making = Book(book)
    for drawing in document.drawings:
        making.sheet(drawing)
    book.close()
    return out.getvalue()


def _created() -> Any:
    """A fixed date: equal documents give equal files."""
    from datetime import UTC, datetime

    return datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def _page(sheet: Any, drawing: Drawing, plan: Plan) -> None:
    page = drawing.page
    sheet.set_paper(_A4)
    if page.landscape:
        sheet.set_landscape()
    inches = [length / 254 for length in (page.left, page.right, page.top, page.bottom)]
    sheet.set_margins(*inches)
    sheet.center_horizontally()
    tall = sum(plan.heights)
    sheet.fit_to_pages(1, 1 if page.height < tall <= page.height * _SHRUNK // 100 else 0)
    sheet.hide_gridlines(2)
    sheet.print_area(0, 0, max(len(plan.heights) - 1, 0), len(plan.widths) - 1)
    if plan.repeated is not None:
        sheet.repeat_rows(*plan.repeated)
    for n, width in enumerate(plan.widths):
        sheet.set_column_pixels(n, n, max(width * 96 // 254, 1))
    for n, tall in enumerate(plan.heights):
        sheet.set_row(n, tall * 72 * 4 // 254 / 4)


def _properties(box: Box, code: str) -> dict[str, Any]:
    size = box.size / 10
    if box.cell is None:
        style = box.text.style if box.text is not None else "line"
        right = box.text is not None and bool(box.text.right) and box.said == box.text.right
        align = "center" if style in _CENTRED else "right" if right else "left"
        return {"font_name": _FONTS[style], "font_size": size, "align": align,
                "valign": "vcenter", "text_wrap": True}  # fmt: skip
    cell = box.cell
    made: dict[str, Any] = {
        "font_name": _TABLE_FONT,
        "font_size": size,
        "align": cell.align,
        "valign": "top" if box.tall else "vcenter",
        "bold": cell.bold,
    }
    if box.lined:
        made |= {"left": 1, "right": 1, "top": 0 if box.opened else 1}
        made["bottom"] = 0 if cell.open_below else 1
    made |= {"num_format": code, "shrink": True} if code else {"text_wrap": True}
    return made


def _checks(sheet: Any, plan: Plan) -> None:
    """Input checks: a list of choices, or bounds of a figure. One for all cells with the same."""
    found: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
    for box in plan.boxes:
        cell = box.cell
        if cell is None or (cell.text and cell.choices and cell.text not in cell.choices):
            continue
        at = (box.top, box.left)
        if cell.choices:
            found.setdefault(("list", cell.choices), []).append(at)
        elif cell.least is not None:
            most, column = cell.most or "100", None
            if most.startswith("/"):
                # Of the same row: the bound moves with the cell that it is for.
                here = plan.at.get(most)
                most, column = "100", here[1] if here and here[0] == box.top else None
            found.setdefault(("decimal", cell.least, most, column), []).append(at)
    for key, places in found.items():
        rule = _choice(key[1]) if key[0] == "list" else _bounds(*key[1:], row=places[0][0])
        rule["multi_range"] = " ".join(map(_a1, places))
        sheet.data_validation(*places[0], *places[0], rule)


def _choice(choices: tuple[str, ...]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": list(choices),
        "error_title": "填写有误",
        "error_message": f"请选择：{'、'.join(choices)}。",
    }


def _bounds(least: str, most: str, column: int | None, *, row: int) -> dict[str, Any]:
    behind = f"，不大于 {most}。" if column is None else "，不大于本行分值。"
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": Decimal(least),
        "maximum": Decimal(most) if column is None else f"={_a1((row, column))}",
        "error_title": "填写有误",
        "error_message": f"请填不小于 {least} 的数{behind}",
        "error_type": "warning",
    }


def _a1(at: tuple[int, int]) -> str:
    """Row and column from 0 → “C7”."""
    row, column = at
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


FORMAT = FormFormat("xlsx", "Excel 工作簿", ".xlsx", write)
