"""Word documents: every construct that moves a cell or hides a text."""

from __future__ import annotations

import pytest
from making.grids import NUMBERS, merged
from making.writers import docx, package

from jiping.read import Unreadable, open_book
from jiping.read.book import Book, Paragraph, Table

STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def opened(body: str, extra: str = MC) -> Book:
    return open_book(package(body, extra=extra), "x.docx")


def grid(table: Paragraph | Table) -> list[tuple[int, int, str, int, int]]:
    assert isinstance(table, Table)
    return [(c.row, c.column, c.text, c.rowspan, c.colspan) for row in table.rows for c in row]


@pytest.mark.parametrize("number", NUMBERS)
def test_reference_grid_comes_back_cell_by_cell(number: int) -> None:
    source = merged(number)
    book = open_book(docx([source]), "x.docx")
    assert [b.text for b in book.blocks if isinstance(b, Paragraph)] == list(source.paragraphs)
    wanted = sorted((c.row, c.column, c.text, c.rowspan, c.colspan) for c in source.pieces)
    assert grid(book.blocks[-1]) == wanted


def test_places_are_table_row_and_column() -> None:
    book = opened(p("题") + tbl(tr(tc("a"), tc("b"))) + tbl(tr(tc("c")), tr(tc("d"))))
    last = book.blocks[-1]
    assert isinstance(last, Table)
    place = last.rows[1][0].place()
    assert (place.table, place.row, place.column, place.text) == (2, 2, 1, "d")
    assert place.page is None


def test_grid_before_shifts_and_spans_hold() -> None:
    body = tbl(
        tr(tc("a", '<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>'), tc("b")),
        tr(tc("", '<w:gridSpan w:val="2"/><w:vMerge/>'), tc("c")),
        tr(tc("d"), properties='<w:gridBefore w:val="2"/>'),
        tr(tc("", '<w:vMerge w:val="continue"/>')),
    )
    assert grid(opened(body).blocks[0]) == [
        (1, 1, "a", 2, 2), (1, 3, "b", 1, 1), (2, 3, "c", 1, 1), (3, 3, "d", 1, 1),
        (4, 1, "", 1, 1),
    ]  # fmt: skip


def test_old_horizontal_merge() -> None:
    body = tbl(tr(tc("a", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("b")))
    assert grid(opened(body).blocks[0]) == [(1, 1, "a", 1, 2), (1, 3, "b", 1, 1)]


def test_content_controls_around_text_cell_row_and_table() -> None:
    inner = (
        "<w:p><w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>内</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    )

    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    body = control(
        tbl(tr(f"<w:tc>{inner}</w:tc>", control(tc("格")), tc("后")), control(tr(tc("行"))))
    )
    assert grid(opened(body).blocks[0]) == [
        (1, 1, "内", 1, 1), (1, 2, "格", 1, 1), (1, 3, "后", 1, 1), (2, 1, "行", 1, 1),
    ]  # fmt: skip


def test_tracked_changes_read_as_accepted() -> None:
    text = (
        "<w:p><w:del><w:r><w:delText>9</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>8.5</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>"
    )
    body = tbl(
        tr(f"<w:tc>{text}</w:tc>"),
        tr(tc("删除的行"), properties="<w:del/>"),
        tr(tc("新行"), properties="<w:ins/>"),
    )
    assert grid(opened(body).blocks[0]) == [(1, 1, "8.5来", 1, 1), (2, 1, "新行", 1, 1)]


def test_nested_table_follows_the_outer_one() -> None:
    nested = tbl(tr(tc("里1"), tc("里2")))
    body = tbl(tr(f"<w:tc>{p('前')}{nested}{p('后')}</w:tc>", tc("右"))) + p("文末")
    book = opened(body)
    assert grid(book.blocks[0]) == [(1, 1, "前\n后", 1, 1), (1, 2, "右", 1, 1)]
    assert grid(book.blocks[1]) == [(1, 1, "里1", 1, 1), (1, 2, "里2", 1, 1)]
    assert [b.number for b in book.blocks[:2] if isinstance(b, Table)] == [1, 2]
    assert isinstance(book.blocks[2], Paragraph)


def test_breaks_tabs_symbols_and_fields() -> None:
    runs = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>一</w:t><w:br/><w:t>二</w:t>"
        "<w:tab/><w:t>三</w:t><w:noBreakHyphen/></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings 2" w:char="F0A3"/>'
        '<w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
        "</w:ffData></w:fldChar></w:r></w:p><w:p><w:r><w:t>四</w:t></w:r></w:p>"
    )
    assert grid(opened(tbl(tr(f"<w:tc>{runs}</w:tc>"))).blocks[0]) == [
        (1, 1, "一\n二\t三-☑□≥☑\n四", 1, 1)
    ]


def test_text_box_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent>"
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert [b.text for b in opened(body).blocks if isinstance(b, Paragraph)] == ["正文", "框内"]


def test_hidden_text_is_left_out_and_told() -> None:
    run = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>显</w:t></w:r>"
    book = opened(tbl(tr(f"<w:tc><w:p>{run}</w:p></w:tc>")))
    assert grid(book.blocks[0]) == [(1, 1, "显", 1, 1)]
    assert any("隐藏文字" in note for note in book.notes)


def test_text_under_a_merge_is_told() -> None:
    book = opened(
        tbl(
            tr(tc("上", '<w:vMerge w:val="restart"/>'), tc("x")),
            tr(tc("盖住", "<w:vMerge/>"), tc("y")),
        )
    )
    assert any("盖住" in note and "第1行第1列" in note for note in book.notes)


def test_strict_namespace_and_macro_name() -> None:
    data = package(tbl(tr(tc("严", '<w:gridSpan w:val="3"/>'))), namespace=STRICT)
    assert grid(open_book(data, "宏.docm").blocks[0]) == [(1, 1, "严", 1, 3)]


@pytest.mark.parametrize(
    "properties", ["<w:gridSpan/>", '<w:gridSpan w:val="-3"/>', '<w:gridSpan w:val="x"/>']
)
def test_nonsense_spans_are_one(properties: str) -> None:
    assert grid(opened(tbl(tr(tc("a", properties)))).blocks[0]) == [(1, 1, "a", 1, 1)]


def test_too_wide_span_is_an_error_in_words() -> None:
    with pytest.raises(Unreadable, match="表1第1行超过 512 列"):
        opened(tbl(tr(tc("a", '<w:gridSpan w:val="99999999"/>'))))
