"""Findings in workbooks: notes, colours, the list; and nothing else touched."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from making.packages import SHEET, canonical, local, packed, parts, signed
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

import jiping
from jiping.forms.annotate.carriers import CannotCarry, carrier
from jiping.forms.annotate.carriers._xlsx_styles import FILLS
from jiping.forms.annotate.marks import AUTHOR, LISTED, worst
from jiping.forms.annotate.original import cleaned

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(__file__).parent / "samples"
FILES = [*(ROOT / f"examples/reference/table-{n}.xlsx" for n in range(1, 6)),
         SAMPLES / "libreoffice.xlsx"]  # fmt: skip
S = "{" + SHEET + "}"


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def saved(workbook: Any) -> bytes:
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def styles_of(sheet: bytes) -> dict[str, str]:
    cells = etree.fromstring(sheet).iter(S + "c")
    return {cell.get("r"): cell.get("s") or "0" for cell in cells}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_finding_stands_on_its_cell(path: Path) -> None:
    made = jiping.annotate(path)
    workbook = opened(made.data)
    sheet = workbook.worksheets[0]
    spots: dict[str, list[Any]] = {}
    for mark in made.marks:
        assert mark.place is not None
        spots.setdefault(mark.place.cell or "", []).append(mark)
    noted = {c.coordinate: c for row in sheet.iter_rows() for c in row if c.comment is not None}
    assert set(noted) == set(spots)
    for spot, marks in spots.items():
        cell = noted[spot]
        assert cell.comment.author == AUTHOR
        assert all(mark.finding.message in cell.comment.text for mark in marks)
        assert cell.fill.fgColor.rgb == FILLS[worst(marks)]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_list_leads_to_the_cells(path: Path) -> None:
    made = jiping.annotate(path)
    workbook = opened(made.data)
    assert workbook.sheetnames[-1] == LISTED
    listed = workbook[LISTED]
    for row, mark in enumerate(made.marks, 2):
        assert listed.cell(row, 1).value == str(mark.number)
        assert listed.cell(row, 5).value == mark.finding.message
        assert listed.cell(row, 9).value == mark.finding.rule
        place = mark.place
        assert place is not None
        assert listed.cell(row, 3).hyperlink.location == f"'{place.sheet}'!{place.cell}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_nothing_else_changes(path: Path) -> None:
    data = path.read_bytes()
    before, after = parts(data), parts(jiping.annotate(path).data)
    sheet = "xl/worksheets/sheet1.xml"
    touched = {sheet, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml",
               "xl/_rels/workbook.xml.rels", "xl/worksheets/_rels/sheet1.xml.rels"}  # fmt: skip
    for name, content in before.items():
        if name not in touched:
            assert after[name] == content, name

    def plain(xml: bytes) -> bytes:
        """Without the styles of cells, blank cells that hold nothing, and the drawing's link."""
        text = re.sub(rb'(<c [^>]*?) s="\d+"', rb"\1", xml)
        return canonical(
            text,
            lambda e: local(e) == "legacyDrawing" or (local(e) == "c" and not len(e)),
        )

    assert plain(after[sheet]) == plain(before[sheet])
    assert canonical(
        after["xl/workbook.xml"], lambda e: local(e) == "sheet" and e.get("name") == LISTED
    ) == canonical(before["xl/workbook.xml"])
    # A style that was there is as it was; a cell's new style differs in its ground only.
    was, now = (etree.fromstring(p["xl/styles.xml"]) for p in (before, after))
    for group in ("fonts", "fills", "cellXfs"):
        old = [etree.tostring(e, method="c14n") for e in was.find(S + group)]
        new = [etree.tostring(e, method="c14n") for e in now.find(S + group)]
        assert new[: len(old)] == old
        assert now.find(S + group).get("count") in (None, str(len(new)))
    formats = now.find(S + "cellXfs")
    styles = styles_of(before[sheet])
    for spot, style in styles_of(after[sheet]).items():
        old, new = formats[int(styles.get(spot, "0"))], formats[int(style)]
        for name in ("numFmtId", "fontId", "borderId", "xfId"):
            assert old.get(name) == new.get(name), spot
        assert [etree.tostring(e) for e in old] == [etree.tostring(e) for e in new]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_it_reads_as_before_and_comes_out_again(path: Path) -> None:
    made = jiping.annotate(path)
    findings = [a.findings for a in jiping.audit(path)]
    again = jiping.read(made.data, name=path.name)
    assert [a.findings for a in jiping.audit(again)] == findings
    bare = cleaned(made.data, "xlsx")
    workbook = opened(bare)
    assert workbook.sheetnames == opened(path.read_bytes()).sheetnames
    cells = [cell for row in workbook.worksheets[0].iter_rows() for cell in row]
    assert [c.coordinate for c in cells if c.comment is not None] == []
    before = opened(path.read_bytes()).worksheets[0]
    assert [c.fill.fgColor.rgb for c in cells] == [
        before[c.coordinate].fill.fgColor.rgb for c in cells
    ]
    assert {n for n in parts(bare) if "omments" in n or "vml" in n} == set()
    assert cleaned(path.read_bytes(), "xlsx") == path.read_bytes()


