"""Scans of the reference tables, field by field; pages, turns, places and doubts; bad pictures.

Skipped where the extra `ocr` is not installed (a test below says what a user is told then).
"""

from __future__ import annotations

import json
import os
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from jiping.read import Unreadable, open_book
from jiping.read.book import Book, Cell, Table
from jiping.read.limits import DEFAULT, Limits
from jiping.read.reading import FileReading, read_bytes
from jiping.read.scan import available

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "bench"))
os.environ.setdefault("JIPING_OCR_THREADS", "1")  # the tests beside this one want a core too

needs_ocr = pytest.mark.skipif(not available(), reason="the extra ocr is not installed")


def compared(reading: FileReading, number: int, ordinal: int = 1) -> Any:
    from accuracy import compare

    from jiping.model.contract import evaluation_to_json

    truth = json.loads((ROOT / "tests/reference" / f"table-{number}.truth.json").read_text("utf-8"))
    return compare(truth, evaluation_to_json(reading.evaluations[ordinal - 1]))


def picture(number: int, scanner: Any) -> Any:
    from making.scans import pages, scanned

    (page,) = pages(ROOT / "examples/reference" / f"table-{number}.pdf", scanner.dpi)
    return scanned(page, scanner, seed=number)


def cells(book: Book) -> list[Cell]:
    return [c for b in book.blocks if isinstance(b, Table) for row in b.rows for c in row]


def png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds no picture."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@needs_ocr
def test_a_clean_scan_is_read_field_by_field() -> None:
    from making.scans import CLEAN, encoded

    reading = read_bytes(encoded(picture(2, CLEAN), "jpeg"), "扫描.jpg")
    assert reading.status == "read"
    assert reading.format == "image"
    score = compared(reading, 2)
    assert score.wrong == []
    assert score.missing == []
    (evaluation,) = reading.evaluations
    assert evaluation.reading.balanced is True
    named = {doubt.pointer for doubt in evaluation.reading.doubtful}
    assert {"/total/score", "/indicators/0/target", "/funds/0/executed"} <= named
    assert any("文字识别" in note for note in reading.notes)


@needs_ocr
def test_a_hard_scan_with_skew_perspective_and_seal() -> None:
    from making.scans import HARD, encoded

    reading = read_bytes(encoded(picture(4, HARD), "jpeg", quality=45), "盖章.jpg")
    score = compared(reading, 4)
    assert [fault[0] for fault in (*score.wrong, *score.missing)] == []
    assert reading.evaluations[0].reading.balanced is True


@needs_ocr
def test_a_mixed_pdf_is_read_page_by_page() -> None:
    import pypdfium2
    from making.scans import Scanner, encoded, pdf_of

    turned = encoded(picture(4, Scanner(quarters=1)), "jpeg")
    scan = pypdfium2.PdfDocument(pdf_of([turned], (842, 596)))
    document = pypdfium2.PdfDocument(ROOT / "examples/reference/table-2.pdf")
    document.import_pages(scan)
    from io import BytesIO

    out = BytesIO()
    document.save(out)
    scan.close()
    document.close()
    reading = read_bytes(out.getvalue(), "混合.pdf")
    assert [len(e.reading.doubtful) > 100 for e in reading.evaluations] == [False, True]
    assert [e.source.place.page for e in reading.evaluations if e.source.place] == [1, 2]
    assert [n for n in reading.notes if "第2页" in n and "文字识别" in n]
    assert compared(reading, 2, 1).wrong == []
    assert compared(reading, 4, 2).wrong == []
    place = reading.evaluations[1].places["/indicators/0/name"]
    assert place.page == 2
    assert place.box is not None
    x0, y0, x1, y1 = place.box
    assert x1 - x0 < y1 - y0  # the page lies on its side: so does the cell
    assert 0 < x0 < x1 < 842
    assert 0 < y0 < y1 < 596


