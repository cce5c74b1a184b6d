"""Decompression bombs in a PDF, found before pdfium unpacks them into memory."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from jiping.read.errors import Unreadable

if TYPE_CHECKING:
    from jiping.read.limits import Limits

HARMLESS = 1_024  # bytes: deflate makes at most 1,032 times as much of it (1 MB)
LARGEST_CONTENT = 16 * 2**20  # drawing instructions of one page; pdfium needs ~25 times that
CROWDED = 2 * 2**20  # drawing instructions this long are searched for their text
MOST_TEXT = 2 * 2**20  # bytes of text on one page; pdfium needs ~150 times that
STRING = re.compile(rb"[(<][^()<>]*[)>]")
STREAM = re.compile(rb"stream\r?\n")
IMAGE_OR_FONT = re.compile(
    rb"/(Image|Width|Length1|FontFile|CIDToGIDMap|ICCBased|ObjStm|EmbeddedFile|XML)\b"
)


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
        size = _unpack(data[start:end], dictionary, cap, large)
        total += size
        if size > cap or total > limits.unpacked_size:
            raise Unreadable(
                "PDF里有展开后异常巨大的内容（可能是解压炸弹，或整幅图纸），为安全起见没有读取。"
                "请把自评表所在的页单独存成一个PDF再试。"
            )


def _unpack(packed: bytes, dictionary: bytes, cap: int, large: bool) -> int:
    """Unpacked size, counted up to just past ``cap``; past it also for a page of endless text."""
    if b"ASCII85Decode" in dictionary:
        import base64

        try:
            packed = base64.a85decode(packed.split(b"~>")[0].strip())
        except ValueError:
            return len(packed)
    if b"FlateDecode" not in dictionary and b"/Fl " not in dictionary:
        size, text = len(packed), 0
        if not large and size > CROWDED:
            text = _text(packed)
        return cap + 1 if text > MOST_TEXT else size
    unpacker = zlib.decompressobj()
    size = text = 0
    try:
        # after its end the stream keeps handing back the bytes that follow it: ask for eof
        while packed and not unpacker.eof and size <= cap:
            part = unpacker.decompress(packed, CROWDED)
            size += len(part)
            packed = unpacker.unconsumed_tail
            if not large and len(part) > MOST_TEXT // 2:
                text += _text(part)
                if text > MOST_TEXT:
                    return cap + 1
    except zlib.error:
        pass
    return size


def _text(instructions: bytes) -> int:
    """Bytes inside the strings of drawing instructions."""
    return sum(len(match.group()) for match in STRING.finditer(instructions))
