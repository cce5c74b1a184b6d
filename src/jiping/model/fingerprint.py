"""指纹: what a filler's workbook carries hidden in itself, so that it can be taken back exactly.

It says which form, scheme and version made the workbook, which cell holds which value, what the
approved evaluation was, and what stood in every locked cell. Sheet protection keeps honest people
from slips; the fingerprint is what tells whether a locked cell was changed. It is no signature:
who knows how can make another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

SHEET = "绩评标记"
"""The very hidden sheet that holds it: one text after the other in column A, from the first row."""
BESIDE = ("待办", "填报说明", "计算过程")
"""The other sheets of such a workbook: none holds a form."""
ASIDE = "提示（这一行还要做的事）"
"""The head of the first column beside the form; nothing from there on belongs to the form."""
MARK = "jiping-workbook"
VERSION = 1
PIECE = 30_000
"""Characters of a piece; a cell of a spreadsheet holds 32 767."""


@dataclass(frozen=True, slots=True)
class Change:
    """A locked cell that holds something else than when the workbook was made; ``pointer`` is the
    value that it is, None for a printed text of the form."""

    cell: str
    before: str
    after: str
    pointer: str | None = None

    def label(self) -> str:
        """The change in Chinese."""
        after = f"“{self.after}”" if self.after else "空"
        return f"锁定的 {self.cell} 单元格被改动：原为“{self.before}”，现为{after}"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of a filler's workbook. ``damaged``: why it was read by its words instead of its
    fingerprint. ``filled`` of ``wanted`` actual values are there."""

    family: str = ""
    scheme: str = ""
    damaged: str | None = None
    changes: tuple[Change, ...] = ()
    filled: int = 0
    wanted: int = 0
    uncalculated: bool = False
    """No formula has a value: the file was filled in by a program that doesn't calculate."""


class Damaged(ValueError):  # noqa: N818 - it names the state
    """The fingerprint can't be used; the message is Chinese and says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of indicators: field → cell. ``number`` is its row in the approved evaluation, None
    for a row that the clerk may fill in whole."""

    cells: Mapping[str, str]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the workbook remembers. Cells are addresses on ``sheet`` (“H12”).

    ``cells``: JSON pointer → cell, of everything but indicators; ``locked``: cell → text that
    stood there; ``evaluation``: the approved form as the contract's JSON; ``apart``: units have
    their own column; ``produced``: the version of jiping.
    """

    family: str
    scheme: str
    sheet: str
    evaluation: Mapping[str, Any]
    cells: Mapping[str, str]
    lines: tuple[Line, ...]
    locked: Mapping[str, str] = field(default_factory=dict)
    apart: bool = True
    produced: str = ""

    def pieces(self) -> list[str]:
        """The texts for the hidden sheet: mark, version, digest, then the body in pieces."""
        body = json.dumps(self._data(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        parts = [body[at : at + PIECE] for at in range(0, len(body), PIECE)]
        return [MARK, str(VERSION), digest(body), *parts]

    def _data(self) -> dict[str, Any]:
        return {
            "family": self.family,
            "scheme": self.scheme,
            "sheet": self.sheet,
            "evaluation": dict(self.evaluation),
            "cells": dict(self.cells),
            "lines": [{"number": line.number, "cells": dict(line.cells)} for line in self.lines],
            "locked": dict(self.locked),
            "apart": self.apart,
            "produced": self.produced,
        }


def digest(body: str) -> str:
    """The digest of a body."""
    return sha256(body.encode("utf-8")).hexdigest()


def is_marked(first: str | None) -> bool:
    """Whether the first cell of a sheet says that a fingerprint follows."""
    return first == MARK


def from_pieces(pieces: Iterable[str]) -> Fingerprint:
    """The inverse of `Fingerprint.pieces`. Raises `Damaged`."""
    mark, version, stated, *parts = [*pieces, "", "", ""][: 3 + 10_000]
    if mark != MARK:
        raise Damaged("没有绩评填报工作簿的标记")
    if version != str(VERSION):
        raise Damaged(f"标记的版本是 {version or '（空）'}，这个版本的绩评只认 {VERSION}")
    body = "".join(parts)
    if digest(body) != stated:
        raise Damaged("标记的内容与摘要不符，标记被改动或没有存完整")
    try:
        data = json.loads(body)
        lines = tuple(Line(_texts(line["cells"]), line["number"]) for line in data.pop("lines"))
        found = Fingerprint(lines=lines, **data)
        rows = len(found.evaluation["indicators"])
        _texts(found.cells)
        _texts(found.locked)
        numbers = [line.number for line in lines if line.number is not None]
        if not all(isinstance(n, int) and 0 <= n < rows for n in numbers):
            raise ValueError("a row that the form doesn't have")
    except (ValueError, KeyError, TypeError, AttributeError) as exc:
        raise Damaged("标记的内容读不出来") from exc
    return found


def _texts(given: Mapping[str, str]) -> dict[str, str]:
    """The mapping if it holds texts only; who knows how can make a mark with anything in it."""
    if not all(isinstance(key, str) and isinstance(text, str) for key, text in given.items()):
        raise TypeError("no texts")
    return dict(given)
