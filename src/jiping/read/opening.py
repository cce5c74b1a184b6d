"""From a file to its `Book`: the format is told by what is in the file, never by its extension."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jiping.read.archive import is_zip
from jiping.read.errors import Defect, Unreadable
from jiping.read.formats import Format, formats
from jiping.read.limits import DEFAULT
from jiping.read.ole import is_ole, stream_names
from jiping.read.unsupported import kind_of

if TYPE_CHECKING:
    from jiping.read.book import Book
    from jiping.read.limits import Limits

_HEAD = 1 << 16
_NAMES = 1 << 15


def read_source(path: str | Path, limits: Limits = DEFAULT) -> bytes:
    """The bytes of a file. Raises `Unreadable` for what is missing, no file, too large, locked."""
    source = Path(path)
    try:
        if source.is_dir():
            raise Unreadable("这是文件夹，不是文件。请指定其中的文件，或把文件夹作为整体交给命令。")
        if not source.exists():
            raise Unreadable("找不到这个文件。请检查文件名和路径是否写对。")
        if not source.is_file():
            raise Unreadable("这不是普通文件，无法读取。")
        size = source.stat().st_size
        if size > limits.file_size:
            raise _too_large(size, limits)
        with source.open("rb") as stream:
            data = stream.read(limits.file_size + 1)
    except PermissionError as exc:
        raise Unreadable(
            "没有读取这个文件的权限，或文件正被其他程序占用。请关闭打开它的程序，"
            "或请文件所有人开放权限后再试。"
        ) from exc
    except (OSError, ValueError) as exc:
        raise Unreadable(
            f"读取文件时系统出错（{exc}）。请检查磁盘或网络位置，复制到本机后再试。"
        ) from exc
    if len(data) > limits.file_size:
        raise _too_large(len(data), limits)
    return data


def open_book(data: bytes, name: str, limits: Limits = DEFAULT) -> Book:
    """The book in the bytes of a file called `name`.

    Raises `Unreadable` with what is wrong and what to do; `Defect` (an `Unreadable` too) where a
    reader failed in a way that it should not have.
    """
    chosen = format_of(data, name, limits)
    try:
        return chosen.read(data, limits)
    except Unreadable:
        raise
    except (MemoryError, RecursionError) as exc:
        raise Unreadable(
            f"文件的内容过大或嵌套过深，读取{chosen.title}时超出了内存。请拆成几个文件后再试。"
        ) from exc
    except Exception as exc:
        raise defect(f"读取{chosen.title}", exc) from exc


def format_of(data: bytes, name: str, limits: Limits = DEFAULT) -> Format:
    """The format of the bytes; raises `Unreadable` for what is empty, too large or not readable."""
    if not data:
        raise Unreadable("文件是空的（0 字节）。请确认文件已完整保存或下载后再试。")
    if len(data) > limits.file_size:
        raise _too_large(len(data), limits)
    head = summary(data)
    lower = name.lower()
    best = max(formats(), key=lambda item: item.sniff(head, lower))
    sure = best.sniff(head, lower)
    if sure < 90:
        reason = kind_of(head, lower)
        if reason is not None:
            raise Unreadable(reason)
    if sure <= 0:
        raise Unreadable(
            "认不出这个文件的格式：内容既不是 Word、Excel、PDF、网页，也不是文本。"
            "请用 Word/WPS 打开确认，另存为 .docx 或 .xlsx 后再试。"
        )
    return best


def summary(data: bytes) -> bytes:
    """The first bytes of a file; for a container followed by the names of what is in it."""
    head = data[:_HEAD]
    if is_zip(data):
        # The directory of a zip stands at its end and spells the names of its entries.
        return head + data[-_NAMES:]
    if is_ole(data):
        return head + "\n".join(["", *stream_names(data), ""]).encode("utf-8", "replace")
    return head


def defect(doing: str, exc: BaseException) -> Defect:
    """The error for a failure that is the program's own fault."""
    return Defect(
        f"{doing}时程序自身出错（{type(exc).__name__}: {exc}）。这是绩评的缺陷，"
        "请把这个文件和本条信息反馈给开发者；可先另存为 .docx 或 .xlsx 再试。"
    )


def _too_large(size: int, limits: Limits) -> Unreadable:
    return Unreadable(
        f"文件有 {-(-size // 2**20)} MB，超过上限 {limits.file_size // 2**20} MB。"
        "请拆分文件或删去其中的图片后再试。"
    )
