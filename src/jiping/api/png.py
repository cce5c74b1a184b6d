"""Pixels → PNG, by the standard library alone."""

from __future__ import annotations

import struct
import zlib

CHANNELS = {1: 0, 3: 2}
"""Bytes a pixel → PNG's type of colour: grey, RGB."""


def png(pixels: bytes, width: int, height: int, *, stride: int, channels: int = 3) -> bytes:
    """PNG of rows that begin ``stride`` bytes apart, grey or RGB, 8 bits a channel."""
    line = width * channels
    rows = b"".join(
        b"\0" + pixels[at : at + line] for at in range(0, stride * height, stride)
    )  # 0: the row isn't filtered
    head = struct.pack(">IIBBBBB", width, height, 8, CHANNELS[channels], 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", head),
            _chunk(b"IDAT", zlib.compress(rows, 6)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
