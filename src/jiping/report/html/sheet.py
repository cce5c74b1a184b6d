"""What the drawn form looks like: its columns, its merged cells, and the cell of every pointer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING

from jiping.report._naming import unescaped

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation
    from jiping.model.place import Place, SourceMap

FUND_COLUMNS = ("initial", "adjusted", "executed", "weight", "rate", "score", "reason")
INDICATOR_COLUMNS = (
    "level1", "level2", "name", "nature", "operator", "target", "actual", "unit", "weight",
    "score", "reason",
)  # fmt: skip
TITLE = "/form/title"
_ALWAYS = frozenset({"name", "target", "actual"})
_MERGED = ("level1", "level2")


@dataclass(frozen=True, slots=True)
class Span:
    """A level cell that stands for ``rows`` indicator rows; ``key`` is the pointer of the first."""

    key: str
    text: str | None
    rows: int


class Sheet:
    """The layout of one form. A cell's key is the JSON pointer of the value that it shows."""

    def __init__(self, evaluation: Evaluation, targets: Iterable[str] = ()) -> None:
        self.evaluation = evaluation
        self._targets = frozenset(targets)
        self.places: SourceMap = evaluation.places
        self.inside_target = self._inside_target()
        self.fund_columns = self._columns("funds", FUND_COLUMNS)
        self.indicator_columns = self._columns("indicators", INDICATOR_COLUMNS)
        self.spans: dict[str, Span] = {}
        self._merged: dict[str, str] = {}
        if evaluation.indicators:
            self._merge(0, len(evaluation.indicators), _MERGED)

    def has(self, group: str) -> bool:
        """Whether a block (goal, total, department …) is part of the form or of a finding."""
        value = getattr(self.evaluation, group)
        fields = getattr(type(value), "__dataclass_fields__", None)
        filled = any(getattr(value, f) for f in fields) if fields else bool(value)
        return filled or any(t == f"/{group}" or t.startswith(f"/{group}/") for t in self._targets)

    def cell(self, pointer: str) -> str:
        """The key of the drawn cell that stands for a pointer; the title for the whole form."""
        parts = pointer.split("/")[1:]
        group, rest = (parts[0], parts[1:]) if parts else ("", [])
        if group in ("funds", "indicators"):
            return self._row_cell(group, rest)
        if group in ("project", "department", "unit"):
            return f"/{group}/name"
        if group == "goal":
            return pointer if len(rest) == 1 else "/goal"
        if group == "total":
            return pointer if rest and rest[0] in self.total_columns() else "/total"
        if group == "year":
            return "/year"
        if group == "remarks" and rest and unescaped(rest[0]) in self.evaluation.remarks:
            return remark_key(unescaped(rest[0]))
        return TITLE

    def anchor(self, form: int, key: str) -> str:
        """The id of a drawn cell in the page: “c1-indicators-11-score”; remarks by their order."""
        if key.startswith("/remarks/"):
            order = [remark_key(label) for label in self.evaluation.remarks]
            key = f"/remarks/{order.index(key)}"
        return f"c{form}{key.replace('/', '-')}"

    def total_columns(self) -> list[str]:
        """The cells of the total's row."""
        total = self.evaluation.total
        shown = [
            f for f in ("weight", "score") if getattr(total, f) or f"/total/{f}" in self._targets
        ]
        if "score" not in shown:
            shown.append("score")
        if total.grade or "/total/grade" in self._targets:
            shown.append("grade")
        return shown

    def _row_cell(self, group: str, rest: Sequence[str]) -> str:
        rows: Sequence[object] = getattr(self.evaluation, group)
        if not rest or not rest[0].isdigit() or int(rest[0]) >= len(rows):
            return f"/{group}"
        columns = self.fund_columns if group == "funds" else self.indicator_columns
        base = f"/{group}/{rest[0]}"
        if len(rest) > 1:
            name = "target" if rest[1] in self.inside_target and group == "indicators" else rest[1]
            if name in columns:
                key = f"{base}/{name}"
                return self._merged.get(key, key)
        return f"{base}/label" if group == "funds" else f"{base}/name"

    def _columns(self, group: str, names: Sequence[str]) -> tuple[str, ...]:
        rows = getattr(self.evaluation, group)
        shown = [
            name
            for name in names
            if any(getattr(row, name) is not None for row in rows)
            or (group == "indicators" and name in _ALWAYS)
            or self._targeted(group, name)
        ]
        if group == "indicators":
            shown = [name for name in shown if name not in self.inside_target]
            if "reason" not in shown and self._expects_reasons():
                shown.append("reason")
        return self._as_printed(group, shown)

    def _targeted(self, group: str, name: str) -> bool:
        return any(t.startswith(f"/{group}/") and t.endswith(f"/{name}") for t in self._targets)

    def _expects_reasons(self) -> bool:
        """A scored form has a column for reasons, unless they have a box of their own below."""
        e = self.evaluation
        weighted = any(row.weight is not None for row in e.indicators)
        return weighted and not any("原因" in label for label in e.remarks)

    def _inside_target(self) -> frozenset[str]:
        """Fields that the form prints in the target's own cell (“≥50个”): no column of their own."""
        found = []
        for name in ("operator", "unit"):
            same = apart = 0
            for number, row in enumerate(self.evaluation.indicators):
                if getattr(row, name) is None:
                    continue
                spot = self.places.get(f"/indicators/{number}/{name}")
                target = self.places.get(f"/indicators/{number}/target")
                if spot is None or target is None or spot != target:
                    apart += 1
                else:
                    same += 1
            if same > apart:
                found.append(name)
        return frozenset(found)

    def _as_printed(self, group: str, names: list[str]) -> tuple[str, ...]:
        """The columns in the document's order, where its places tell it: by distance from the name."""
        rows = len(getattr(self.evaluation, group))
        anchor = "label" if group == "funds" else "name"
        seen: dict[str, list[float]] = {}
        for number in range(rows):
            base = f"/{group}/{number}/"
            start = _across(self.places.get(base + anchor))
            for name in names if start is not None else ():
                x = _across(self.places.get(base + name))
                if x is not None and start is not None:
                    seen.setdefault(name, []).append(x - start)
        where = {name: median(offsets) for name, offsets in seen.items()}
        if len(set(where.values())) < len(where):
            return tuple(names)
        known = iter(sorted(where, key=where.__getitem__))
        return tuple(next(known) if name in where else name for name in names)

    def _merge(self, start: int, end: int, levels: Sequence[str]) -> None:
        """Level cells of equal wording below one another become one, within their own parent."""
        level = levels[0]
        rows = self.evaluation.indicators
        for value, group in groupby(range(start, end), key=lambda n: getattr(rows[n], level)):
            numbers = list(group)
            pieces = [numbers] if value is not None else [[n] for n in numbers]
            for piece in pieces:
                key = f"/indicators/{piece[0]}/{level}"
                self.spans[key] = Span(key, value, len(piece))
                self._merged.update({f"/indicators/{n}/{level}": key for n in piece})
            if len(levels) > 1:
                self._merge(numbers[0], numbers[-1] + 1, levels[1:])


def remark_key(label: str) -> str:
    """The JSON pointer of a remark."""
    return "/remarks/" + label.replace("~", "~0").replace("/", "~1")


def _across(place: Place | None) -> float | None:
    """How far to the right a value stands, in the terms of its format."""
    if place is None:
        return None
    if place.box is not None:
        return place.box[0]
    return None if place.column is None else float(place.column)
