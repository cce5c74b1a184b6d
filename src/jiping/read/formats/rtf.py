"""Rich text (.rtf; WPS and Word also write it as .doc), through LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.errors import Unreadable
from jiping.read.formats import Format
from jiping.read.office import Older

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits

OLDER = Older("rtf", "富文本文档（rtf）", ".rtf", "docx")
_MAGIC = b"{\\rtf"


def _read(data: bytes, limits: Limits) -> Book:
    if len(data) > limits.text_size:
        raise Unreadable(
            f"{OLDER.title}超过 {limits.text_size // 2**20} MB，已停止读取。"
            "请删去其中的图片，或用 Word/WPS 打开后另存为 .docx 再试。"
        )
    if not data.rstrip(b"\0\r\n\t \x1a").endswith(b"}"):
        raise Unreadable(
            f"{OLDER.title}不完整：结尾缺失（文件可能没有下载完）。"
            "请重新获取原件，或用 Word/WPS 打开并另存为 .docx 后再试。"
        )
    return OLDER.read(data, limits, "Rich Text Format")


def _sniff(head: bytes, name: str) -> int:
    del name
    return 97 if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_MAGIC) else 0


FORMAT = Format(name=OLDER.name, title=OLDER.title, suffixes=(".rtf",), sniff=_sniff, read=_read)
