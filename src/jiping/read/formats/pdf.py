"""PDF → book, on pdfium: characters and ruling lines into `jiping.read.grid`.

A page without a text layer (a scan) is recognised from its picture (`jiping.read.scan`) if the
extra ``ocr`` is installed; else it is named in the notes, and a file of nothing but such pages is
refused with what its owner can do. Pages turned by their /Rotate, or by their text, are read
upright; places are always on the page as it is displayed.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from jiping.read.book import Book
from jiping.read.errors import Unreadable
from jiping.read.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiping.read.grid import Leaf
    from jiping.read.limits import Limits
    from jiping.read.scan.reader import Reader

_ONE_AT_A_TIME = threading.Lock()  # pdfium is one big global state
DOTS = 200  # resolution at which a page is drawn for recognition
SCAN_SHARE = 0.5  # part of a page that an image covers on a scan
SCAN_TEXT = 20  # characters that a scan may carry all the same (a stamp, a page number)

SCANNED = "这个PDF没有文字层，每一页都是图片（扫描件或拍照件）"
LOCKED = "这个PDF设了打开密码，读不了。请用密码打开后另存（或打印）为不加密的PDF再试。"
BROKEN = "这不是完整的PDF文件：可能下载或复制时被截断，或内容已损坏。请重新取得文件再试。"


def _sniff(head: bytes, name: str) -> int:
    at = head[:1024].find(b"%PDF-")
    if at == 0:
        return 100
    if at > 0:
        return 90
    return 30 if name.endswith(".pdf") else 0


def _read(data: bytes, limits: Limits) -> Book:
    if len(data) > limits.file_size:
        raise Unreadable(f"文件超过{limits.file_size // 2**20} MB，没有读取。")
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("文件名是PDF，内容却不是PDF。请确认文件没有改错扩展名。")
    import pypdfium2

    from jiping.read.formats._pdf_page import Deadline
    from jiping.read.formats._pdf_streams import refuse_bombs
    from jiping.read.grid import bind

    refuse_bombs(data, limits)
    deadline = Deadline(time.monotonic() + limits.seconds)
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(_why(error)) from error
        try:
            count = len(document)
            if not count:
                raise Unreadable(BROKEN)
            if count > limits.pages:
                raise Unreadable(
                    f"PDF有{count}页，超过上限{limits.pages}页，没有读取。"
                    "请把自评表所在的页单独存成一个PDF再试。"
                )
            book = Book("pdf")
            scans = _Scans(document, limits)
            bind(book, _leaves(document, book, count, deadline, scans), limits)
            if not book.blocks and scans.reader is not None:
                raise Unreadable(
                    "这个PDF的扫描页里没有认出文字：可能是空白页，或太模糊。"
                    "请以200dpi重新扫描，或提供电子版原件。"
                )
            scans.finish(book)
            return book
        finally:
            document.close()


def _why(error: Exception) -> str:
    import pypdfium2.raw as pdfium

    code = getattr(error, "err_code", None)
    if code == pdfium.FPDF_ERR_PASSWORD:
        return LOCKED
    if code == pdfium.FPDF_ERR_SECURITY:
        return "这个PDF用了不支持的加密方式，读不了。请打开后另存（或打印）为不加密的PDF再试。"
    return BROKEN


class _Scans:
    """Recognises pages that are pictures, where the extra for it is installed."""

    def __init__(self, document: Any, limits: Limits) -> None:
        self.document = document
        self.limits = limits
        self.reader: Reader | None = None
        self.seconds = 0.0

    def leaf(self, number: int) -> Leaf | None:
        """The page from its picture; None where recognition is not installed."""
        if self.reader is None:
            from jiping.read.scan import available

            if not available():
                return None
            from jiping.read.scan.reader import Reader

            self.reader = Reader(self.limits)
        begun = time.monotonic()
        page = self.document[number - 1]
        try:
            width, height = page.get_size()
            scale = DOTS / 72
            if not 400 <= max(width, height) <= 1300:  # a mistaken size: taken for A4
                scale = DOTS / 72 * 842 / max(width, height, 1.0)
            picture = page.render(scale=scale, rev_byteorder=True).to_numpy()[..., :3].copy()
        finally:
            page.close()
        leaf = self.reader.leaf(picture, number, (width, height))
        self.seconds += time.monotonic() - begun
        return leaf

    def finish(self, book: Book) -> None:
        """Mark what was recognised in the bound book."""
        if self.reader is not None:
            self.reader.finish(book, _pages(self.reader.pages))


def _leaves(document: Any, book: Book, count: int, deadline: Any, scans: _Scans) -> Iterator[Leaf]:
    """Pages one by one; notes on pages that gave nothing. Raises `Unreadable` for a pure scan
    that can't be recognised here."""
    scanned: list[int] = []
    broken: list[int] = []
    garbled: list[int] = []
    empty = 0
    for number in range(1, count + 1):
        deadline.later(scans.seconds).check(number)
        read = _leaf(document, number, deadline.later(scans.seconds))
        if read is None:
            broken.append(number)
            continue
        leaf, images, unknown = read
        printed = sum(not glyph[0].isspace() for glyph in leaf.glyphs)
        coded = unknown <= max(20, printed)
        # A scan may hold somebody's recognised text, without lines: ours has the lines too.
        picture = images > SCAN_SHARE and (printed < SCAN_TEXT or not leaf.horizontals)
        if (picture or not coded or (not printed and leaf.horizontals)) and (
            recognised := scans.leaf(number)
        ) is not None:
            yield recognised
            continue
        if not coded:
            garbled.append(number)
        elif images > SCAN_SHARE and printed < SCAN_TEXT:
            scanned.append(number)
        elif not printed:
            empty += 1
        yield leaf
    if len(broken) == count:
        raise Unreadable(BROKEN)
    if scanned and len(scanned) + empty + len(broken) == count:
        from jiping.read.scan import missing

        raise Unreadable(missing(SCANNED))
    if empty == count:
        raise Unreadable(
            "这个PDF里没有任何文字：可能是空白页，或文字已转成图形。请改用原文件（Word、Excel）。"
        )
    if garbled and len(garbled) + empty + len(scanned) == count:
        raise Unreadable(
            "这个PDF的字体没有文字编码，能看到却取不出文字。请改用原文件（Word、Excel）。"
        )
    if scanned:
        book.notes.append(
            f"{_pages(scanned)}没有文字层（可能是扫描件），未读取这些页的内容；"
            '要识别扫描页，请运行 pip install "jiping[ocr]" 后再试。'
        )
    if garbled:
        book.notes.append(f"{_pages(garbled)}的字体没有文字编码，大部分文字取不出来。")
    if broken:
        book.notes.append(f"{_pages(broken)}已损坏，打不开，未读取。")


