"""The library of indicators of this installation, if there is one: open, and anew when it changes."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from django.conf import settings

from jiping.indicators.library import Library, readable
from jiping.indicators.shelf import NAME

_lock = threading.Lock()
_held: dict[tuple[str, int, int], Library] = {}


def place() -> Path:
    """Where it would be: as ``JIPING_LIBRARY`` says, else in the data folder."""
    given = os.environ.get("JIPING_LIBRARY")
    return Path(given) if given else settings.CONFIGURATION.data / NAME


def library() -> Library | None:
    """The library; None where there is none that can be read."""
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
            found = readable(path)
            if found is None:
                return None
            _held.clear()
            _held[key] = found
        return _held[key]
