"""Bytes → book → evaluations: formats say what stands there, layouts what it means."""

from __future__ import annotations

from jiping.read.errors import Refused, Unreadable
from jiping.read.limits import DEFAULT, Limits
from jiping.read.opening import open_book, read_source
from jiping.read.reading import FileReading, read_bytes, read_file

__all__ = [
    "DEFAULT",
    "FileReading",
    "Limits",
    "Refused",
    "Unreadable",
    "open_book",
    "read_bytes",
    "read_file",
    "read_source",
]
