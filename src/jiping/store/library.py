"""The library of indicators of this installation, if there is one: open, and anew when it changes."""

from __future__ import annotations

import os
import sqlite3
import threading
from pathlib import Path

from django.conf import settings

from jiping.indicators.library import Library
from jiping.indicators.shelf import NAME, LibraryError, location

_lock = threading.Lock()
_held: dict[tuple[str, int, int], Library | None] = {}


def place() -> Path:
    """Where it would be: as ``JIPING_LIBRARY`` says, else in the data folder."""
    return location(os.environ.get("JIPING_LIBRARY") or settings.CONFIGURATION.data)


def library() -> Library | None:
    """The library; None where there is none that can be read (`missing` says why)."""
    path = place()
    try:
        state = path.stat()
    except OSError:
        return None
    # A rebuilt or curated library is another file or has another time: open it anew. The old one
    # stays open for those who are asking it, and goes with them.
    key = (str(path), state.st_ino, state.st_mtime_ns)
    with _lock:
        if key not in _held:
            try:
                found = Library(path)
            except (LibraryError, sqlite3.Error):
                found = None
            _held.clear()
            _held[key] = found
        return _held[key]


def missing() -> str:
    """Why there is no library, in Chinese with what to do; "" where there is one."""
    if library() is not None:
        return ""
    if not place().exists():
        return (
            "这里还没有指标库。请管理员用 jiping indicators build 生成，放在数据文件夹里，"
            f"文件名为 {NAME}。"
        )
    return "指标库打不开，或者是别的版本生成的。请管理员用 jiping indicators build 重新生成。"
