"""What else was changed between two versions of a form: fields, rows, their order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from jiping.law.glossary import fields

if TYPE_CHECKING:
    from jiping.engine.compare.rows import Rows
    from jiping.model.evaluation import Evaluation, FundLine, Indicator
    from jiping.model.place import Place

Kind = Literal["field", "row_added", "row_removed", "row_moved", "form_added", "form_removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    ``name`` is what the form calls it (“差旅费”得分); ``old`` and ``new`` are the values as printed,
    None for a blank. For rows they are the rows' names, for moved rows their numbers (from 1). The
    pointers are None on the side where there is no such row.
    """

    kind: Kind
    name: str
    old: str | None
    new: str | None
    old_pointer: str | None
    new_pointer: str | None
    old_place: Place | None = None
    new_place: Place | None = None

    def to_json(self) -> dict[str, Any]:
        """As the comparison prints it."""
        return {
            "kind": self.kind,
            "name": self.name,
            "old": self.old,
            "new": self.new,
            "old_pointer": self.old_pointer,
            "new_pointer": self.new_pointer,
            "old_place": self.old_place.to_json() if self.old_place is not None else None,
            "new_place": self.new_place.to_json() if self.new_place is not None else None,
        }


def changes_of(old: Evaluation, new: Evaluation, rows: Rows) -> Iterator[Change]:
    """Every difference, in the order of the form."""
    terms = fields()
    yield from _plain(old, new, "/form/title", terms["Form"]["title"])
    yield from _plain(old, new, "/form/amount_unit", terms["Form"]["amount_unit"])
    yield from _plain(old, new, "/year", terms["Evaluation"]["year"])
    for group in ("project", "department", "unit"):
        term = terms["Evaluation"][group]
        yield from _plain(old, new, f"/{group}/name", term)
        yield from _plain(old, new, f"/{group}/code", f"{term}的编码")
    yield from _rows(old, new, "funds", rows.funds, terms["FundLine"])
    for name in ("expected", "actual"):
        yield from _plain(old, new, f"/goal/{name}", terms["Goal"][name])
    yield from _rows(old, new, "indicators", rows.indicators, terms["Indicator"])
    for name in ("weight", "score", "grade"):
        yield from _plain(old, new, f"/total/{name}", terms["Total"][name])
    for name in dict.fromkeys([*old.remarks, *new.remarks]):
        ours, theirs = old.remarks.get(name), new.remarks.get(name)
        if ours != theirs:
            pointer = "/remarks/" + name.replace("~", "~0").replace("/", "~1")
            yield _change("field", name, ours, theirs, pointer, pointer, old, new)


def _plain(old: Evaluation, new: Evaluation, pointer: str, name: str) -> Iterator[Change]:
    ours, theirs = _value(old, pointer), _value(new, pointer)
    if ours != theirs:
        yield _change("field", name, ours, theirs, pointer, pointer, old, new)


def _value(form: Evaluation, pointer: str) -> str | None:
    at: Any = form
    for part in pointer.split("/")[1:]:
        at = getattr(at, part)
    return None if at is None else str(at)


def _rows(
    old: Evaluation, new: Evaluation, group: str, pairs: tuple[tuple[int, int], ...],
    terms: Mapping[str, str],
) -> Iterator[Change]:  # fmt: skip
    ours, theirs = getattr(old, group), getattr(new, group)
    left = {i for i, _ in pairs}
    for i, row in enumerate(ours):
        if i not in left:
            pointer = f"/{group}/{i}"
            yield _change("row_removed", _title(row), _title(row), None, pointer, None, old, new)
    moved = moved_pairs(pairs)
    right = {j: i for i, j in pairs}
    for j, row in enumerate(theirs):
        to = f"/{group}/{j}"
        before = right.get(j)
        if before is None:
            yield _change("row_added", _title(row), None, _title(row), None, to, old, new)
            continue
        at = f"/{group}/{before}"
        if (before, j) in moved:
            numbers = str(before + 1), str(j + 1)
            yield _change("row_moved", _title(row), *numbers, at, to, old, new)
        for name in row.__dataclass_fields__:
            was, now = getattr(ours[before], name), getattr(row, name)
            if was != now:
                title = f"{_title(row)}{terms.get(name, name)}"
                yield _change("field", title, was, now, f"{at}/{name}", f"{to}/{name}", old, new)


def moved_pairs(pairs: tuple[tuple[int, int], ...]) -> set[tuple[int, int]]:
    """The fewest pairs that have to move so that the others stand in the same order."""
    tails: list[int] = []
    ends: list[int] = []  # index of the pair that ends the best run of each length
    before: list[int | None] = []
    ordered = sorted(pairs)
    for number, (_, j) in enumerate(ordered):
        length = bisect_left(tails, j)
        before.append(ends[length - 1] if length else None)
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [number]
    kept: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return {pair for number, pair in enumerate(ordered) if number not in kept}


def _title(row: Indicator | FundLine) -> str:
    name = getattr(row, "name", None) or getattr(row, "label", None)
    name = name or getattr(row, "level2", None) or getattr(row, "level1", None)
    return f"“{name or '（无名称）'}”"


def _change(
    kind: Kind, name: str, was: str | None, now: str | None, at: str | None, to: str | None,
    old: Evaluation, new: Evaluation,
) -> Change:  # fmt: skip
    return Change(
        kind, name, was, now, at, to,
        old.places.about(at) if at is not None else None,
        new.places.about(to) if to is not None else None,
    )  # fmt: skip
