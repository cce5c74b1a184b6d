"""Unified office format 标文通 (GB/T 20916, UOF 1): one XML file, converted by LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.safexml import parse

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits
    from jiping.read.office import Older


def sniff(kind: str, suffixes: tuple[str, ...], head: bytes, name: str) -> int:
    """Confidence for a document whose body is ``uof:<kind>``; its name helps where that comes late."""
    if b"uof:UOF" not in head[:2048]:
        return 0
    if f"<uof:{kind}".encode() in head:
        return 97
    return 96 if name.endswith(suffixes) else 0


def read(older: Older, reads: str, data: bytes, limits: Limits) -> Book:
    """The blocks. Raises `Unreadable` for damage, entities, without LibreOffice."""
    parse(data, limits, older.title, "uof:UOF")
    return older.read(data, limits, reads)
