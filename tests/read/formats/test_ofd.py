"""OFD: the reference tables whole, drawn in several ways; geometry; odd and hostile files."""

from __future__ import annotations

import importlib.util
import sys
from io import BytesIO
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making.grids import NUMBERS, Grid, Piece, merged, truth
from making.ofd import LINES, layer, line, ofd, package, root, text
from making.writers import zipped

from jiping.model.contract import evaluation_to_json
from jiping.read import DEFAULT, Limits, Unreadable, open_book, read_bytes
from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.errors import Defect
from jiping.read.formats._ofd_page import deltas, outline

UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "bench_accuracy", Path(__file__).resolve().parents[3] / "bench" / "accuracy.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("bench_accuracy", module)
    spec.loader.exec_module(module)
    return module


def tables(book: Book) -> list[Table]:
    return [block for block in book.blocks if isinstance(block, Table)]


def cells(table: Table) -> list[Cell]:
    return [cell for row in table.rows for cell in row]


def squeezed(words: str) -> str:
    return "".join(words.split())


def small(rows: list[list[str]]) -> Grid:
    pieces = tuple(
        Piece(r, c, words) for r, row in enumerate(rows, 1) for c, words in enumerate(row, 1)
    )
    return Grid((), pieces, len(rows), len(rows[0]))


def page(objects: str, **options: object) -> bytes:
    return package([layer(objects)], **options)  # type: ignore[arg-type]


def paragraphs(data: bytes) -> list[str]:
    return [b.text for b in open_book(data, "a.ofd").blocks if isinstance(b, Paragraph)]


BOX = line(20, 20, 80, 20) + line(20, 30, 80, 30) + line(20, 40, 80, 40)
BOX += line(20, 20, 20, 40) + line(50, 20, 50, 40) + line(80, 20, 80, 40)


@pytest.mark.parametrize("style", LINES)
@pytest.mark.parametrize("number", NUMBERS)
def test_reference_table_is_read_whole(number: int, style: str, accuracy: ModuleType) -> None:
    reading = read_bytes(ofd([merged(number)], style), "自评表.ofd")
    (e,) = reading.evaluations
    score = accuracy.compare(truth(number), evaluation_to_json(e))
    assert (score.wrong, score.missing) == ([], [])
    assert score.right == score.there > 100
    assert e.source.format == "ofd"
    assert e.reading.balanced is True
    assert e.reading.unread == ()


@pytest.mark.parametrize("style", LINES)
def test_cells_stand_where_they_were_drawn(style: str) -> None:
    grid = merged(1)
    (table,) = tables(open_book(ofd([grid], style), "a.ofd"))
    assert {(c.row, c.column, c.rowspan, c.colspan, squeezed(c.text)) for c in cells(table)} == {
        (p.row, p.column, p.rowspan, p.colspan, squeezed(p.text)) for p in grid.pieces
    }


def test_forms_over_page_breaks_keep_their_order_and_pages() -> None:
    reading = read_bytes(ofd([merged(n) for n in NUMBERS]), "全部.ofd")
    assert [e.total.score for e in reading.evaluations] == [
        truth(n)["total_score"] for n in NUMBERS
    ]
    pages = [e.places["/total/score"].page for e in reading.evaluations]
    assert None not in pages
    assert pages == sorted(pages, key=lambda p: p or 0)
    assert (pages[-1] or 0) > 3


def test_places_are_points_on_the_page() -> None:
    book = open_book(page(BOX + text(22, 22, "项目名称") + text(52, 32, "12.50")), "a.ofd")
    (table,) = tables(book)
    found = {cell.text: cell.place() for cell in cells(table) if cell.text}
    assert set(found) == {"项目名称", "12.50"}
    place = found["12.50"]
    assert (place.page, place.row, place.column) == (1, 2, 2)
    assert place.box == pytest.approx(tuple(mm * 72 / 25.4 for mm in (50, 30, 80, 40)), abs=0.4)