@needs_ocr
def test_every_recognised_cell_has_a_confidence() -> None:
    from making.scans import encoded, pages

    (page,) = pages(ROOT / "examples/reference/table-4.pdf", 110)
    book = open_book(encoded(page[:700], "png", dpi=110), "上半页.png")
    assert book.recognised
    (table,) = [block for block in book.blocks if isinstance(block, Table)]
    assert table.ruled  # the row that the cut went through is a row of the table
    written = [cell for cell in cells(book) if cell.text.strip()]
    assert len(written) > 60
    assert all(cell.confidence is not None for cell in written)
    assert all(cell.confidence is None for cell in cells(book) if not cell.text.strip())


@needs_ocr
def test_sums_choose_between_close_readings() -> None:
    from jiping.read.scan.decide import understand_recognised

    source = (ROOT / "examples/reference/table-4.html").read_bytes()
    book = open_book(source, "a.html")
    score = [cell for cell in cells(book) if cell.text == "7.5"][1]
    score.text, score.alternatives = "75", ("1.5", "7.5", "7.8")
    for index, cell in enumerate(cells(book)):
        cell.confidence, cell.page = 91, 1
        cell.box = (float(index), 0.0, float(index + 1), 1.0)
    found = understand_recognised(book, file="a", sha256="0" * 64)
    (evaluation,) = found.evaluations
    assert evaluation.reading.balanced is True
    assert [r.what for r in evaluation.reading.repairs] == [
        "“75”改读为“7.5”：识别结果不确定（91%）。"
    ]
    (repair,) = evaluation.reading.repairs
    assert repair.place is not None
    assert (repair.place.row, repair.place.column) == (score.row, score.column)
    assert repair.place.text == "75"  # what stood there before
    assert score.alternatives[0] == "75"


@needs_ocr
def test_a_sum_that_comes_right_by_chance_changes_nothing() -> None:
    from jiping.read.scan.decide import understand_recognised

    book = open_book((ROOT / "examples/reference/table-4.html").read_bytes(), "a.html")
    for index, cell in enumerate(cells(book)):
        cell.confidence, cell.page = 91, 1
        cell.box = (float(index), 0.0, float(index + 1), 1.0)
    wrong, sure = [cell for cell in cells(book) if cell.text == "7.5"][1:4:2]
    wrong.text, wrong.confidence = "3.5", 40  # the true reading is not among its alternatives
    sure.alternatives = ("11.5",)
    found = understand_recognised(book, file="a", sha256="0" * 64)
    assert found.evaluations[0].reading.balanced is False
    assert found.evaluations[0].reading.repairs == ()
    assert (wrong.text, sure.text) == ("3.5", "7.5")


@needs_ocr
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (png(40_000, 40_000), "像素"),
        (png(8_000, 300), "整页"),
        (png(20, 20), "整页"),
        (png(1_000, 1_400), "不完整"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "不完整"),
        (b"\xff\xd8\xff\xe0" + bytes(300), "不完整"),
        (b"II*\x00\x08\x00\x00\x00" + bytes(40), "不完整"),
    ],
    ids=["giant", "strip", "stamp", "no pixels", "torn png", "torn jpeg", "torn tiff"],
)
def test_hostile_pictures_are_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        open_book(data, "坏.png")


@needs_ocr
def test_a_cut_off_jpeg_is_refused() -> None:
    from making.scans import Scanner, encoded

    data = encoded(picture(4, Scanner(dpi=100)), "jpeg")
    with pytest.raises(Unreadable, match="不完整"):
        open_book(data[: len(data) // 2], "半张.jpg")


@needs_ocr
def test_the_time_of_a_page_has_a_limit() -> None:
    from making.scans import Scanner, encoded

    data = encoded(picture(4, Scanner(dpi=100)), "jpeg")
    with pytest.raises(Unreadable, match=r"第1页.*时间上限"):
        open_book(data, "慢.jpg", Limits(scan_seconds=0.0))


@needs_ocr
def test_too_many_pages_are_refused_before_they_are_read() -> None:
    from making.scans import Scanner, tiff

    page = picture(4, Scanner(dpi=100))
    with pytest.raises(Unreadable, match="上限1页"):
        open_book(tiff([page, page], 100), "多页.tif", Limits(scan_pages=1))


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jiping.read.scan.available", lambda: False)
    with pytest.raises(Unreadable, match=r'pip install "jiping\[ocr\]".*电子版原件'):
        open_book(png(1_000, 1_400), "扫描.png", DEFAULT)
