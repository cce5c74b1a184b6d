"""Excel 97–2003 workbooks."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlwt

from jiping.read import Unreadable, open_book
from jiping.read.book import Table


def saved(book: xlwt.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_displayed_numbers_merges_and_hidden_parts() -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("自评")
    fixed = xlwt.easyxf(num_format_str="0.00")
    sheet.write_merge(0, 1, 0, 2, "标题")
    sheet.write(2, 0, 57.125, fixed)
    sheet.write(2, 1, 0.571250, xlwt.easyxf(num_format_str="0.00%"))
    sheet.write(2, 2, 16, fixed)
    sheet.write(3, 0, "隐")
    sheet.write(4, 1, True)
    sheet.row(3).hidden = True
    other = workbook.add_sheet("底稿")
    other.write(0, 0, "x")
    other.visibility = 1
    book = open_book(saved(workbook), "x.docx")
    first, second = book.blocks
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    read = [
        (c.place().cell, c.text, c.stored, c.rowspan, c.colspan, c.hidden)
        for row in first.rows
        for c in row
    ]
    assert read == [
        ("A1", "标题", None, 2, 3, False), ("A3", "57.13", "57.125", 1, 1, False),
        ("B3", "57.13%", "57.125%", 1, 1, False), ("C3", "16.00", None, 1, 1, False),
        ("A4", "隐", None, 1, 1, True), ("B5", "TRUE", None, 1, 1, False),
    ]  # fmt: skip
    assert second.sheet == "底稿"
    assert second.rows[0][0].hidden


@pytest.mark.parametrize("keep", [600, 2000, 4000])
def test_truncated_workbook_is_told(keep: int) -> None:
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("s")
    for row in range(200):
        sheet.write(row, 0, f"第{row}行")
    with pytest.raises(Unreadable, match=r"损坏|没有找到"):
        open_book(saved(workbook)[:keep], "x.xls")
