"""Findings in PDFs: boxes on the values, appended behind the file's own bytes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter

import jiping
from jiping.forms.annotate.carriers.pdf import OURS, on_page
from jiping.forms.annotate.marks import AUTHOR
from jiping.forms.annotate.original import cleaned

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(__file__).parent / "samples"
FILES = [*(ROOT / f"examples/reference/table-{n}.pdf" for n in range(1, 6)),
         ROOT / "examples/reference/all.pdf"]  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_file_is_the_beginning_of_what_is_written(path: Path) -> None:
    data = path.read_bytes()
    made = jiping.annotate(path)
    assert made.data.startswith(data)
    assert made.data != data
    assert cleaned(made.data, "pdf") == data
    assert cleaned(data, "pdf") == data
    assert jiping.annotate(made.data, name="表.pdf").data == made.data


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_finding_has_its_box(path: Path) -> None:
    made = jiping.annotate(path)
    reader = PdfReader(BytesIO(made.data), strict=True)
    boxes = {}
    for number, page in enumerate(reader.pages, 1):
        for reference in page.get("/Annots", []):
            one = reference.get_object()
            assert one["/T"] == AUTHOR
            assert str(one["/NM"]).startswith(OURS)
            boxes[number, tuple(round(float(n), 1) for n in one["/Rect"])] = str(one["/Contents"])
    for mark in made.marks:
        place = mark.place
        assert place is not None
        assert place.page is not None
        assert place.box is not None
        page = reader.pages[place.page - 1]
        rect = tuple(round(float(f"{n:.2f}"), 1) for n in on_page(page, place.box))
        assert mark.finding.message in boxes[place.page, rect]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_it_reads_as_before(path: Path) -> None:
    """Their frames are no ruling lines."""
    made = jiping.annotate(path)
    again = jiping.audit(jiping.read(made.data, name=path.name))
    assert [a.findings for a in again] == [a.findings for a in jiping.audit(path)]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_stand_right_on_turned_and_cropped_pages(turn: int) -> None:
    """The text in each box, taken from the page as it is displayed, is the value's."""
    writer = PdfWriter(clone_from=FILES[3])
    page = writer.pages[0]
    page.cropbox.lower_left = (10, 20)
    page.rotate(turn)
    out = BytesIO()
    writer.write(out)
    made = jiping.annotate(out.getvalue(), name="表.pdf")
    assert [m.finding.rule for m in made.marks].count("C-FUND-06") == 1
    document = pypdfium2.PdfDocument(made.data)
    shown = document[0]
    text = shown.get_textpage()
    try:
        annotations = PdfReader(BytesIO(made.data)).pages[0]["/Annots"]
        [rate] = [a.get_object() for a in annotations if "C-FUND-06" in a.get_object()["/Contents"]]
        left, bottom, right, top = (float(n) for n in rate["/Rect"])
        assert text.get_text_bounded(left, bottom, right, top).strip() == "57.13"
    finally:
        text.close()
        shown.close()
        document.close()


def test_a_file_with_streams_of_references_keeps_its_kind() -> None:
    """Object streams and a stream of cross references: PDF 1.5 as most programs write it."""
    plain = FILES[3].read_bytes()
    writer = PdfWriter(BytesIO(plain), incremental=True)  # its update is such a stream
    writer.add_metadata({"/Title": "表"})
    out = BytesIO()
    writer.write(out)
    data = out.getvalue()
    assert data[int(data[data.rindex(b"startxref") :].split()[1]) :][:4] != b"xref"
    made = jiping.annotate(data, name="表.pdf")
    assert made.data.startswith(data)
    reader = PdfReader(BytesIO(made.data), strict=True)
    assert len(reader.pages[0]["/Annots"]) > 10
    assert reader.metadata is not None
    assert reader.metadata.title == "表"
    start = int(made.data[made.data.rindex(b"startxref") :].split()[1])
    assert b"/XRef" in made.data[start:]


def test_notes_of_the_person_stay() -> None:
    from pypdf.annotations import Text

    writer = PdfWriter(clone_from=FILES[3])
    writer.add_annotation(0, Text(text="请核对", rect=(50, 550, 70, 570)))
    out = BytesIO()
    writer.write(out)
    made = jiping.annotate(out.getvalue(), name="表.pdf")
    first, *others = PdfReader(BytesIO(made.data)).pages[0]["/Annots"]
    assert first.get_object()["/Contents"] == "请核对"
    assert all(str(o.get_object()["/NM"]).startswith(OURS) for o in others)
    # Saved by another program, ours are taken out one by one.
    again = PdfWriter(clone_from=BytesIO(made.data))
    saved = BytesIO()
    again.write(saved)
    [left] = PdfReader(BytesIO(cleaned(saved.getvalue(), "pdf"))).pages[0]["/Annots"]
    assert left.get_object()["/Contents"] == "请核对"


def _encrypted() -> bytes:
    writer = PdfWriter(clone_from=FILES[3])
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["RC4-128", "AES-256"])
def test_an_encrypted_file_gets_pictures_of_its_pages(kind: str) -> None:
    """AES-256 is a file kept with the tests: to write (and here to open) it takes another library."""
    data = _encrypted() if kind == "RC4-128" else (SAMPLES / "aes-256.pdf").read_bytes()
    made = jiping.annotate(data, name="表.pdf")
    assert made.beside
    assert "密码" in made.said[0]
    [page] = PdfReader(BytesIO(made.data), strict=True).pages
    assert len(page["/Annots"]) > 10
    assert abs(float(page.mediabox.width) - 595.3) < 1