def test_matrix_boundary_and_page_box_lead_to_the_page() -> None:
    scaled = (
        '<ofd:TextObject ID="1" Font="1" Size="1" Boundary="122 122 60 6" CTM="3 0 0 3 0 0">'
        '<ofd:TextCode X="0" Y="0.9" DeltaX="g 3 1">项目名称</ofd:TextCode></ofd:TextObject>'
    )
    moved = BOX.replace('Boundary="', 'CTM="1 0 0 1 100 100" Boundary="')
    area = "<ofd:Area><ofd:PhysicalBox>100 100 210 297</ofd:PhysicalBox></ofd:Area>"
    book = open_book(package([area + layer(moved + scaled)]), "a.ofd")
    (table,) = tables(book)
    (cell,) = (c for c in cells(table) if c.text)
    assert (cell.row, cell.column, cell.text) == (1, 1, "项目名称")
    assert cell.box == pytest.approx(tuple(mm * 72 / 25.4 for mm in (20, 20, 50, 30)), abs=0.4)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned_pages_are_read_upright(quarters: int) -> None:
    """Every object turned as a whole: the page is read upright, places stay where it is shown."""
    upright = small([["项目名称", "口岸经费"], ["实施单位", "口岸局"]])
    content = ZipFile(BytesIO(ofd([upright]))).read("Doc_0/Pages/Page_0/Content.xml").decode()
    objects = content.partition("<ofd:Layer ")[2].partition(">")[2].partition("</ofd:Layer>")[0]
    turns = {1: "0 1 -1 0 297 0", 2: "-1 0 0 -1 210 297", 3: "0 -1 1 0 0 210"}
    common = "<ofd:DocumentRes>Res.xml</ofd:DocumentRes>"
    unit = root(
        "Res",
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7" Width="210" Height="297">'
        f"<ofd:Content>{objects}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits>",
    )
    whole = f'<ofd:CompositeObject ID="8" ResourceID="7" Boundary="0 0 297 297" CTM="{turns[quarters]}"/>'
    size = (297.0, 210.0) if quarters % 2 else (210.0, 297.0)
    data = package([layer(whole)], {"Doc_0/Res.xml": unit}, size=size, common=common)
    (table,) = tables(open_book(data, "a.ofd"))
    assert [[c.text for c in row] for row in table.rows] == [
        ["项目名称", "口岸经费"], ["实施单位", "口岸局"],
    ]  # fmt: skip
    box = cells(table)[0].box
    assert box is not None
    corner = {1: (297 - 15, 15), 2: (210 - 15, 297 - 15), 3: (15, 210 - 15)}[quarters]
    near = (box[2] if quarters in (1, 2) else box[0], box[3] if quarters in (2, 3) else box[1])
    assert near == pytest.approx(tuple(mm * 72 / 25.4 for mm in corner), abs=0.5)


def test_templates_layers_and_blocks_are_drawn() -> None:
    common = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    template = root("Page", layer(text(20, 10, "绩效自评表") + BOX))
    blocks = f"<ofd:PageBlock><ofd:PageBlock>{text(22, 22, '甲')}</ofd:PageBlock></ofd:PageBlock>"
    content = (
        '<ofd:Template TemplateID="5"/><ofd:Content>'
        f'<ofd:Layer ID="1">{blocks}</ofd:Layer><ofd:Layer ID="2">{text(52, 32, "乙")}</ofd:Layer>'
        "</ofd:Content>"
    )
    data = package([content], {"Doc_0/Tpls/Tpl_0/Content.xml": template}, common=common)
    book = open_book(data, "a.ofd")
    assert [b.text for b in book.blocks if isinstance(b, Paragraph)] == ["绩效自评表"]
    (table,) = tables(book)
    assert [(c.row, c.column, c.text) for c in cells(table) if c.text] == [
        (1, 1, "甲"), (2, 2, "乙"),
    ]  # fmt: skip


def test_absolute_locations_and_other_namespaces() -> None:
    parts: dict[str, str | bytes] = {}
    with ZipFile(BytesIO(page(text(20, 20, "项目名称")))) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode()
            content = content.replace("http://www.ofdspec.org/2016", "http://www.ofdspec.org")
            content = content.replace('BaseLoc="Pages', 'BaseLoc="/Doc_0/Pages')
            parts[name] = content.replace("Doc_0/Document.xml", "/Doc_0/Document.xml")
    assert paragraphs(zipped(parts)) == ["项目名称"]


