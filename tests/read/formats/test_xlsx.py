"""Workbooks: displayed numbers, merged ranges, hidden parts, odd writers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from making.grids import NUMBERS, merged
from making.writers import WRITERS, zipped

from jiping.read import open_book
from jiping.read.book import Book, Cell, Table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(
    sheet: str, strings: str = "", styles: str = "", *, space: str = MAIN, rel: str = REL,
    state: str = "",
) -> bytes:  # fmt: skip
    """A workbook of one sheet from raw XML."""
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" '
            f'Type="{rel}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{rel}"><sheets>'
            f'<sheet name="表" sheetId="1" {state} r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
            f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/s.xml"/>'
            f'<Relationship Id="r2" Type="{rel}/sharedStrings" Target="strings.xml"/>'
            f'<Relationship Id="r3" Type="{rel}/styles" Target="styles.xml"/></Relationships>',
            "xl/worksheets/s.xml": f'<worksheet xmlns="{space}">{sheet}</worksheet>',
            "xl/strings.xml": f'<sst xmlns="{space}">{strings}</sst>',
            "xl/styles.xml": f'<styleSheet xmlns="{space}">{styles}</styleSheet>',
        }
    )


def saved(fill: Callable[[Any], None]) -> Book:
    """The book of a workbook that openpyxl wrote."""
    book = openpyxl.Workbook()
    fill(book)
    out = BytesIO()
    book.save(out)
    return open_book(out.getvalue(), "x.xlsx")


def cells(book: Book, table: int = 0) -> dict[str, Cell]:
    block = book.blocks[table]
    assert isinstance(block, Table)
    return {str(c.place().cell): c for row in block.rows for c in row}


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
@pytest.mark.parametrize("number", NUMBERS)
def test_reference_grid_comes_back_cell_by_cell(kind: str, number: int) -> None:
    source = merged(number)
    book = open_book(WRITERS[kind]([source]), f"x.{kind}")
    table = book.blocks[0]
    assert isinstance(table, Table)
    assert table.sheet == source.name
    top = len(source.paragraphs)
    read = {
        (c.row - top, c.column): (c.text, c.rowspan, c.colspan)
        for row in table.rows[top:]
        for c in row
    }
    for piece in source.pieces:
        if piece.text:
            wanted = (piece.text, piece.rowspan, piece.colspan)
            assert read[piece.row, piece.column] == wanted
    assert all(
        read[spot][0] == ""
        for spot in set(read) - {(c.row, c.column) for c in source.pieces if c.text}
    )


def test_numbers_as_displayed_and_as_stored() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for row, (value, code) in enumerate(
            [(16, "0.00"), (57.125, "0.00"), (0.571250, "0.00%"), (0.1 + 0.2, "General"),
             (1234567.5, "#,##0.00_ "), (date(2023, 12, 31), 'yyyy"年"m"月"d"日"'), (100, "0"),
             (97.5, "0.00_);[Red](0.00)")], 1,
        ):  # fmt: skip
            sheet.cell(row, 2, value).number_format = code

    found = cells(saved(fill))
    assert [(found[f"B{n}"].text, found[f"B{n}"].stored) for n in range(1, 9)] == [
        ("16.00", None), ("57.13", "57.125"), ("57.13%", "57.125%"), ("0.3", None),
        ("1,234,567.50", None), ("2023年12月31日", None), ("100", None), ("97.50", None),
    ]  # fmt: skip


def test_hidden_row_column_and_sheet_are_read_and_flagged() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet["A1"], sheet["A2"], sheet["C1"], sheet["B1"] = "显", "行隐", "列隐", "显2"
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        other = book.create_sheet("底稿")
        other["A1"] = "表隐"
        other.sheet_state = "hidden"

    book = saved(fill)
    assert {k: c.hidden for k, c in cells(book).items()} == {
        "A1": False, "B1": False, "A2": True, "C1": True,
    }  # fmt: skip
    assert cells(book, 1)["A1"].hidden
    assert any("底稿" in note and "隐藏" in note for note in book.notes)


def test_formulas_give_their_stored_values() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>X</f><v>优</v></c>'
        '<c r="C1" t="b"><v>1</v></c><c r="D1" t="e"><v>#DIV/0!</v></c><c r="E1"><f>A1</f></c>'
        "</row></sheetData>"
    )
    book = open_book(workbook(sheet), "x.xlsx")
    assert {k: c.text for k, c in cells(book).items()} == {
        "A1": "2", "B1": "优", "C1": "TRUE", "D1": "#DIV/0!",
    }  # fmt: skip
    assert any("1 个公式没有保存计算结果" in note for note in book.notes)


def test_strings_shared_inline_rich_and_escaped() -> None:
    strings = (
        "<si><r><t>富</t></r><r><rPr/><t xml:space='preserve'>文 </t></r><rPh><t>fu</t></rPh></si>"
        "<si><t>一_x000D_\n二_x0041_</t></si>"
    )
    sheet = (
        '<sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c>'
        '<c t="inlineStr"><is><r><t>内</t></r><r><t>联</t></r></is></c><c t="s"><v>9</v></c></row>'
        '<row r="5"><c r="C5" t="s"><v>0</v></c></row></sheetData>'
    )
    found = cells(open_book(workbook(sheet, strings), "x.xlsx"))
    assert {k: c.text for k, c in found.items()} == {
        "A1": "富文 ", "B1": "一\n二A", "C1": "内联", "C5": "富文 ",
    }  # fmt: skip


def test_strict_namespaces_and_iso_dates() -> None:
    sheet = '<sheetData><row r="1"><c r="A1" s="1" t="d"><v>2023-12-31T00:00:00</v></c></row></sheetData>'
    styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
    data = workbook(sheet, styles=styles, space=STRICT, rel=STRICT_REL)
    assert cells(open_book(data, "x.xlsx"))["A1"].text == "2023/12/31"


def test_merges_clip_to_content_and_tell_what_they_cover() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="3"><c r="D3"><v>3</v></c></row></sheetData><mergeCells>'
        '<mergeCell ref="A1:XFD1048576"/><mergeCell ref="A1:B1"/><mergeCell ref="C2:C3"/>'
        '<mergeCell ref="nonsense"/></mergeCells>'
    )
    book = open_book(workbook(sheet), "x.xlsx")
    found = cells(book)
    assert {k: (c.rowspan, c.colspan) for k, c in found.items()} == {"A1": (3, 4)}
    assert any("B1" in note and "“2”" in note for note in book.notes)


def test_stray_cell_in_the_last_corner_is_cheap_and_told() -> None:
    sheet = (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>'
    )
    book = open_book(workbook(sheet), "x.xlsx")
    assert list(cells(book)) == ["A1"]
    assert any("XFD1048576" in note for note in book.notes)


def test_million_styled_blank_cells_leave_nothing_behind() -> None:
    row = "<row>" + '<c s="1"/>' * 100 + "</row>"
    sheet = f'<sheetData>{row * 10_000}<row r="10002"><c r="B10002"><v>7</v></c></row></sheetData>'
    book = open_book(workbook(sheet), "x.xlsx")
    assert {k: c.text for k, c in cells(book).items()} == {"B10002": "7"}


def test_ten_thousand_rows_are_read() -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="L{n}"><v>{n}.5</v></c></row>'
        for n in range(1, 10_001)
    )
    found = cells(open_book(workbook(f"<sheetData>{rows}</sheetData>"), "x.xlsx"))
    assert found["L10000"].text == "10000.5"
    assert len(found) == 20_000


def test_empty_sheet_leaves_no_table() -> None:
    assert open_book(workbook("<sheetData/>"), "x.xlsx").blocks == []
