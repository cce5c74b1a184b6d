"""Word 97–2003 documents and templates (.doc, .dot), through LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.formats import Format
from jiping.read.formats._word_binary import STREAM, read
from jiping.read.office import Older
from jiping.read.ole import is_ole

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits

OLDER = Older("doc", "旧版 Word 文档（doc）", ".doc", "docx")


def _read(data: bytes, limits: Limits) -> Book:
    return read(OLDER, data, limits)


def _sniff(head: bytes, name: str) -> int:
    del name  # also called .docx, .wps, anything: the stream is certain
    return 95 if is_ole(head) and STREAM in head and b"\nEncryptedPackage\n" not in head else 0


FORMAT = Format(
    name=OLDER.name, title=OLDER.title, suffixes=(".doc", ".dot"), sniff=_sniff, read=_read
)
