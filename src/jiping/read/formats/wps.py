"""Documents and templates of WPS (.wps, .wpt): Word's binary format under another ending.

A .wps that is in truth a docx or rtf is read as what it is. WPS files from before 2005 have a
format of their own, which nothing here opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.formats import Format
from jiping.read.formats._word_binary import STREAM, read
from jiping.read.office import Older
from jiping.read.ole import is_ole

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits

OLDER = Older("wps", "WPS 文字文档（wps）", ".doc", "docx")


def _read(data: bytes, limits: Limits) -> Book:
    return read(OLDER, data, limits)


def _sniff(head: bytes, name: str) -> int:
    if not is_ole(head) or STREAM not in head or b"\nEncryptedPackage\n" in head:
        return 0
    return 96 if name.endswith(FORMAT.suffixes) else 0


FORMAT = Format(
    name=OLDER.name, title=OLDER.title, suffixes=(".wps", ".wpt"), sniff=_sniff, read=_read
)
