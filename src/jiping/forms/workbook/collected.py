"""自评结果汇总: what came back of the workbooks that were handed out, as one workbook of lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

from jiping.forms.measure import height
from jiping.forms.workbook.writing import CREATED
from jiping.model.decimals import to_decimal

Value = str | int | Decimal | None
_LOW, _TALLEST = 50, 400
"""Heights of a row: the least in tenths of a millimetre, the greatest in points."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One sheet: its name, heads with their widths, and rows. ``note`` stands above the heads."""

    name: str
    heads: tuple[tuple[str, int], ...]
    rows: tuple[Sequence[Value], ...]
    note: str = ""


def write_listings(listings: Sequence[Listing], title: str) -> bytes:
    """The bytes of an xlsx file with one sheet for each list."""
    from xlsxwriter import Workbook as File

    out = BytesIO()
    with File(out, {"in_memory": True}) as file:
        file.set_properties({"title": title, "created": CREATED})
        base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
        looks = {
            "title": file.add_format(base | {"font_name": "黑体", "font_size": 14, "text_wrap": False}),
            "head": file.add_format(base | {"border": 1, "bold": True, "align": "center", "bg_color": "#D6E3F0"}),
            "text": file.add_format(base | {"border": 1}),
            "number": file.add_format(base | {"border": 1, "num_format": "0.00####"}),
            "whole": file.add_format(base | {"border": 1, "num_format": "0"}),
        }  # fmt: skip
        for listing in listings:
            _sheet(file, listing, looks)
    return out.getvalue()


def _sheet(file: Any, listing: Listing, looks: dict[str, Any]) -> None:
    sheet = file.add_worksheet(listing.name)
    sheet.write_string(0, 0, listing.name, looks["title"])
    if listing.note:
        sheet.write_string(1, 0, listing.note)
    for column, (title, width) in enumerate(listing.heads):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, title, looks["head"])
    for number, row in enumerate(listing.rows, 3):
        sheet.set_row(number, _points(row, listing.heads))
        for column, value in enumerate(row):
            if value is None or value == "":
                sheet.write_blank(number, column, None, looks["text"])
            elif isinstance(value, int):
                sheet.write_number(number, column, value, looks["whole"])
            elif isinstance(value, Decimal):
                sheet.write_number(number, column, value, looks["number"])
            else:
                sheet.write_string(number, column, value[:32_000], looks["text"])
    sheet.freeze_panes(3, 0)
    if listing.rows:
        sheet.autofilter(2, 0, 2 + len(listing.rows), len(listing.heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)


def _points(row: Sequence[Value], heads: Sequence[tuple[str, int]]) -> int:
    """Height of a row in points: not every program makes rows grow by itself."""
    tall = [
        height(value, (width * 7 + 5) * 254 // 96)
        for value, (_, width) in zip(row, heads, strict=True)
        if isinstance(value, str)
    ]
    return min(max([*tall, _LOW]) * 72 // 254 + 1, _TALLEST)


def figure(text: str | None) -> Value:
    """Digits as a number, anything else as it stands."""
    value = to_decimal(text)
    return value if value is not None else text
