"""OFD (GB/T 33190) → book: characters and ruling lines into `jiping.read.grid`, as from a PDF.

Seals and signatures are neither drawn nor checked; an encrypted file is refused. The text is what
the file gives as text: where a glyph is drawn without a code (CGTransform alone), it is counted and
told. A page of nothing but an image is named in the notes.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from jiping.read.archive import Archive, is_zip
from jiping.read.book import Book
from jiping.read.errors import Unreadable
from jiping.read.formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiping.read.formats._ofd_package import Package
    from jiping.read.grid import Leaf
    from jiping.read.limits import Limits

SCAN_SHARE = 0.5  # part of a page that an image covers on a scan
SCAN_TEXT = 20  # characters that a scan may carry all the same (a stamp, a page number)

SCANNED = (
    "这个版式文件（ofd）没有文字，每一页都是图片（扫描件），目前读不出文字。"
    "请改用生成它的原文件（Word、Excel）；只有纸质件时，需要先做文字识别（OCR）。"
)
GARBLED = (
    "这个版式文件（ofd）的文字只有字形、没有编码，能看到却取不出文字。请改用原文件（Word、Excel）。"
)
EMPTY = (
    "这个版式文件（ofd）里没有任何文字：可能是空白页，或文字已转成图形。"
    "请改用原文件（Word、Excel）。"
)


def _sniff(head: bytes, name: str) -> int:
    if not is_zip(head):
        return 0
    if b"OFD.xml" in head and (b"Document.xml" in head or b"word/" not in head):
        return 95
    return 40 if name.endswith(".ofd") else 0


def _read(data: bytes, limits: Limits) -> Book:
    """The blocks of all pages. Raises `Unreadable` for damage, encryption, scans and excess."""
    from jiping.read.formats._ofd_package import WHAT, Package
    from jiping.read.grid import bind

    package = Package(Archive(data, limits, WHAT), limits)
    book = Book("ofd")
    bind(book, _leaves(package, book, limits), limits)
    if package.signed:
        book.notes.append("文件带有电子签章或签名：读取时忽略签章图案，也没有验证签章是否有效。")
    return book


def _leaves(package: Package, book: Book, limits: Limits) -> Iterator[Leaf]:
    """Pages one by one; then notes on those that gave nothing, or `Unreadable` if none gave any."""
    from jiping.read.formats._ofd_page import POINTS, Deadline, draw, leaf

    deadline = Deadline(time.monotonic() + limits.seconds)
    kinds: dict[str, list[int]] = {"broken": [], "scan": [], "garbled": [], "empty": [], "veil": []}
    number = 0
    for document in package.documents():
        for sheet in package.pages(document):
            number += 1
            if number > limits.pages:
                raise Unreadable(
                    f"版式文件超过上限{limits.pages}页，没有读取。"
                    "请把自评表所在的页单独存成一个文件再试。"
                )
            deadline.check(number)
            if sheet.broken:
                kinds["broken"].append(number)
                continue
            drawing = draw(sheet, package, number, deadline)
            share = drawing.images / (sheet.box[2] * sheet.box[3] * POINTS**2)
            glyphs = drawing.glyphs
            if drawing.veiled and share > SCAN_SHARE:
                glyphs = glyphs + drawing.veiled
                kinds["veil"].append(number)
            printed = sum(not glyph[0].isspace() for glyph in glyphs)
            if drawing.unknown > max(20, printed):
                kinds["garbled"].append(number)
            elif share > SCAN_SHARE and printed < SCAN_TEXT:
                kinds["scan"].append(number)
            elif not printed:
                kinds["empty"].append(number)
            yield leaf(sheet, drawing, glyphs)
        if package.annotated(document):
            book.notes.append("文件里有带文字的批注，批注没有读取。")
    _tell(kinds, number, book)


def _tell(kinds: dict[str, list[int]], count: int, book: Book) -> None:
    """Notes on pages that gave nothing; `Unreadable` where that is all of them."""
    if len(kinds["broken"]) == count:
        raise Unreadable(
            "这不是完整的版式文件（ofd）：没有一页能打开，可能下载或复制时被截断。"
            "请重新取得文件再试。"
        )
    lost = sum(len(kinds[kind]) for kind in ("broken", "scan", "garbled", "empty"))
    if lost == count:
        reasons = (("scan", SCANNED), ("garbled", GARBLED), ("empty", EMPTY))
        raise Unreadable(next(reason for kind, reason in reasons if kinds[kind]))
    told = (
        ("scan", "没有文字（可能是扫描件），未读取。"),
        ("garbled", "的文字没有编码，大部分取不出来。"),
        ("broken", "已损坏，打不开，未读取。"),
        ("veil", "的文字是扫描件上的识别结果（透明文字层），可能有错字，请核对。"),
    )
    for kind, words in told:
        if kinds[kind]:
            pages = "、".join(str(number) for number in kinds[kind])
            book.notes.append(f"第{pages}页{words}")


FORMAT = Format(name="ofd", title="版式文件（OFD）", suffixes=(".ofd",), sniff=_sniff, read=_read)
