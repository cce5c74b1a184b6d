"""Binary Word documents (Word 6 to 2003, and WPS under another ending): told apart, then converted.

Layout after [MS-DOC] 2.5.2: the stream WordDocument begins with the FIB, whose first two bytes name
the generation and whose bit 8 of the flags at offset 10 says that the text is encrypted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.errors import Unreadable
from jiping.read.ole import stream_start

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits
    from jiping.read.office import Older

STREAM = b"\nWordDocument\n"
_WORD_97 = 0xA5EC
_WORD_95 = (0xA5DC, 0xA5DB)
_WORD_95_ASIAN = (0xA697, 0xA698, 0xA699)  # recalled, not read: LibreOffice decides
_ENCRYPTED = 0x0100


def read(older: Older, data: bytes, limits: Limits) -> Book:
    """The document's blocks. Raises `Unreadable` for damage, passwords, without LibreOffice."""
    head = stream_start(data, "WordDocument")
    generation = int.from_bytes(head[:2], "little")
    if len(head) < 32 or generation not in (_WORD_97, *_WORD_95, *_WORD_95_ASIAN):
        raise Unreadable(
            f"{older.title}已损坏或不完整：正文的开头读不出来（文件可能没有下载完）。"
            "请重新获取原件，或用 Word/WPS 打开并另存为 .docx 后再试。"
        )
    if int.from_bytes(head[10:12], "little") & _ENCRYPTED:
        raise Unreadable(
            f"{older.title}设了打开密码（已加密），无法读取。"
            "请用 Word/WPS 打开，去掉密码后另存再试。"
        )
    # Named, the filter can't be mistaken: the office would show a damaged document as plain text.
    return older.read(data, limits, "MS Word 97" if generation == _WORD_97 else None)