def test_a_second_round_replaces_the_first() -> None:
    for data in (jiping.annotate(FILES[0]).data, (SAMPLES / "annotated-resaved.xlsx").read_bytes()):
        made = jiping.annotate(data, name="表.xlsx")
        workbook = opened(made.data)
        assert workbook.sheetnames == ["表1", LISTED]
        cells = [c for row in workbook.worksheets[0].iter_rows() for c in row if c.comment]
        assert {c.coordinate for c in cells} == {m.place.cell for m in made.marks if m.place}
        for cell in cells:
            assert cell.comment.text.count("第") >= 1
            assert len(re.findall(r"^第\d+条 ", cell.comment.text, re.M)) == sum(
                m.place is not None and m.place.cell == cell.coordinate for m in made.marks
            )


def test_notes_of_the_person_stay_also_on_the_same_cell() -> None:
    workbook = openpyxl.load_workbook(FILES[3])
    sheet = workbook.worksheets[0]
    sheet["J6"].comment = Comment("请核对执行率", "张三")
    sheet["A1"].comment = Comment("旧批注", "张三")
    sheet["J6"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["J6"].font = Font(bold=True)
    data = saved(workbook)
    made = jiping.annotate(data, name="表.xlsx")
    after = opened(made.data).worksheets[0]
    assert after["A1"].comment.text == "旧批注"
    assert after["A1"].comment.author == "张三"
    assert after["J6"].comment.text.startswith("请核对执行率\n———")
    assert "C-FUND-06" in after["J6"].comment.text
    assert after["J6"].fill.fgColor.rgb == FILLS["error"]
    assert after["J6"].font.b
    drawing = next(c for n, c in parts(made.data).items() if n.endswith(".vml")).decode()
    assert drawing.count("<x:Row>5</x:Row>") + drawing.count("<x:Row>5<") <= 2
    back = opened(cleaned(made.data, "xlsx")).worksheets[0]
    assert back["J6"].comment.text == "请核对执行率"
    assert back["A1"].comment.text == "旧批注"
    assert back["H6"].comment is None


def test_a_cell_that_is_not_written_gets_a_note() -> None:
    data = FILES[3].read_bytes()
    marks = jiping.annotate(FILES[3]).marks[:3]
    place = marks[0].place
    assert place is not None
    spots = {"C13": (13, 3), "AB13": (13, 28), "B40": (40, 2)}
    moved = [
        replace(mark, place=replace(place, row=row, column=column, cell=cell))
        for mark, (cell, (row, column)) in zip(marks, spots.items(), strict=True)
    ]
    found = carrier("xlsx")
    assert found is not None
    content = parts(data)
    name = "xl/worksheets/sheet1.xml"
    content[name] = re.sub(rb'<c r="C13"[^>]*?(/>|>.*?</c>)', b"", content[name])
    made = found.write(packed(content), moved).data
    after = opened(made).worksheets[0]
    assert {c.coordinate for row in after.iter_rows() for c in row if c.comment} == set(spots)
    for row in etree.fromstring(parts(made)[name]).iter(S + "row"):
        columns = [cell.get("r").rstrip("0123456789") for cell in row]
        assert columns == sorted(columns, key=lambda c: (len(c), c))
    rows = [int(row.get("r")) for row in etree.fromstring(parts(made)[name]).iter(S + "row")]
    assert rows == sorted(rows)
    assert 40 in rows


def test_the_link_to_the_drawing_stands_where_the_format_wants_it() -> None:
    workbook = openpyxl.load_workbook(FILES[3])
    workbook.worksheets[0].oddFooter.center.text = "第 &P 页"
    content = parts(saved(workbook))
    name = "xl/worksheets/sheet1.xml"
    content[name] = content[name].replace(
        b"</worksheet>", b'<extLst><ext uri="{x}"/></extLst></worksheet>'
    )
    made = jiping.annotate(packed(content), name="表.xlsx")
    order = [local(e) for e in etree.fromstring(parts(made.data)[name])]
    assert order[-2:] == ["legacyDrawing", "extLst"]


def test_a_signature_is_not_broken() -> None:
    data = signed(FILES[3].read_bytes())
    found = carrier("xlsx")
    assert found is not None
    with pytest.raises(CannotCarry, match="签名"):
        found.write(data, jiping.annotate(FILES[3]).marks)
    assert found.clean(data) == data


def test_macros_are_kept_and_said() -> None:
    content = {**parts(FILES[3].read_bytes()), "xl/vbaProject.bin": b"\xd0\xcf macros"}
    made = jiping.annotate(packed(content), name="表.xlsm")
    assert made.suffix == ".xlsm"
    assert parts(made.data)["xl/vbaProject.bin"] == b"\xd0\xcf macros"
    assert any("宏" in words for words in made.said)
