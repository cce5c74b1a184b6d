"""What the verbs take: a path, bytes, a file object, a file already read, or evaluations."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO, cast

from jiping.model.evaluation import Evaluation
from jiping.read.reading import FileReading

if TYPE_CHECKING:
    from jiping.read.limits import Limits

Source = str | os.PathLike[str] | bytes | BinaryIO
"""A path, the bytes of a file, or an object with ``read()`` that gives bytes."""
Forms = Source | FileReading | Iterable[Evaluation]


class NotRead(Exception):  # noqa: N818 - it names the file's state
    """No form came out of a file: unreadable, another document, or none in it.

    ``reading`` is what became of the file; the message is its reason, in Chinese.

    >>> import jiping
    >>> try:
    ...     jiping.audit("没有这个文件.docx")
    ... except jiping.NotRead as error:
    ...     print(error.reading.status, error)
    failed 没有这个文件.docx：找不到这个文件。请检查文件名和路径是否写对。
    """

    def __init__(self, reading: FileReading) -> None:
        super().__init__(f"{reading.file}：{reading.reason}")
        self.reading = reading


def reading_of(source: Source, name: str | None, limits: Limits | None) -> FileReading:
    """The reading of a source; never raises for what a file is or isn't."""
    from jiping.read.limits import DEFAULT
    from jiping.read.reading import read_bytes, read_file

    limits = limits if limits is not None else DEFAULT
    if isinstance(source, str | os.PathLike):
        return read_file(os.fspath(source), limits=limits)
    if isinstance(source, bytes):
        return read_bytes(source, name or "（内存中的文件）", limits=limits)
    if not hasattr(source, "read"):
        raise TypeError(f"要的是路径、字节或打开的文件，不是 {type(source).__name__}")
    content: object = source.read()
    data = content.encode("utf-8") if isinstance(content, str) else content
    if not isinstance(data, bytes):
        raise TypeError(f"read() 应当给出字节，不是 {type(data).__name__}")
    given = getattr(source, "name", None)
    return read_bytes(
        data, name or (given if isinstance(given, str) else "（内存中的文件）"), limits=limits
    )


def evaluations_of(source: Forms) -> list[Evaluation]:
    """All forms of a source. Raises NotRead where a file gives none."""
    if isinstance(source, FileReading):
        reading = source
    elif isinstance(source, str | os.PathLike | bytes) or hasattr(source, "read"):
        reading = reading_of(cast("Source", source), None, None)
    else:
        found = list(source)
        wrong = next((e for e in found if not isinstance(e, Evaluation)), None)
        if wrong is not None:
            raise TypeError(f"要的是自评表（Evaluation），不是 {type(wrong).__name__}")
        return found
    if reading.status != "read":
        raise NotRead(reading)
    return list(reading.evaluations)
