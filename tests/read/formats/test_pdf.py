"""Born-digital PDF: merged cells, tables over page breaks, turned pages, and bad files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making.grids import NUMBERS, TEXTS, Grid, Piece, merged
from making.office import pdf as printed
from making.paper import FONT, paper, register
from making.writers import docx
from reportlab.pdfgen.canvas import Canvas

from jiping.read import Unreadable
from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.formats.pdf import FORMAT
from jiping.read.limits import DEFAULT

Spot = tuple[int, int, int, int, str]


def read(data: bytes) -> Book:
    return FORMAT.read(data, DEFAULT)


def tables(book: Book) -> list[Table]:
    return [block for block in book.blocks if isinstance(block, Table)]


def cells(table: Table) -> list[Cell]:
    return [cell for row in table.rows for cell in row]


def squeezed(text: str) -> str:
    return "".join(text.split())


def spots(table: Table) -> set[Spot]:
    return {(c.row, c.column, c.rowspan, c.colspan, squeezed(c.text)) for c in cells(table)}


def wanted(grid: Grid) -> set[Spot]:
    return {(p.row, p.column, p.rowspan, p.colspan, squeezed(p.text)) for p in grid.pieces}


def drawn(draw: Any, pages: int = 1, size: tuple[float, float] = (400, 500)) -> bytes:
    """A PDF whose pages ``draw(canvas, number)`` fills."""
    register()
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for number in range(1, pages + 1):
        canvas.setFont(FONT, 9)
        draw(canvas, number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def small_grid(rows: list[list[str]]) -> Grid:
    pieces = tuple(
        Piece(r, c, text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)
    )
    return Grid((), pieces, len(rows), len(rows[0]))


def form(canvas: Any, texts: list[list[str]], top: float = 400, left: float = 50) -> None:
    """A plain grid with 80 × 20 cells, drawn as strokes."""
    rows, columns = len(texts), len(texts[0])
    for row in range(rows + 1):
        canvas.line(left, top - 20 * row, left + 80 * columns, top - 20 * row)
    for column in range(columns + 1):
        canvas.line(left + 80 * column, top, left + 80 * column, top - 20 * rows)
    for r, row_texts in enumerate(texts):
        for c, text in enumerate(row_texts):
            canvas.drawString(left + 80 * c + 4, top - 20 * r - 14, text)


PLAIN = [["项目名称", "口岸经费", ""], ["分值", "10", "9.5"], ["总分", "100", "97.50"]]


@pytest.mark.parametrize("number", NUMBERS)
def test_example_files_cell_for_cell(number: int) -> None:
    book = read((TEXTS / f"table-{number}.pdf").read_bytes())
    (table,) = tables(book)
    assert spots(table) == wanted(merged(number))


def test_five_forms_in_one_file_across_pages() -> None:
    book = read((TEXTS / "all.pdf").read_bytes())
    found = tables(book)
    assert [table.number for table in found] == [1, 2, 3, 4, 5]
    for number, table in zip(NUMBERS, found, strict=True):
        assert spots(table) == wanted(merged(number))
    assert any({cell.page for cell in cells(table)} != {table.page} for table in found)
    words = [squeezed(b.text) for b in book.blocks if isinstance(b, Paragraph)]
    assert sum("项目支出绩效自评表(2023年度)" in word for word in words) == 5


@pytest.mark.parametrize("split", [False, True])
def test_reportlab_cell_for_cell(split: bool) -> None:
    book = read(paper([merged(number) for number in NUMBERS], split=split))
    found = tables(book)
    assert len(found) == 5
    for number, table in zip(NUMBERS, found, strict=True):
        assert spots(table) == wanted(merged(number))


@pytest.mark.parametrize("skip", range(0, 560, 70))
def test_wherever_the_page_break_falls(skip: int) -> None:
    grid = merged(3)
    found = tables(read(paper([grid], split=True, skip=skip)))
    assert [spots(table) for table in found] == [wanted(grid)]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_office_print_with_rows_cut_by_the_break() -> None:
    grids = [merged(number) for number in (2, 5, 1)]
    found = tables(read(printed(docx(grids))))
    assert [spots(table) for table in found] == [wanted(grid) for grid in grids]


def test_places_are_page_and_box() -> None:
    data = drawn(lambda canvas, _: form(canvas, PLAIN))
    (table,) = tables(read(data))
    cell = next(c for c in cells(table) if c.text == "97.50")
    assert (cell.row, cell.column, cell.page, cell.box) == (3, 3, 1, (210.0, 140.0, 290.0, 160.0))
    assert cell.place().label() == "第1页 表1 第3行第3列"


def test_title_stands_before_the_table_with_its_box() -> None:
    def draw(canvas: Any, _: int) -> None:
        canvas.drawString(120, 450, "项目支出绩效自评表")
        canvas.drawString(140, 430, "(2023年度)")
        form(canvas, PLAIN)

    title, year, table = read(drawn(draw)).blocks
    assert isinstance(title, Paragraph)
    assert isinstance(year, Paragraph)
    assert isinstance(table, Table)
    assert (title.text, year.text) == ("项目支出绩效自评表", "(2023年度)")
    assert title.page == 1
    assert title.box is not None
    assert title.box[0] == pytest.approx(120, abs=1)
    assert 35 < title.box[1] < 50


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pages_turned_by_rotate_are_read_upright(rotation: int) -> None:
    def draw(canvas: Any, _: int) -> None:
        canvas.setPageRotation(rotation)
        if rotation == 90:
            canvas.translate(400, 0)
        elif rotation == 180:
            canvas.translate(400, 400)
        elif rotation == 270:
            canvas.translate(0, 400)
        canvas.rotate(rotation)
        form(canvas, PLAIN, top=350, left=60)

    (table,) = tables(read(drawn(draw, size=(400, 400))))
    assert [[c.text for c in row] for row in table.rows] == PLAIN
    cell = next(c for c in cells(table) if c.text == "97.50")
    assert cell.box == (220.0, 90.0, 300.0, 110.0)  # on the page as people see it


def test_sideways_text_on_an_upright_page() -> None:
    def draw(canvas: Any, _: int) -> None:
        canvas.translate(400, 0)
        canvas.rotate(90)
        form(canvas, PLAIN, top=350, left=60)

    (table,) = tables(read(drawn(draw, size=(400, 400))))
    assert [[c.text for c in row] for row in table.rows] == PLAIN
    cell = next(c for c in cells(table) if c.text == "97.50")
    assert cell.box == (90.0, 100.0, 110.0, 180.0)


def test_lines_in_a_form_xobject_with_its_own_scale() -> None:
    def draw(canvas: Any, _: int) -> None:
        canvas.beginForm("grid")
        canvas.setFont(FONT, 9)
        form(canvas, PLAIN, top=400, left=50)
        canvas.endForm()
        canvas.translate(20, 30)
        canvas.scale(0.8, 0.8)
        canvas.doForm("grid")

    (table,) = tables(read(drawn(draw)))
    assert [[c.text for c in row] for row in table.rows] == PLAIN


@pytest.mark.parametrize("way", ["filled", "cell boxes", "dashed", "double", "one path"])
def test_borders_however_they_are_drawn(way: str) -> None:
    def draw(canvas: Any, _: int) -> None:
        for r, row in enumerate(PLAIN):
            for c, text in enumerate(row):
                canvas.drawString(54 + 80 * c, 386 - 20 * r, text)
        path = canvas.beginPath()
        if way == "dashed":
            canvas.setDash(3, 2)
        if way == "cell boxes":
            for r in range(3):
                for c in range(3):
                    canvas.rect(50 + 80 * c, 380 - 20 * r, 80, 20)
            return
        for at in range(4):
            y, x = 400 - 20 * at, 50 + 80 * at
            if way == "filled":
                canvas.rect(50, y - 0.25, 240, 0.5, stroke=0, fill=1)
                canvas.rect(x - 0.25, 340, 0.5, 60, stroke=0, fill=1)
                continue
            for shift in (0, 1.8) if way == "double" else (0,):
                path.moveTo(50, y + shift)
                path.lineTo(290, y + shift)
                path.moveTo(x + shift, 340)
                path.lineTo(x + shift, 400)
        canvas.drawPath(path, stroke=1, fill=0)

    (table,) = tables(read(drawn(draw)))
    assert [[c.text for c in row] for row in table.rows] == PLAIN


def test_shaded_cells_and_bold_by_printing_twice() -> None:
    def draw(canvas: Any, _: int) -> None:
        canvas.setFillGray(0.8)
        canvas.rect(50, 380, 240, 20, stroke=0, fill=1)
        canvas.setFillGray(0)
        form(canvas, [["", "", ""], *PLAIN[1:]])
        for shift in (0, 0.3):
            canvas.drawString(54 + shift, 386, "项目名称")

    (table,) = tables(read(drawn(draw)))
    assert [c.text for c in table.rows[0]] == ["项目名称", "", ""]


def test_a_repeated_header_is_dropped_and_noted() -> None:
    head = ["一级指标", "二级指标", "三级指标", "分值"]
    rows = [head] + [["产出指标", "数量指标", f"第{n}项", str(n)] for n in range(1, 71)]
    book = read(paper([small_grid(rows)], repeat=1))
    (table,) = tables(book)
    assert [[c.text for c in row] for row in table.rows] == rows
    assert any("第2页" in note and "重复的表头" in note for note in book.notes)


def test_a_new_form_on_the_next_page_is_a_table_of_its_own() -> None:
    data = drawn(lambda canvas, _: form(canvas, PLAIN), pages=2)
    found = tables(read(data))
    assert [(table.number, table.page, len(table.rows)) for table in found] == [
        (1, 1, 3),
        (2, 2, 3),
    ]


def test_text_between_keeps_tables_apart_and_page_numbers_do_not() -> None:
    goes_on = [["产出指标", "5", "4.5"], ["满意度指标", "10", "10"]]

    def draw(footer: str) -> Any:
        def page(canvas: Any, number: int) -> None:
            form(canvas, PLAIN[:2] if number == 1 else goes_on)
            canvas.drawString(180, 20, footer.format(number))

        return page

    assert len(tables(read(drawn(draw("- {} -"), pages=2)))) == 1
    assert len(tables(read(drawn(draw("第{}页 共2页"), pages=2)))) == 1
    notes = ["", "单位负责人签字", "填报人联系电话"]

    def different(canvas: Any, number: int) -> None:
        form(canvas, PLAIN[:2] if number == 1 else goes_on)
        canvas.drawString(180, 200, notes[number])

    assert len(tables(read(drawn(different, pages=2)))) == 2


def test_long_text_cut_by_the_break_goes_on_in_its_cell() -> None:
    text = "".join(f"第{n}句说明项目的绩效目标完成情况和偏差原因；" for n in range(1, 120))
    rows = [["项目名称", "口岸经费"], ["预期目标", text], ["总分", "100"]]
    book = read(paper([small_grid(rows)], split=True, skip=300))
    (table,) = tables(book)
    assert [[squeezed(c.text) for c in row] for row in table.rows] == rows
    assert table.rows[1][1].page == 1
    assert any("下半部分" in note for note in book.notes)


def test_a_scan_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiping.read.scan.available", lambda: False)

    def scan(canvas: Any, _: int) -> None:
        canvas.setFillGray(0.9)
        image(canvas)

    with pytest.raises(Unreadable, match=r"扫描件.*jiping\[ocr\].*电子版原件"):
        read(drawn(scan))


def image(canvas: Any) -> None:
    """A picture over the whole page."""
    from reportlab.lib.utils import ImageReader

    class Picture(ImageReader):
        def __init__(self) -> None:
            self._width, self._height = 2, 2
            self.fileName, self._dataA, self.mode = "scan", None, "RGB"

        def getSize(self) -> tuple[int, int]:  # noqa: N802
            return 2, 2

        def getRGBData(self) -> bytes:  # noqa: N802
            return b"\xee" * 12

        def getTransparent(self) -> None:  # noqa: N802
            return None

        def identity(self, default: str = "") -> str:  # noqa: ARG002
            return "scan"

    canvas.drawImage(Picture(), 0, 0, 400, 500)


def test_a_scanned_page_among_others_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiping.read.scan.available", lambda: False)

    def draw(canvas: Any, number: int) -> None:
        if number == 2:
            image(canvas)
        else:
            form(canvas, PLAIN)

    book = read(drawn(draw, pages=2))
    assert len(tables(book)) == 1
    (note,) = book.notes
    assert note.startswith("第2页没有文字层（可能是扫描件），未读取这些页的内容；")
    assert 'pip install "jiping[ocr]"' in note


def blank(canvas: Any, number: int) -> None:
    pass


def test_an_empty_page_says_so() -> None:
    with pytest.raises(Unreadable, match="没有任何文字"):
        read(drawn(blank))


def test_a_password_says_so() -> None:
    with pytest.raises(Unreadable, match=r"密码.*不加密"):
        read(paper([small_grid(PLAIN)], password="secret"))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_cut_off_files_fail_in_words_or_give_their_text(share: float) -> None:
    data = paper([merged(1)])
    cut = data[: int(len(data) * share)]
    with pytest.raises(Unreadable, match=r"截断|没有任何文字"):
        read(cut)


@given(st.binary(max_size=300))
def test_garbage_never_crashes(tail: bytes) -> None:
    with pytest.raises(Unreadable):
        read(b"%PDF-1.7\n" + tail)


def test_another_file_under_the_name() -> None:
    with pytest.raises(Unreadable, match="不是PDF"):
        read(b"PK\x03\x04 something else")


def test_too_many_pages_cells_or_seconds() -> None:
    data = drawn(lambda canvas, _: form(canvas, PLAIN), pages=3)
    with pytest.raises(Unreadable, match="PDF有3页，超过上限2页"):
        FORMAT.read(data, replace(DEFAULT, pages=2))
    with pytest.raises(Unreadable, match="单元格超过10个"):
        FORMAT.read(data, replace(DEFAULT, cells=10))
    with pytest.raises(Unreadable, match="时间上限"):
        FORMAT.read(data, replace(DEFAULT, seconds=0.0))


def one_stream(content: bytes) -> bytes:
    """A page with these drawing instructions, packed."""
    import zlib

    packed = zlib.compress(content)
    return (
        b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>" % (len(packed), packed)
    )


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(Unreadable, match="异常巨大"):
        read(one_stream(b"0 0 m 1 1 l S\n" * 2_000_000))


def test_a_page_of_endless_text_is_refused() -> None:
    with pytest.raises(Unreadable, match="异常巨大"):
        read(one_stream(b"BT 9 9 Td " + b"(abcdefghijklmnopqrstuvwxyz) Tj " * 100_000 + b"ET"))


def test_too_many_lines_on_a_page_are_refused() -> None:
    varied = b"".join(b"%d %d m 1 1 l S\n" % (i % 997, i % 991) for i in range(310_000))
    with pytest.raises(Unreadable, match="第1页有310000个图形对象"):
        read(one_stream(varied))


def test_sniff() -> None:
    assert FORMAT.sniff(b"%PDF-1.7", "a.doc") == 100
    assert FORMAT.sniff(b"\n%PDF-1.7", "a.pdf") == 90
    assert FORMAT.sniff(b"PK", "a.pdf") == 30
    assert FORMAT.sniff(b"", "x") == 0
