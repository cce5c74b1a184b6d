"""What every new connection to SQLite is told."""

from __future__ import annotations

from typing import Any

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers and the one writer don't wait for each other
    "PRAGMA synchronous = FULL",  # what was said to be saved survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -32768",  # 32 MiB
    "PRAGMA temp_store = MEMORY",
)


def prepare(connection: Any, **_: object) -> None:
    """Receiver of Django's ``connection_created``; other databases need nothing."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for pragma in _PRAGMAS:
            cursor.execute(pragma)


def tidy() -> None:
    """Let SQLite look at how its tables have grown, so that it chooses the right index."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 400")
            cursor.execute("PRAGMA optimize = 0x10002")
