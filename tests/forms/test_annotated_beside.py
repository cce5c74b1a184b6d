"""Files that carry no notes get an annotated PDF beside them, and that is said."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from making.packages import signed
from pypdf import PdfReader

import jiping
from jiping.forms.annotate import beside
from jiping.forms.annotate.picture_pdf import Shot, picture_pdf
from jiping.read import office

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "examples/reference"


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find", lambda: None)


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize("suffix", ["txt", "ofd"])
def test_a_text_is_drawn_as_the_official_form(suffix: str) -> None:
    pytest.importorskip("typst", reason="the extra pdf is not installed")
    path = REFERENCE / f"table-4.{suffix}"
    made = jiping.annotate(path)
    assert (made.beside, made.suffix) == (True, ".pdf")
    assert "不能写批注" in made.said[0]
    assert "官方表样" in made.said[1]
    notes = [
        str(one.get_object()["/Contents"])
        for page in PdfReader(BytesIO(made.data)).pages
        for one in page.get("/Annots", [])
        if str(one.get_object().get("/NM", "")).startswith("jiping-")
    ]
    for mark in made.marks:
        assert any(mark.finding.message in note for note in notes)


@pytest.mark.usefixtures("no_office")
def test_a_signed_file_keeps_its_signature() -> None:
    pytest.importorskip("typst", reason="the extra pdf is not installed")
    data = signed((REFERENCE / "table-4.docx").read_bytes())
    made = jiping.annotate(data, name="表.docx")
    assert (made.beside, made.suffix) == (True, ".pdf")
    assert "签名" in made.said[0]


@pytest.mark.usefixtures("no_office")
def test_where_there_is_no_way_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_drawn", lambda _: None)
    with pytest.raises(jiping.api.CannotAnnotate, match=r"jiping\[pdf\].*LibreOffice"):
        jiping.annotate(REFERENCE / "table-4.txt")


def test_a_file_is_annotated_as_libreoffice_prints_it(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = (REFERENCE / "table-4.pdf").read_bytes()
    monkeypatch.setattr(office, "printed", lambda *_: printed)
    made = jiping.annotate(REFERENCE / "table-4.docx", as_pdf=True)
    assert made.data.startswith(printed)
    assert "LibreOffice" in made.said[1]
    first = made.marks[0]
    assert first.place is not None  # of the original: the page's own stand in its boxes
    assert first.place.table == 1


def test_pictures_become_pages() -> None:
    import pypdfium2

    grey = Shot(b"", 2, 1, 144.0, 72.0, "/FlateDecode")
    from zlib import compress

    shots = [Shot(compress(bytes([255, 0, 0, 0, 0, 255])), 2, 1, 144.0, 72.0, "/FlateDecode")]
    assert grey.coding == shots[0].coding
    document = pypdfium2.PdfDocument(picture_pdf(shots))
    page = document[0]
    try:
        assert page.get_size() == (144.0, 72.0)
        drawn = page.render(scale=1, rev_byteorder=True)
        rows = bytes(drawn.buffer)
        left = rows[36 * drawn.stride + 10 * drawn.n_channels :][:3]
        right = rows[36 * drawn.stride + 130 * drawn.n_channels :][:3]
        assert (left, right) == (b"\xff\x00\x00", b"\x00\x00\xff")
    finally:
        page.close()
        document.close()


def test_the_review_cycle_says_what_became_of_each_finding(tmp_path: Path) -> None:
    """Annotated, corrected and handed back: the old marks go, the new ones say what remains."""
    import openpyxl

    first = jiping.annotate(REFERENCE / "table-4.xlsx")
    path = first.save(tmp_path / "改正.xlsx")
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["表4"]
    sheet["L13"] = "年底追加任务，实际多完成两次。"
    sheet["J24"] = 9
    workbook.save(path)
    again = jiping.annotate(path, against=REFERENCE / "table-4.xlsx")
    states = {mark.state for mark in again.marks}
    assert states == {"remaining", "new", "gone"}
    gone = [m.finding.targets[0] for m in again.marks if m.state == "gone"]
    assert "/indicators/0/actual" in gone
    assert any("与上次相比：已改" in words for words in again.said)
    listed = openpyxl.load_workbook(BytesIO(again.data))["审核发现"]
    told = [(row[0].value, row[9].value) for row in listed.iter_rows(min_row=2) if row[9].value]
    assert {state for _, state in told} == {"已改", "仍在", "新增"}
    assert len(told) == len(again.marks)
