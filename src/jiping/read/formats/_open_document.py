"""OpenDocument packages and their flat form: checked as any zip from a stranger, then converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.archive import Archive, is_zip
from jiping.read.errors import Unreadable

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits
    from jiping.read.office import Older

_MIME = b"application/vnd.oasis.opendocument."


def sniff(kind: bytes, suffixes: tuple[str, ...], head: bytes, name: str) -> int:
    """Confidence for OpenDocument of a ``kind`` (b"text", b"spreadsheet"), flat or packed."""
    if is_zip(head):
        if b"mimetype" + _MIME + kind in head[:256]:
            return 95
        if name.endswith(suffixes) and b"META-INF/manifest.xml" in head and b"content.xml" in head:
            return 90
        return 0
    start = head[:8192].replace(b"\0", b"")
    flat = b"office:mimetype=" in start and _MIME + kind in start
    return 97 if flat and b"<office:document" in start else 0


def read(older: Older, reads: str, flat: str, data: bytes, limits: Limits) -> Book:
    """The blocks; ``reads`` and ``flat`` name the office's filters for the two forms.

    Raises `Unreadable` for damage, for passwords, for what unpacks too large, without LibreOffice.
    """
    if not is_zip(data):
        from jiping.read.safexml import parse

        parse(data, limits, older.title, "office:document")
        return older.read(data, limits, flat)
    archive = Archive(data, limits, older.title)
    manifest = "META-INF/manifest.xml"
    if manifest in archive and b"encryption-data" in archive.read(manifest):
        raise Unreadable(
            f"{older.title}设了打开密码（已加密），无法读取。请打开并去掉密码后另存再试。"
        )
    from jiping.read.safexml import parse

    parse(archive.read("content.xml"), limits, older.title, "content.xml")
    return older.read(data, limits, reads)
