"""Where a user's own layouts are kept. Asking costs nothing where there are none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

VARIABLE = "JIPING_LAYOUTS"
"""Environment variable with the folder, where it is not the usual one."""


def user_folder() -> Path:
    """The folder that JIPING_LAYOUTS names, else ``families`` in jiping's folder of settings."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "jiping" / "families"


def use_own(folder: str | None = None) -> str | None:
    """Take the layouts of ``folder`` (default: `user_folder`) into use, if it is there at all.

    Returns the folder, None where there is none. Raises `jiping.read.errors.Unreadable` for a file
    that is no layout, naming file and key.
    """
    where = Path(folder) if folder is not None else user_folder()
    if not where.is_dir():
        return None
    from jiping.read.layouts.learn import load

    load(where)
    return str(where)
