"""Scans and photos (png, jpg, tif with several pages, bmp, webp, gif) → book, by recognition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.book import Book
from jiping.read.errors import Unreadable
from jiping.read.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiping.read.grid import Leaf
    from jiping.read.limits import Limits
    from jiping.read.scan.reader import Reader

_STARTS = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a",
)  # fmt: skip
_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp", ".gif")


def _sniff(head: bytes, name: str) -> int:
    if head.startswith(_STARTS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return 100
    if head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00" and name.endswith(".bmp"):
        return 100
    return 0


def _read(data: bytes, limits: Limits) -> Book:
    from jiping.read.scan import available, missing

    if not available():
        raise Unreadable(missing("这是图片（扫描件或照片），没有可以直接读取的文字"))
    from jiping.read.grid import bind
    from jiping.read.scan.reader import Reader

    book = Book("image")
    reader = Reader(limits)
    bind(book, _leaves(data, reader, limits), limits)
    if not book.blocks:
        raise Unreadable(
            "图片里没有认出文字：可能是空白页，或太模糊。请以200dpi重新扫描，或提供电子版原件。"
        )
    pages = "这张图片" if len(reader.pages) == 1 else f"全部{len(reader.pages)}页"
    reader.finish(book, pages)
    return book


def _leaves(data: bytes, reader: Reader, limits: Limits) -> Iterator[Leaf]:
    from jiping.read.scan.picture import pictures

    for number, (picture, size) in enumerate(pictures(data, limits), 1):
        yield reader.leaf(picture, number, size)


FORMAT = Format(name="image", title="图片", suffixes=_SUFFIXES, sniff=_sniff, read=_read)
