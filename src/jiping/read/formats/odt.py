"""OpenDocument texts (.odt, .ott, .fodt), through LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.formats import Format
from jiping.read.formats._open_document import read, sniff
from jiping.read.office import Older

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits

OLDER = Older("odt", "OpenDocument 文档（odt）", ".odt", "docx")
_SUFFIXES = (".odt", ".ott", ".fodt")


def _read(data: bytes, limits: Limits) -> Book:
    return read(OLDER, "writer8", "OpenDocument Text Flat XML", data, limits)


def _sniff(head: bytes, name: str) -> int:
    return sniff(b"text", _SUFFIXES, head, name)


FORMAT = Format(name=OLDER.name, title=OLDER.title, suffixes=_SUFFIXES, sniff=_sniff, read=_read)