def test_vertical_text_and_several_codes_in_one_object() -> None:
    vertical = (
        '<ofd:TextObject ID="1" Font="1" Size="3" Boundary="22 41 4 40">'
        '<ofd:TextCode X="0" Y="3" DeltaY="g 3 3.5">产出指标</ofd:TextCode></ofd:TextObject>'
    )
    two = (
        '<ofd:TextObject ID="1" Font="1" Size="3" Boundary="60 41 40 4">'
        '<ofd:TextCode X="0" Y="3" DeltaX="3">数量</ofd:TextCode>'
        '<ofd:TextCode X="6" DeltaX="3">指标</ofd:TextCode></ofd:TextObject>'
    )
    frame = line(20, 40, 100, 40) + line(20, 60, 100, 60)
    frame += "".join(line(x, 40, x, 60) for x in (20, 40, 100))
    (table,) = tables(open_book(page(frame + vertical + two), "a.ofd"))
    assert [squeezed(c.text) for c in cells(table)] == ["产出指标", "数量指标"]


def test_hidden_text_is_not_read() -> None:
    shown = text(20, 20, "看得见")
    for attribute in (' Visible="false"', ' Alpha="0"', ' Fill="false"'):
        assert paragraphs(page(shown + text(20, 40, "看不见", extra=attribute))) == ["看得见"]


def test_text_layer_over_a_scan_is_read_and_told() -> None:
    image = '<ofd:ImageObject ID="1" ResourceID="9" Boundary="0 0 210 297"/>'
    words = "兴安盟商务口岸局二〇二三年度项目支出绩效自评表"
    veiled = text(20, 20, words, extra=' Alpha="0"')
    book = open_book(page(image + veiled), "a.ofd")
    assert [b.text for b in book.blocks if isinstance(b, Paragraph)] == [words]
    assert any("透明文字层" in note for note in book.notes)


def test_text_without_lines_becomes_an_unruled_table() -> None:
    rows = [("指标", "目标", "完成"), ("数量", "16次", "12次"), ("质量", "100%", "98%")]
    words = "".join(
        text(20 + 50 * column, 20 + 6 * row, word)
        for row, listed in enumerate(rows)
        for column, word in enumerate(listed)
    )
    (table,) = tables(open_book(page(words), "a.ofd"))
    assert table.ruled is False
    assert [tuple(c.text for c in row) for row in table.rows] == rows


def test_seals_are_ignored_and_told() -> None:
    book = open_book(
        page(text(20, 20, "项目名称"), body="<ofd:Signatures>/Doc_0/Signs.xml</ofd:Signatures>"),
        "a.ofd",
    )
    assert any("没有验证" in note for note in book.notes)


def test_notes_of_annotations_are_told_not_lost() -> None:
    annotation = root("PageAnnot", f'<ofd:Annot Type="Path"><ofd:Appearance>{text(1, 1, "改")}'
                      "</ofd:Appearance></ofd:Annot>")  # fmt: skip
    listed = root(
        "Annotations", '<ofd:Page PageID="9"><ofd:FileLoc>P/A.xml</ofd:FileLoc></ofd:Page>'
    )
    parts: dict[str, str | bytes] = {"Doc_0/Annots.xml": listed, "Doc_0/P/A.xml": annotation}
    data = package([layer(text(20, 20, "项目名称"))], parts,
                   document="<ofd:Annotations>Annots.xml</ofd:Annotations>")  # fmt: skip
    assert any("批注" in note for note in open_book(data, "a.ofd").notes)


def refused(data: bytes, limits: Limits = DEFAULT) -> str:
    with pytest.raises(Unreadable) as caught:
        open_book(data, "a.ofd", limits)
    assert not isinstance(caught.value, Defect)
    return str(caught.value)


def test_encrypted_files_are_refused() -> None:
    held = page(text(20, 20, "x"), body="<ofd:Encryptions>/Encryptions.xml</ofd:Encryptions>")
    assert "加密" in refused(held)
    assert "加密" in refused(package([layer("")], {"Doc_0/decryptseed.dat": b"\0"}))


def test_files_without_text_are_refused_with_the_reason() -> None:
    image = '<ofd:ImageObject ID="1" ResourceID="9" Boundary="0 0 210 297"/>'
    assert "扫描件" in refused(page(image))
    assert "没有任何文字" in refused(page(line(1, 1, 50, 1)))
    assert "没有编码" in refused(page(text(20, 20, "\ue000" * 40)))