def _leaf(document: Any, number: int, deadline: Any) -> tuple[Leaf, float, int] | None:
    """One page, its filled-in form fields and text notes included; None if it won't load."""
    import pypdfium2.raw as pdfium

    from jiping.read.formats._pdf_page import read_page

    page = pdfium.FPDF_LoadPage(document.raw, number - 1)
    if not page:
        return None
    try:
        _drop_remarks(page)
        flat = pdfium.FLATTEN_SUCCESS
        if pdfium.FPDFPage_GetAnnotCount(page) and (
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == flat
        ):
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(document.raw, number - 1)
            if not page:
                return None
        return read_page(page, number, deadline)
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _drop_remarks(page: Any) -> None:
    """Take a reviewer's boxes, highlights and notes off the page: their frames are no ruling lines.

    What somebody typed on the page (FreeText) and filled in (Widget) stays.
    """
    import pypdfium2.raw as pdfium

    remarks = (
        pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_SQUARE, pdfium.FPDF_ANNOT_CIRCLE,
        pdfium.FPDF_ANNOT_HIGHLIGHT, pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_POPUP,
    )  # fmt: skip
    for number in reversed(range(pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in remarks:
            pdfium.FPDFPage_RemoveAnnot(page, number)


def _pages(numbers: list[int]) -> str:
    """Page numbers for people: [3, 5, 6, 7] → "第3、5–7页"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return f"第{'、'.join(parts)}页"


FORMAT = Format(name="pdf", title="PDF", suffixes=(".pdf",), sniff=_sniff, read=_read)
