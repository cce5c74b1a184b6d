"""A zip file that nobody trusts: sizes and counts are capped before anything is unpacked."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import IO, TYPE_CHECKING

from jiping.read.errors import Unreadable

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

    from jiping.read.limits import Limits

RATIO_FREE = 16 * 2**20
"""Bytes that may unpack at any ratio: small blank parts compress extremely well."""


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin like a zip archive."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


class Archive:
    """The entries of a zip by name. Nothing is written to disk and no path is followed.

    Raises `Unreadable` when the archive is cut off, damaged, encrypted, or unpacks to more than
    the limits allow; `what` names the kind of file in the messages ("docx 文件").
    """

    def __init__(self, data: bytes, limits: Limits, what: str) -> None:
        from zipfile import BadZipFile, ZipFile

        self.what = what
        try:
            self._zip: ZipFile = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, NotImplementedError, OSError, OverflowError) as exc:
            raise Unreadable(
                f"{what}不完整：压缩包的目录读不出来（文件可能没有下载完或被截断）。"
                "请重新获取原件，或用 Word/WPS 打开并另存一份后再试。"
            ) from exc
        entries = self._zip.infolist()
        if len(entries) > limits.archive_entries:
            raise Unreadable(
                f"{what}内有 {len(entries)} 个部件，超过上限 {limits.archive_entries} 个，"
                "疑为恶意文件，已停止读取。请用 Word/WPS 打开并另存一份后再试。"
            )
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > limits.unpacked_size:
            raise Unreadable(
                f"{what}解压后有 {_megabytes(unpacked)} MB，超过上限 "
                f"{_megabytes(limits.unpacked_size)} MB，疑为压缩炸弹，已停止读取。"
                "请删去多余的工作表、图片后另存再试。"
            )
        if unpacked > RATIO_FREE and unpacked > limits.unpack_ratio * len(data):
            raise Unreadable(
                f"{what}的压缩比为 {unpacked // max(len(data), 1)} 倍，超过上限 "
                f"{limits.unpack_ratio} 倍，疑为压缩炸弹，已停止读取。"
                "请用 Word/WPS 打开并另存一份后再试。"
            )
        self._entries: dict[str, ZipInfo] = {}
        for entry in entries:
            self._entries.setdefault(entry.filename.replace("\\", "/").lstrip("/").lower(), entry)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def names(self) -> list[str]:
        """The entries' names, lower case, with forward slashes."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """The unpacked bytes of one entry."""
        with self.open(name) as stream:
            return bytes(stream.read())

    def open(self, name: str) -> IO[bytes]:
        """A stream over one entry; damage found while reading it is an `Unreadable`."""
        from zipfile import BadZipFile

        entry = self._entries.get(name.lower())
        if entry is None:
            raise Unreadable(
                f"{self.what}缺少部件“{name}”，文件已损坏。请用 Word/WPS 打开并另存一份后再试。"
            )
        if entry.flag_bits & 0x1:
            raise Unreadable(f"{self.what}加了压缩密码，无法读取。请先解密再试。")
        try:
            return _Guarded(self._zip.open(entry), name, self.what)  # type: ignore[return-value]
        except (BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as exc:
            raise damaged(self.what, name) from exc


class _Guarded:
    """A zip entry's stream whose damage is told in words."""

    def __init__(self, stream: IO[bytes], name: str, what: str) -> None:
        self._stream = stream
        self._name = name
        self._what = what

    def read(self, size: int = -1) -> bytes:
        from zipfile import BadZipFile

        try:
            return self._stream.read(size)
        except (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as exc:
            raise damaged(self._what, self._name) from exc

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> _Guarded:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def damaged(what: str, part: str) -> Unreadable:
    """The error for a part that is cut off or broken."""
    return Unreadable(
        f"{what}已损坏：部件“{part}”读到一半出错（文件可能没有下载完）。"
        "请重新获取原件，或用 Word/WPS 打开并另存一份后再试。"
    )


def _megabytes(size: int) -> int:
    return -(-size // 2**20)