def test_one_broken_page_does_not_hide_the_others() -> None:
    content = layer(text(20, 20, "项目名称"))
    broken: dict[str, str | bytes] = {"Doc_0/Pages/Page_1/Content.xml": "<ofd:Page"}
    book = open_book(package([content, content, content], broken), "a.ofd")
    assert [b.page for b in book.blocks if isinstance(b, Paragraph)] == [1, 3]
    assert book.notes == ["第2页已损坏，打不开，未读取。"]


@pytest.mark.parametrize("name", ["OFD.xml", "Doc_0/Document.xml"])
def test_entities_are_refused(name: str) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    assert "DOCTYPE" in refused(package([layer("")], {name: laughs}))


def test_endless_composites_and_groups_end() -> None:
    unit = root(
        "Res",
        '<ofd:CompositeGraphicUnit ID="7"><ofd:Content>'
        '<ofd:CompositeObject ID="8" ResourceID="7" Boundary="0 0 9 9"/></ofd:Content>'
        "</ofd:CompositeGraphicUnit>",
    )
    data = package(
        [layer('<ofd:CompositeObject ID="8" ResourceID="7" Boundary="0 0 9 9"/>'
               + text(20, 20, "项目名称"))],
        {"Doc_0/Res.xml": unit}, common="<ofd:PublicRes>Res.xml</ofd:PublicRes>",
    )  # fmt: skip
    assert paragraphs(data) == ["项目名称"]
    many = unit.replace(
        "</ofd:Content>", '<ofd:CompositeObject ResourceID="7"/>' * 30 + "</ofd:Content>"
    )
    data = package(
        [layer('<ofd:CompositeObject ID="8" ResourceID="7" Boundary="0 0 9 9"/>')],
        {"Doc_0/Res.xml": many}, common="<ofd:PublicRes>Res.xml</ofd:PublicRes>",
    )  # fmt: skip
    assert "图形对象" in refused(data) or "时间上限" in refused(data)


def test_too_many_pages_are_refused() -> None:
    content = layer(text(20, 20, "项目名称"))
    assert "上限2页" in refused(package([content] * 3), Limits(pages=2))


def test_offsets_are_written_out() -> None:
    assert deltas("g 3 2.5 1", 5) == [2.5, 2.5, 2.5, 1.0, 1.0]
    assert deltas("1 g 2 3 4", 9)[:4] == [1.0, 3.0, 3.0, 4.0]
    assert deltas("g 999999999999 1", 4) == [1.0] * 4
    assert deltas("g x 1", 4) == []
    assert deltas("nan 1", 4) == []
    assert deltas(None, 4) == []


def test_paths_are_followed_and_curves_cut() -> None:
    assert outline("M 0 0 L 5 0 L 5 5 C", UNIT) == [[(0, 0), (5, 0), (5, 5), (0, 0)]]
    assert outline("S 1 1 M 0 0 B 1 1 2 2 3 3 L 9 3", UNIT)[-1] == [(3, 3), (9, 3)]
    assert outline("M 0 0 A 1 1 0 0 1 4 4 L 4 9 Q 1 1 2 2", UNIT)[1] == [(4, 4), (4, 9)]
    assert outline("M0,0L5-3", UNIT) == [[(0, 0), (5, -3)]]
    assert outline("M 0 0 L 1", UNIT) == [[(0, 0)]]
    assert outline("X 1 2", UNIT) == []


@settings(max_examples=80)
@pytest.mark.parametrize(
    "part", ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"]
)
@given(data=st.data())
def test_mutated_parts_never_crash(part: str, data: st.DataObject) -> None:
    parts: dict[str, str | bytes] = {}
    with ZipFile(BytesIO(ofd([small([["甲", "乙"], ["丙", "12.50"]])]))) as archive:
        for entry in archive.namelist():
            parts[entry] = archive.read(entry)
    content = bytearray(parts[part])  # type: ignore[arg-type]
    for _ in range(data.draw(st.integers(1, 6))):
        spot = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(
            st.sampled_from(
                [b"", b"0", b"-1", b"99999999999", b"1e308", b"nan", b"x", b'"', b"\xff"]
            )
        )
        content[spot : spot + 1] = piece
    parts[part] = bytes(content)
    try:
        open_book(zipped(parts), "a.ofd")
    except Defect as defect:
        raise AssertionError(str(defect)) from defect
    except Unreadable:
        return
