"""What results depend on: kept results are of use only where all of it is the same."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from jiping import __version__

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from jiping.api.batch.desk import Wanted

SHAPE = "1"
"""Changes with the way in which results are written down."""
_DATA = (".toml", ".json", ".tsv")


def fingerprint(wanted: Wanted) -> str:
    """Version, rules, schemes, layouts (the user's too) and what was asked for, in one digest.

    Not the severities: what they hide is in the results all the same.
    """
    digest = sha256()
    for part in (SHAPE, __version__, wanted.kind, repr(wanted.scheme), repr(wanted.own_scheme),
                 repr(wanted.only)):  # fmt: skip
        digest.update(part.encode() + b"\0")
    for room in ("engine", "score", "law", "read"):
        for name, data in _data(files("jiping").joinpath(room), room):
            digest.update(f"{name}\0{len(data)}\0".encode() + data)
    if wanted.library is not None:
        state = Path(wanted.library).stat()
        digest.update(f"{state.st_size} {state.st_mtime_ns}".encode())
    if wanted.layouts is not None:
        for path in sorted(Path(wanted.layouts).glob("*.toml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _data(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    """The data files below a folder of the package, in the order of their names."""
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        inner = f"{name}/{entry.name}"
        if entry.is_dir():
            found += _data(entry, inner)
        elif entry.name.endswith(_DATA):
            found.append((inner, entry.read_bytes()))
    return found
