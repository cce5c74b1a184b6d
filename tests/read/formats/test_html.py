"""Web pages: spans, nesting, what is hidden, encodings, web archives."""

from __future__ import annotations

import pytest
from making.grids import NUMBERS, merged
from making.writers import html

from jiping.read import open_book
from jiping.read.book import Book, Paragraph, Table


def page(body: str) -> Book:
    return open_book(f"<html><body>{body}</body></html>".encode(), "x.html")


def grid(table: Paragraph | Table) -> list[tuple[int, int, str, int, int]]:
    assert isinstance(table, Table)
    return [(c.row, c.column, c.text, c.rowspan, c.colspan) for row in table.rows for c in row]


@pytest.mark.parametrize(("encoding", "label"), [("utf-8", None), ("gb18030", "gb2312"),
                                                 ("utf-16", None), ("gb18030", "utf-8")])  # fmt: skip
@pytest.mark.parametrize("number", NUMBERS)
def test_reference_grid_comes_back_cell_by_cell(
    number: int, encoding: str, label: str | None
) -> None:
    source = merged(number)
    book = open_book(html([source], encoding, label), "x.htm")
    assert [b.text for b in book.blocks if isinstance(b, Paragraph)] == list(source.paragraphs)
    wanted = sorted((c.row, c.column, c.text, c.rowspan, c.colspan) for c in source.pieces)
    assert grid(book.blocks[-1]) == wanted


def test_rowspan_zero_reaches_the_end_of_its_group_only() -> None:
    book = page(
        "<table><tbody><tr><td rowspan=0>a<td>b<tr><td>c</tbody><tbody><tr><td>d</tbody></table>"
    )
    assert grid(book.blocks[0]) == [
        (1, 1, "a", 2, 1), (1, 2, "b", 1, 1), (2, 2, "c", 1, 1), (3, 1, "d", 1, 1),
    ]  # fmt: skip


def test_overlapping_and_nonsense_spans() -> None:
    book = page(
        "<table><tr><td rowspan=2 colspan=2>a</td><td rowspan=99999999>b</td></tr>"
        "<tr><td colspan=x>c</td></tr></table>"
    )
    assert grid(book.blocks[0]) == [(1, 1, "a", 2, 2), (1, 3, "b", 2, 1), (2, 4, "c", 1, 1)]


def test_breaks_paragraphs_and_wrapped_source() -> None:
    book = page(
        "<table><tr><td>年度\n  目标<br>第 \n 二<p>三</p>four\nfive&nbsp;</td></tr></table>"
    )
    assert grid(book.blocks[0])[0][2] == "年度目标\n第二\n三\nfour five\xa0"


def test_nested_table_follows_and_paragraphs_stand_between() -> None:
    book = page(
        "<h1>题</h1><table><caption>表题</caption><tr><td>外<table><tr><td>内</td></tr></table>"
        "</td></tr></table>中<p>间</p><table><form><tr><td>末</td></tr></form></table>"
    )
    shown = [b.text if isinstance(b, Paragraph) else grid(b)[0][2] for b in book.blocks]
    assert shown == ["题", "表题", "外", "内", "中", "间", "末"]


def test_hidden_elements_are_left_out_and_told() -> None:
    book = page(
        "<p hidden>一</p><div style='DISPLAY: none'>二</div><script>var 三</script><table>"
        "<tr style='display:none'><td>四</td></tr><tr><td>五</td>"
        "<td style='visibility:hidden'>六</td></tr></table>"
    )
    assert grid(book.blocks[0]) == [(1, 1, "五", 1, 1)]
    assert any("4 处不显示" in note for note in book.notes)


def test_form_controls_show_their_values() -> None:
    book = page(
        "<table><tr><td><input value=甲><input type=hidden value=不><input type=checkbox checked>"
        "<select><option>乙<option selected>丙</select></td></tr></table>"
    )
    assert grid(book.blocks[0])[0][2] == "甲☑丙"


def test_sheet_saved_as_page_under_an_excel_name() -> None:
    data = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><meta charset=gb2312>'
        '<table><tr><td x:num="57.125">57.13</td><td x:num="16">16.00</td></tr></table>'
    )
    book = open_book(data.encode("gb18030"), "自评表.xls")
    table = book.blocks[0]
    assert isinstance(table, Table)
    assert [(c.text, c.stored) for c in table.rows[0]] == [("57.13", "57.125"), ("16.00", None)]


def test_single_file_web_archive() -> None:
    data = (
        'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable'
        "\r\n\r\n<html><meta charset=3Dgb2312><table><tr><td>=B2=FA=B3=F6</td></tr></table>\r\n"
        "--b\r\nContent-Type: image/png\r\n\r\nxx\r\n--b--\r\n"
    )
    book = open_book(data.encode(), "自评表.mht")
    assert grid(book.blocks[0]) == [(1, 1, "产出", 1, 1)]


def test_xml_spreadsheet_under_an_excel_name() -> None:
    data = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
      xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="n">
      <NumberFormat ss:Format="Fixed"/></Style></Styles><Worksheet ss:Name="表"><Table>
      <Row ss:Index="2"><Cell ss:Index="2" ss:MergeAcross="1" ss:MergeDown="1"><Data
      ss:Type="String">题</Data></Cell><Cell ss:StyleID="n"><Data ss:Type="Number">57.125</Data>
      </Cell></Row><Row ss:Hidden="1"><Cell ss:Index="4"><Data ss:Type="String">末</Data></Cell>
      </Row></Table></Worksheet></Workbook>"""
    book = open_book(data.encode(), "x.xls")
    table = book.blocks[0]
    assert grid(table) == [(2, 2, "题", 2, 2), (2, 4, "57.13", 1, 1), (3, 4, "末", 1, 1)]
    assert isinstance(table, Table)
    assert table.rows[1][1].stored == "57.125"
    assert table.rows[2][0].hidden
    assert table.rows[2][0].place().cell == "D3"
