"""Decompression bombs in a PDF, found before pdfium unpacks them into memory."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from jiping.read.errors import Unreadable

if TYPE_CHECKING:
    from jiping.read.limits import Limits

HARMLESS = 16_384  # bytes: deflate makes at most 1,032 times as much of it (16 MB)
LARGEST_CONTENT = 16 * 2**20  # drawing instructions of one page; pdfium needs ~25 times that
STREAM = re.compile(rb"stream\r?\n")
IMAGE_OR_FONT = re.compile(rb"/(Image|Width|Length1|FontFile|CIDToGIDMap|ICCBased|ObjStm)\b")


def refuse_bombs(data: bytes, limits: Limits) -> None:
    """Raise `Unreadable` if a stream unpacks to more than any page or file may hold.

    Pictures and fonts may be large; only the total counts for them. What can't be unpacked is
    left to pdfium to judge.
    """
    total = 0
    end = 0
    for match in STREAM.finditer(data):
        start = match.end()
        if start < end or data[match.start() - 3 : match.start()] == b"end":
            continue
        found = data.find(b"endstream", start)
        end = found if found >= 0 else len(data)
        if end - start <= HARMLESS:
            continue
        opening = data.rfind(b"obj", max(0, match.start() - 2_048), match.start())
        dictionary = data[max(opening, 0) : match.start()]
        large = bool(IMAGE_OR_FONT.search(dictionary))
        cap = limits.unpacked_size if large else LARGEST_CONTENT
        size = _size(data[start:end], dictionary, cap)
        total += size
        if size > cap or total > limits.unpacked_size:
            raise Unreadable(
                "PDF里有展开后异常巨大的内容（可能是解压炸弹，或整幅图纸），为安全起见没有读取。"
                "请把自评表所在的页单独存成一个PDF再试。"
            )


def _size(packed: bytes, dictionary: bytes, cap: int) -> int:
    """Unpacked size, counted up to just past ``cap``."""
    if b"FlateDecode" not in dictionary and b"/Fl " not in dictionary:
        return len(packed)
    if b"ASCII85Decode" in dictionary:
        import base64

        try:
            packed = base64.a85decode(packed.split(b"~>")[0].strip())
        except ValueError:
            return len(packed)
    unpacker = zlib.decompressobj()
    size = 0
    try:
        while packed and size <= cap:
            size += len(unpacker.decompress(packed, 2**20))
            packed = unpacker.unconsumed_tail
    except zlib.error:
        pass
    return size
