"""The directory of an OLE compound file (the container of .doc, .xls, .ppt and of encrypted files).

Names of its streams tell which program wrote it, whatever the extension says; the first bytes of a
stream tell which version. Layout after [MS-CFB]: a 512-byte header, sector chains in a file allocation table, directory
entries of 128 bytes.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SECTORS = 256  # of the directory: 256 × 4 or 32 entries, far more than office files have
_SMALLEST = 4096  # smaller streams stand in a stream of their own, in sectors of 64 bytes


def is_ole(data: bytes) -> bool:
    """Whether the bytes begin like a compound file."""
    return data[:8] == MAGIC


def stream_names(data: bytes) -> list[str]:
    """Names of the streams and storages, as far as they can be read; never raises."""
    return [name for name, _, _ in _entries(data)]


def stream_start(data: bytes, wanted: str) -> bytes:
    """The first sector of a stream; empty if it is missing, cut off or smaller than 4 KiB."""
    for name, sector, length in _entries(data):
        if name == wanted and length >= _SMALLEST and sector < 0xFFFFFFFA:
            size = 1 << struct.unpack_from("<H", data, 30)[0]
            return data[(sector + 1) * size : (sector + 2) * size]
    return b""


def _entries(data: bytes) -> Iterator[tuple[str, int, int]]:
    """Name, first sector and length of every stream and storage that can be read."""
    if len(data) < 512:
        return
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        return
    size = 1 << shift
    sector = struct.unpack_from("<I", data, 48)[0]
    table = struct.unpack_from("<109I", data, 76)
    seen: set[int] = set()
    while sector < 0xFFFFFFFA and sector not in seen and len(seen) < _MOST_SECTORS:
        seen.add(sector)
        start = (sector + 1) * size
        for offset in range(start, start + size, 128):
            if offset + 128 > len(data):
                return
            length = struct.unpack_from("<H", data, offset + 64)[0]
            if 2 <= length <= 64:
                name = data[offset : offset + length - 2].decode("utf-16-le", "replace")
                first, extent = struct.unpack_from("<II", data, offset + 116)
                yield name, first, extent
        sector = _next(data, table, sector, size)


def _next(data: bytes, table: tuple[int, ...], sector: int, size: int) -> int:
    """The sector after `sector` in its chain; an end mark when the chain can't be followed."""
    block, entry = divmod(sector, size // 4)
    if block >= len(table):
        return 0xFFFFFFFE
    offset = (table[block] + 1) * size + entry * 4
    if offset + 4 > len(data):
        return 0xFFFFFFFE
    return int(struct.unpack_from("<I", data, offset)[0])
