"""Where a value stands in its document: 出处.

A `Place` says it in the terms of the file format (page and box, table/row/column, sheet cell,
line). A `SourceMap` joins JSON pointers into an evaluation ("/indicators/3/score") to places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

_SIDES = {"above": "上方", "below": "下方"}


@dataclass(frozen=True, slots=True)
class Place:
    """One spot of a document; every field is optional, numbers count from 1.

    ``box`` is x0, y0, x1, y1 in points from the page's top left; ``text`` is the raw text there.
    ``side`` is set for a text outside the ``table``: "above" or "below" it.
    """

    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    cell: str | None = None
    box: tuple[float, float, float, float] | None = None
    line: int | None = None
    text: str | None = None
    side: str | None = None

    def label(self) -> str:
        """The place in Chinese, for people: “第2页 表1 第5行第3列”."""
        parts: list[str] = []
        if self.sheet is not None:
            parts.append(f"工作表“{self.sheet}”")
        if self.page is not None:
            parts.append(f"第{self.page}页")
        if self.cell is not None:
            parts.append(f"{self.cell}单元格")
        else:
            if self.table is not None and self.sheet is None:
                parts.append(f"表{self.table}" + _SIDES.get(self.side or "", ""))
            if self.line is not None:
                parts.append(f"第{self.line}行" + (f"第{self.column}格" if self.column else ""))
            elif self.row is not None:
                parts.append(f"第{self.row}行" + (f"第{self.column}列" if self.column else ""))
        return " ".join(parts) or "位置不明"

    def to_json(self) -> dict[str, Any]:
        """The place as the contract's JSON object; absent fields are left out."""
        out: dict[str, Any] = {}
        for name in ("page", "sheet", "table", "row", "column", "cell", "line", "text", "side"):
            value = getattr(self, name)
            if value is not None:
                out[name] = value
        if self.box is not None:
            out["box"] = list(self.box)
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Place:
        """The inverse of `to_json`."""
        known = {k: data[k] for k in cls.__dataclass_fields__ if k in data}
        if known.get("box") is not None:
            known["box"] = tuple(known["box"])
        return cls(**known)


class Placed(Protocol):
    """Anything that can say its place when asked: a cell of a table, a paragraph."""

    def place(self) -> Place:
        """The place, built on demand: most values are never asked for theirs."""
        ...


class SourceMap(Mapping[str, Place]):
    """JSON pointer of a field → its place. Places are built when they are asked for."""

    __slots__ = ("_spots",)

    def __init__(self, spots: Mapping[str, Place | Placed] | None = None) -> None:
        self._spots: Mapping[str, Place | Placed] = spots if spots is not None else {}

    def __getitem__(self, pointer: str) -> Place:
        spot = self._spots[pointer]
        return spot if isinstance(spot, Place) else spot.place()

    def __iter__(self) -> Iterator[str]:
        return iter(self._spots)

    def __len__(self) -> int:
        return len(self._spots)

    def nearest(self, pointer: str) -> Place | None:
        """The place of a field, or of the first known field below it (a row: its first cell)."""
        if pointer in self._spots:
            return self[pointer]
        below = pointer.rstrip("/") + "/"
        return next((self[key] for key in self._spots if key.startswith(below)), None)

    def about(self, pointer: str) -> Place | None:
        """The place of a field; of a blank one that of its row's name (level names may stand rows
        above it), else of the row's first value."""
        row = pointer if pointer.count("/") == 2 else pointer.rpartition("/")[0]
        for candidate in (pointer, f"{row}/name", f"{row}/label"):
            if candidate in self._spots:
                return self[candidate]
        return self.nearest(row) if row else None

    def to_json(self) -> dict[str, dict[str, Any]]:
        """The contract's ``places`` object."""
        return {pointer: self[pointer].to_json() for pointer in self._spots}

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, Any]]) -> SourceMap:
        """The inverse of `to_json`."""
        return cls({pointer: Place.from_json(place) for pointer, place in data.items()})
