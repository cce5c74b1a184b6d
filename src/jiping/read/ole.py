"""The directory of an OLE compound file (the container of .doc, .xls, .ppt and of encrypted files).

Only the names of its streams are needed: they tell which program wrote it, whatever the extension
says. Layout after [MS-CFB]: a 512-byte header, sector chains in a file allocation table, directory
entries of 128 bytes.
"""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_SECTORS = 256  # of the directory: 256 × 4 or 32 entries, far more than office files have


def is_ole(data: bytes) -> bool:
    """Whether the bytes begin like a compound file."""
    return data[:8] == MAGIC


def stream_names(data: bytes) -> list[str]:
    """Names of the streams and storages, as far as they can be read; never raises."""
    if len(data) < 512:
        return []
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        return []
    size = 1 << shift
    sector = struct.unpack_from("<I", data, 48)[0]
    table = struct.unpack_from("<109I", data, 76)
    names: list[str] = []
    seen: set[int] = set()
    while sector < 0xFFFFFFFA and sector not in seen and len(seen) < _MOST_SECTORS:
        seen.add(sector)
        start = (sector + 1) * size
        for offset in range(start, start + size, 128):
            if offset + 66 > len(data):
                return names
            length = struct.unpack_from("<H", data, offset + 64)[0]
            if 2 <= length <= 64:
                names.append(data[offset : offset + length - 2].decode("utf-16-le", "replace"))
        sector = _next(data, table, sector, size)
    return names


def _next(data: bytes, table: tuple[int, ...], sector: int, size: int) -> int:
    """The sector after `sector` in its chain; an end mark when the chain can't be followed."""
    block, entry = divmod(sector, size // 4)
    if block >= len(table):
        return 0xFFFFFFFE
    offset = (table[block] + 1) * size + entry * 4
    if offset + 4 > len(data):
        return 0xFFFFFFFE
    return int(struct.unpack_from("<I", data, offset)[0])
