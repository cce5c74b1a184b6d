"""Workbooks and templates of WPS (.et, .ett): Excel 97–2003 workbooks under another ending.

An .et that is in truth an xlsx is read as one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.formats import Format, formats
from jiping.read.ole import is_ole

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits

_STREAMS = (b"\nWorkbook\n", b"\nBook\n", b"\nWORKBOOK\n")


def _read(data: bytes, limits: Limits) -> Book:
    """Every sheet, as the reader of Excel 97–2003 workbooks finds it."""
    (workbooks,) = (known for known in formats() if known.name == "xls")
    book = workbooks.read(data, limits)
    book.format = FORMAT.name
    return book


def _sniff(head: bytes, name: str) -> int:
    if not name.endswith(FORMAT.suffixes) or not is_ole(head):
        return 0
    if b"\nEncryptedPackage\n" in head or b"\nWordDocument\n" in head:
        return 0
    # The directory may be cut off; the reader then says what is wrong.
    return 96 if any(stream in head for stream in _STREAMS) else 30


FORMAT = Format(
    name="et", title="WPS 表格工作簿", suffixes=(".et", ".ett"), sniff=_sniff, read=_read
)
