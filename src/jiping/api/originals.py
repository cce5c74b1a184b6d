"""The original beside its reading: pages as pictures, tables as they stand in the file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiping.api.png import png
from jiping.model.place import Place
from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.errors import Unreadable as Unreadable
from jiping.read.formats.image import FORMAT
from jiping.read.limits import DEFAULT
from jiping.read.opening import open_book

if TYPE_CHECKING:
    from jiping.read.scan.ink import Picture as Pixels

_PAGED = (b"%PDF",)
_PICTURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""Pictures that every browser shows as they are."""
_WIDEST = 1600
_RGB = 2  # FPDFBitmap_BGR; with rev_byteorder its bytes are R, G, B
_ONE_AT_A_TIME = threading.Lock()  # PDFium is not made for threads
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class OriginalCell:
    """One cell where it stands: 1-based row and column, spans, text."""

    row: int
    column: int
    text: str
    down: int = 1
    across: int = 1
    line: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class OriginalBlock:
    """A table (``rows``) with its number and sheet, or a paragraph (``text``) and its ``place``."""

    text: str = ""
    number: int | None = None
    sheet: str | None = None
    rows: tuple[tuple[OriginalCell, ...], ...] = ()
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG or as it came; ``width`` and ``height`` are the page's, in points."""

    data: bytes
    kind: str
    width: float
    height: float


def has_pages(data: bytes) -> bool:
    """Whether the original is best looked at as pictures of pages: PDF, scans and photos."""
    return data[:4] in _PAGED or _is_picture(data)


def _is_picture(data: bytes) -> bool:
    return FORMAT.sniff(data[:16], ".bmp") > 0


def page_sizes(data: bytes) -> list[tuple[float, float]]:
    """Width and height in points of each page of a PDF or a scan, nothing for what has no pages.

    Raises Unreadable.
    """
    if data[:4] not in _PAGED:
        return [size for _, size in _scans(data)] if _is_picture(data) else []
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as exc:
            raise Unreadable("PDF 打不开，无法显示页面。") from exc
        try:
            return [document.get_page_size(number) for number in range(len(document))]
        finally:
            document.close()


def page_picture(data: bytes, number: int) -> Picture:
    """Page ``number`` (from 1) as a picture. Raises Unreadable where there is none."""
    if data[:4] not in _PAGED:
        return _scan(data, number)
    import pypdfium2

    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as exc:
            raise Unreadable("PDF 打不开，无法显示页面。") from exc
        try:
            if not 1 <= number <= len(document):
                raise Unreadable(f"没有第 {number} 页。")
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(_WIDEST / max(width, 1), 2.0)
            drawn = page.render(scale=scale, rev_byteorder=True, force_bitmap_format=_RGB)
            data = png(bytes(drawn.buffer), drawn.width, drawn.height, stride=drawn.stride)
            page.close()
            return Picture(data, "image/png", width, height)
        finally:
            document.close()


def _scans(data: bytes) -> Iterator[tuple[Pixels, tuple[float, float]]]:
    """The pages of a picture file with their sizes in points. Raises Unreadable."""
    try:
        from jiping.read.scan.picture import pictures

        yield from pictures(data, DEFAULT)
    except ImportError as exc:
        raise Unreadable("没有安装识别扫描件的部件（ocr），无法显示图片。") from exc


def _scan(data: bytes, number: int) -> Picture:
    """One page of a picture file: as it came where a browser shows it, else as PNG."""
    for at, (pixels, (width, height)) in enumerate(_scans(data), 1):
        if at != number:
            continue
        for head, kind in _PICTURES.items():
            if data.startswith(head):
                return Picture(data, kind, width, height)
        high, wide = pixels.shape[:2]
        channels = 1 if pixels.ndim == 2 else 3
        made = png(pixels.tobytes(), wide, high, stride=wide * channels, channels=channels)
        return Picture(made, "image/png", width, height)
    raise Unreadable(f"没有第 {number} 页。")


def original_tables(data: bytes, name: str) -> tuple[OriginalBlock, ...]:
    """Paragraphs and tables of the file in reading order, at most 20,000 cells.

    Raises Unreadable for a file that can't be opened.
    """
    book = open_book(data, name, DEFAULT)
    book.situate()
    return tuple(_blocks(book))


def _blocks(book: Book) -> Iterator[OriginalBlock]:
    left = _MOST_CELLS
    for block in book.blocks:
        if isinstance(block, Paragraph):
            if block.text.strip():
                yield OriginalBlock(block.text, sheet=block.sheet, place=block.place())
            continue
        yield _table(block, left)
        left -= sum(len(row) for row in block.rows)
        if left <= 0:
            return


def _table(table: Table, most: int) -> OriginalBlock:
    rows: list[tuple[OriginalCell, ...]] = []
    for row in table.rows:
        rows.append(tuple(_cell(cell) for cell in row))
        most -= len(row)
        if most <= 0:
            break
    return OriginalBlock(number=table.number, sheet=table.sheet, rows=tuple(rows))


def _cell(cell: Cell) -> OriginalCell:
    return OriginalCell(
        cell.row, cell.column, cell.text, cell.rowspan, cell.colspan, cell.line, cell.hidden
    )
