"""The corpus: one TOML file a document in ``documents/``; nothing else lists them.

A document says whether its source was read, and each clause whether what stands there was read or
recalled. Statements are ours, short, in our own words: they are no substitute for the text.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

Basis = Literal["read", "recalled"]
Confidence = Literal["high", "medium", "low"]
Kind = Literal["rule", "form", "practice"]
"""A written rule; a form with its printed notes; a practice that nobody wrote down as a rule."""


class LawError(Exception):
    """A document file is wrong, or a citation names what the corpus doesn't hold."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: ``number`` is an article ("16", "51(8)") or our own name ("rate-90")."""

    number: str
    name: str | None
    text: str
    basis: Basis
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Document:
    """One document. ``level`` is "national" or a division code; ``seen`` says where it was met.

    ``start`` and ``until`` bound the days in force, None where that is not known or not ended.
    """

    key: str
    title: str
    number: str | None
    issuer: str
    level: str
    kind: Kind
    issued: date | None
    start: date | None
    until: date | None
    read: bool
    seen: tuple[str, ...]
    note: str | None
    clauses: Mapping[str, Clause]

    def in_force(self, day: date) -> bool:
        """Whether it was in force that day, as far as its dates are known."""
        return (self.start is None or self.start <= day) and (
            self.until is None or day <= self.until
        )

    def name(self) -> str:
        """What a citation calls it: the 文号 of a circular, else the title in 《》."""
        if self.kind == "practice":
            return self.title
        if self.number is None or self.number.startswith("国务院令"):
            return f"《{self.title}》"
        return self.number


@lru_cache(maxsize=1)
def corpus() -> Mapping[str, Document]:
    """Every document by its key, read once. Raises LawError naming the file that is wrong."""
    found: dict[str, Document] = {}
    folder = Path(__file__).with_name("documents")
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if not entry.name.endswith(".toml"):
            continue
        try:
            document = _document(tomllib.loads(entry.read_text("utf-8")))
        except (KeyError, TypeError, ValueError) as error:
            raise LawError(f"{entry.name}: {error}") from error
        if document.key in found:
            raise LawError(f"{entry.name}: 重复的文件简称 {document.key}")
        found[document.key] = document
    return MappingProxyType(found)


_FIELDS = {
    "key", "title", "number", "issuer", "level", "kind", "date", "from", "until", "read", "seen",
    "note", "clauses",
}  # fmt: skip


def _document(data: dict[str, Any]) -> Document:
    if unknown := data.keys() - _FIELDS:
        raise ValueError(f"不认识的字段 {'、'.join(sorted(unknown))}")
    clauses: dict[str, Clause] = {}
    for entry in data.get("clauses", ()):
        clause = _clause(entry)
        if clause.number in clauses:
            raise ValueError(f"重复的条款 {clause.number}")
        clauses[clause.number] = clause
    return Document(
        key=data["key"],
        title=data["title"],
        number=data.get("number"),
        issuer=data["issuer"],
        level=data["level"],
        kind=data.get("kind", "rule"),
        issued=data.get("date"),
        start=data.get("from"),
        until=data.get("until"),
        read=data["read"],
        seen=tuple(data["seen"]),
        note=data.get("note"),
        clauses=MappingProxyType(clauses),
    )


def _clause(data: dict[str, Any]) -> Clause:
    basis: Basis = data["basis"]
    if basis not in ("read", "recalled"):
        raise ValueError(f"条款 {data['number']} 的 basis 是 {basis}")
    confidence: Confidence = data["confidence"] if basis == "recalled" else "high"
    if confidence not in ("high", "medium", "low"):
        raise ValueError(f"条款 {data['number']} 的 confidence 是 {confidence}")
    return Clause(data["number"], data.get("name"), data["text"], basis, confidence)
