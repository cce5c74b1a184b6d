"""The part of an office package (docx, xlsx) where reading begins, and the relations of a part."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.read.archive import Archive
    from jiping.read.limits import Limits


def main_part(archive: Archive, limits: Limits, what: str, usual: str) -> str:
    """The name of the main document part: by the package's relations, else the usual name."""
    for kind, target, _ in relations(archive, limits, what, "").values():
        if kind == "officeDocument" and target in archive:
            return target
    return usual


def relations(
    archive: Archive, limits: Limits, what: str, part: str
) -> dict[str, tuple[str, str, bool]]:
    """Relation id → (kind, target part, external) of one part; "" is the package itself.

    The kind is the last word of the relation's type; targets are resolved inside the archive.
    """
    from jiping.read.safexml import parse

    folder, _, base = part.rpartition("/")
    name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
    if name not in archive:
        return {}
    found: dict[str, tuple[str, str, bool]] = {}
    for element in parse(archive.read(name), limits, what, name):
        target = element.get("Target") or ""
        if target.startswith("/"):
            target = target.lstrip("/")
        else:
            target = posixpath.normpath(posixpath.join(folder, target))
        kind = (element.get("Type") or "").rpartition("/")[2]
        external = element.get("TargetMode") == "External"
        found[element.get("Id") or ""] = (kind, target, external)
    return found
