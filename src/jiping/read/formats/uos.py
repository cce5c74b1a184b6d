"""UOF 标文通 sheets (.uos), through LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.formats import Format
from jiping.read.formats._unified import read, sniff
from jiping.read.office import Older

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits

OLDER = Older("uos", "标文通表格（uos）", ".uos", "xlsx")
_SUFFIXES = (".uos",)


def _read(data: bytes, limits: Limits) -> Book:
    return read(OLDER, "UOF spreadsheet", data, limits)


def _sniff(head: bytes, name: str) -> int:
    return sniff("电子表格", _SUFFIXES, head, name)


FORMAT = Format(name=OLDER.name, title=OLDER.title, suffixes=_SUFFIXES, sniff=_sniff, read=_read)
