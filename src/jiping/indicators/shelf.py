"""The file of a library: one SQLite database, written whole, read by many at once.

Numbers are integers of 10⁻⁶ of what is printed. Concepts are numbered by how often they are used,
the most used is 0: a list of numbers in order is a list by use.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

FORMAT = "3"
_BEFORE = ("1", "2")
"""Formats whose curation can still be taken over."""
NAME = "indicators.sqlite"
"""What a library is called where only its folder is named."""

TABLES = (
    "meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    (
        "concept (id INTEGER PRIMARY KEY, core TEXT NOT NULL, level TEXT NOT NULL, kind TEXT NOT NULL,"
        " name TEXT NOT NULL, level1 TEXT, level2 TEXT, unit TEXT, operator TEXT,"
        " uses INTEGER NOT NULL, forms INTEGER NOT NULL, projects INTEGER NOT NULL,"
        " departments INTEGER NOT NULL, first_year INTEGER, last_year INTEGER,"
        " targets INTEGER NOT NULL, target_low INTEGER, target_mid INTEGER, target_high INTEGER,"
        " results INTEGER NOT NULL, result_low INTEGER, result_mid INTEGER, result_high INTEGER,"
        " judged INTEGER NOT NULL, achieved INTEGER NOT NULL,"
        " weights INTEGER NOT NULL, weight_mid INTEGER, faulty INTEGER NOT NULL,"
        " UNIQUE (core, level, kind))"
    ),
    # Every normal form of a concept, so that a row of a form finds it at once.
    (
        "form (core TEXT NOT NULL, level TEXT NOT NULL, kind TEXT NOT NULL, concept INTEGER NOT NULL,"
        " PRIMARY KEY (core, level, kind)) WITHOUT ROWID"
    ),
    (
        "spelling (concept INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,"
        " core TEXT NOT NULL, uses INTEGER NOT NULL, PRIMARY KEY (concept, place)) WITHOUT ROWID"
    ),
    (
        "department (concept INTEGER NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,"
        " uses INTEGER NOT NULL, PRIMARY KEY (concept, place)) WITHOUT ROWID"
    ),
    (
        "rule (concept INTEGER NOT NULL, code TEXT NOT NULL, uses INTEGER NOT NULL,"
        " PRIMARY KEY (concept, code)) WITHOUT ROWID"
    ),
    (
        "example (concept INTEGER NOT NULL, good INTEGER NOT NULL, place INTEGER NOT NULL,"
        " name TEXT, project TEXT, unit_name TEXT, year INTEGER, operator TEXT, target TEXT,"
        " actual TEXT, unit TEXT, weight TEXT, rules TEXT NOT NULL,"
        " PRIMARY KEY (concept, good, place)) WITHOUT ROWID"
    ),
    # How often each target was set: what percentiles are counted from.
    (
        "target (concept INTEGER NOT NULL, unit TEXT NOT NULL, value INTEGER NOT NULL,"
        " uses INTEGER NOT NULL, PRIMARY KEY (concept, unit, value)) WITHOUT ROWID"
    ),
    # What each form (`origin`) set itself: left out when that form is compared with the others.
    (
        "own_target (origin INTEGER NOT NULL, concept INTEGER NOT NULL, unit TEXT NOT NULL,"
        " value INTEGER NOT NULL, uses INTEGER NOT NULL,"
        " PRIMARY KEY (origin, concept, unit, value)) WITHOUT ROWID"
    ),
    "gram (gram TEXT PRIMARY KEY, count INTEGER NOT NULL, concepts BLOB NOT NULL) WITHOUT ROWID",
    (
        "project (id INTEGER PRIMARY KEY, name TEXT NOT NULL, department TEXT, forms INTEGER NOT NULL,"
        " concepts BLOB NOT NULL)"
    ),
    (
        "project_gram (gram TEXT PRIMARY KEY, count INTEGER NOT NULL, projects BLOB NOT NULL)"
        " WITHOUT ROWID"
    ),
    # What curators decided, by names that outlive a rebuild; see `curation`.
    (
        "curation (core TEXT NOT NULL, level TEXT NOT NULL, kind TEXT NOT NULL, mark TEXT, name TEXT,"
        " into_core TEXT, into_level TEXT, into_kind TEXT, deleted INTEGER NOT NULL, note TEXT,"
        " alone INTEGER NOT NULL, PRIMARY KEY (core, level, kind)) WITHOUT ROWID"
    ),
)


class LibraryError(Exception):
    """A library can't be used; the message is Chinese and says what to do."""


def location(given: str | Path | None) -> Path:
    """Where the library is: as given (a folder holds it under `NAME`), else by ``JIPING_LIBRARY``,
    else in the folder where this user's programs keep data."""
    chosen = given or os.environ.get("JIPING_LIBRARY")
    path = Path(chosen) if chosen else home() / NAME
    return path / NAME if path.is_dir() else path


def home() -> Path:
    """The folder of an installation: ``JIPING_DATA``, as the web system has it, else `data_home`."""
    data = os.environ.get("JIPING_DATA")
    return Path(data) if data else data_home()


def data_home() -> Path:
    """Where this user's programs keep data, by the habit of the system."""
    import sys

    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "jiping"


def create(path: Path) -> sqlite3.Connection:
    """A new, empty library to be filled and then moved into place."""
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "page_size = 8192"):
        connection.execute(f"PRAGMA {setting}")
    for table in TABLES:
        connection.execute(f"CREATE TABLE {table}")
    return connection


def connect(
    path: Path, *, write: bool = False, formats: tuple[str, ...] = (FORMAT,)
) -> sqlite3.Connection:
    """An existing library. Raises LibraryError where there is none, or none of these formats."""
    if not path.is_file():
        raise LibraryError(f"没有指标库 {path}。先用 jiping indicators build 数据集 生成")
    try:
        # Without "immutable": a curator may write while others read.
        mode = "rw" if write else "ro"
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, check_same_thread=False
        )
        found = connection.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
    except sqlite3.Error as error:
        raise LibraryError(f"{path} 不是指标库，或已损坏（{error}）") from error
    if found is None or found[0] not in formats:
        connection.close()
        raise LibraryError(f"指标库 {path} 是别的版本的绩评生成的，请重新生成")
    return connection


Curated = tuple[
    str, str, str, str | None, str | None, str | None, str | None, str | None, int, str | None, int
]
"""A row of the table ``curation``."""
_WIDTH = 11


def curated(path: Path) -> list[Curated]:
    """What curators decided in the library at ``path``; nothing where there is none yet.

    Raises LibraryError where the file is no library: it is not to be replaced by one.
    """
    if not path.exists():
        return []
    with closing(connect(path, formats=(FORMAT, *_BEFORE))) as connection:
        held = connection.execute("SELECT * FROM curation ORDER BY core, level, kind").fetchall()
    # Older formats knew nothing of forms that stand alone.
    return [(*row, 0) if len(row) == _WIDTH - 1 else row for row in held]
