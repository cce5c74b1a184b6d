"""One answer against one truth: which fields are right, and which wrong ones nobody was told of.

A field is a JSON pointer of the evaluation. White space, full-width signs and a level's trailing
指标 count for nothing; a target or an actual may repeat the row's own operator and unit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

FUNDS = ("source", "label", "initial", "adjusted", "executed", "weight", "rate", "score", "reason")
ROW = (
    "level1",
    "level2",
    "name",
    "nature",
    "operator",
    "target",
    "actual",
    "unit",
    "weight",
    "score",
    "reason",
)
SIGNS = re.compile(
    r"^(>=|<=|=|>|<|≥|≤|≧|≦|大于等于|小于等于|等于|不少于|不低于|不高于|不超过|至少)"
)
STANDS = re.compile(r"/(?:indicators|funds)/\+?\d+")


@dataclass
class Compared:
    """Outcome of one form; ``faults`` are (pointer, true, got, silent)."""

    there: int = 0
    right: int = 0
    faults: list[tuple[str, Any, Any, bool]] = field(default_factory=list)
    balanced: bool | None = None
    found: bool = True

    @property
    def silent(self) -> int:
        """Wrong fields of which the reading gives no sign."""
        return sum(1 for fault in self.faults if fault[3])


def plain(value: Any) -> str | None:
    """A value without white space and width differences; blanks are None."""
    if value is None:
        return None
    text = "".join(unicodedata.normalize("NFKC", str(value)).split())
    return text or None


def fields(e: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Every field of an evaluation that is compared, with its plain value."""
    yield "/form/title", plain(e["form"]["title"])
    yield "/form/amount_unit", plain(e["form"]["amount_unit"])
    yield "/form/family", plain(e["form"]["family"])
    yield "/year", plain(e["year"])
    for role in ("project", "department", "unit"):
        for key in ("name", "code"):
            yield f"/{role}/{key}", plain(e[role][key])
    for i, line in enumerate(e["funds"]):
        for key in FUNDS:
            yield f"/funds/{i}/{key}", _colon(plain(line.get(key)))
    for key in ("expected", "actual"):
        yield f"/goal/{key}", plain(e["goal"][key])
    for i, row in enumerate(e["indicators"]):
        for key in ROW:
            value = plain(row.get(key))
            if key in ("target", "actual"):
                value = _bare(value, plain(row.get("unit")))
            elif value is not None and key in ("level1", "level2"):
                value = value.removesuffix("指标")
            yield f"/indicators/{i}/{key}", value
    for key in ("weight", "score", "grade"):
        yield f"/total/{key}", plain(e["total"].get(key))
    for label, text in (e.get("remarks") or {}).items():
        yield f"/remarks/{label}", plain(text)


def _flat(values: dict[str, Any]) -> dict[str, str | None]:
    """Fields of the flat form, compared like those of an evaluation."""
    out: dict[str, str | None] = {}
    for pointer, raw in values.items():
        row, _, key = pointer.rpartition("/")
        value = plain(raw)
        if pointer.startswith("/indicators/"):
            if key in ("target", "actual"):
                value = _bare(value, plain(values.get(f"{row}/unit")))
            elif value is not None and key in ("level1", "level2"):
                value = value.removesuffix("指标")
        elif pointer.startswith("/funds/"):
            value = _colon(value)
        if value is not None:
            out[pointer] = value
    return out


def _colon(value: str | None) -> str | None:
    return value.rstrip(":") if value else value


def _bare(value: str | None, unit: str | None) -> str | None:
    if value is None:
        return None
    for tail in ("以上", "以内", "以下"):
        if unit and value.endswith(unit + tail):
            value = value.removesuffix(tail)
    if unit and value != unit:
        value = value.removesuffix(unit)
    if unit and unit.startswith("百分比"):
        value = value.removesuffix("%")
    return SIGNS.sub("", value) or value


def compare(truth: dict[str, Any], answer: dict[str, Any]) -> Compared:
    """``answer``: one file's part of what the tool printed (see `conformance.runner.split`)."""
    out = Compared()
    true = dict(fields(truth))
    forms = answer.get("forms", [])
    if not forms:
        out.found = False
        out.there = sum(1 for value in true.values() if value is not None)
        out.faults = [(p, v, None, False) for p, v in true.items() if v is not None]
        return out
    best: Compared | None = None
    for form in forms:
        one = _one(true, form)
        if best is None or one.right > best.right:
            best = one
    assert best is not None
    return best


def _one(true: dict[str, str | None], form: dict[str, Any]) -> Compared:
    out = Compared()
    if "fields" in form:
        got = _flat(form["fields"])
        reading: dict[str, Any] = form
        places: dict[str, Any] = {}
    else:
        got = {p: v for p, v in fields(form) if v is not None}
        reading, places = form["reading"], form.get("places") or {}
    out.balanced = reading.get("balanced")
    new = _aligned(true, got)
    got = {new(p): v for p, v in got.items()}
    told = _Told(reading, {new(p): place for p, place in places.items()}, new)
    for pointer in dict.fromkeys([*true, *got]):
        value, read = true.get(pointer), got.get(pointer)
        if pointer.startswith("/remarks/") and pointer not in true:
            continue
        if value is None and read is None:
            continue
        out.there += 1
        if value == read:
            out.right += 1
        else:
            out.faults.append(
                (
                    pointer,
                    value,
                    read,
                    out.balanced is not False and not told.of(pointer, value, read),
                )
            )
    return out


def _aligned(true: dict[str, str | None], got: dict[str, str | None]) -> Callable[[str], str]:
    """Read pointer → true pointer: a row missed or made up must not spoil the rows below it."""
    names: dict[str, dict[str, str]] = {}
    for kind, key in (("indicators", "name"), ("funds", "label")):
        lists = [_column(values, kind, key) for values in (true, got)]
        moved = names.setdefault(kind, {})
        for tag, i0, i1, j0, j1 in SequenceMatcher(
            None, lists[0], lists[1], autojunk=False
        ).get_opcodes():
            for n, j in enumerate(range(j0, j1)):
                there = tag in ("equal", "replace") and i0 + n < i1
                moved[str(j)] = str(i0 + n) if there else f"+{j}"

    def new(pointer: str) -> str:
        parts = pointer.split("/")
        if len(parts) > 2 and parts[1] in names:
            parts[2] = names[parts[1]].get(parts[2], parts[2])
        return "/".join(parts)

    return new


def _column(values: dict[str, str | None], kind: str, key: str) -> list[str]:
    rows = {int(p.split("/")[2]) for p in values if p.startswith(f"/{kind}/")}
    return [values.get(f"/{kind}/{i}/{key}") or "" for i in range(max(rows, default=-1) + 1)]


class _Told:
    """What a reading says of itself: repairs, unread texts, doubtful fields."""

    def __init__(
        self, reading: dict[str, Any], places: dict[str, Any], new: Callable[[str], str]
    ) -> None:
        self.places = places
        self.unread = [plain(u["text"]) or "" for u in reading.get("unread") or []]
        self.repairs = [
            (plain(r["what"]) or "", r.get("place") or {}) for r in reading.get("repairs") or []
        ]
        self.doubtful = {new(_pointer(d)) for d in reading.get("doubtful") or []}

    def of(self, pointer: str, true: str | None, got: str | None) -> bool:
        """Whether the reading itself points at this field."""
        if pointer in self.doubtful or pointer.rsplit("/", 1)[0] in self.doubtful:
            return True
        if true is not None and any(
            true == text or (len(true) > 1 and true in text) for text in self.unread
        ):
            return True
        own = self.places.get(pointer) or {}
        row = STANDS.match(pointer)
        if not own and row is not None:
            own = next((p for q, p in self.places.items() if q.startswith(row[0] + "/")), {})
        for what, place in self.repairs:
            if any(v is not None and f"“{v}" in what for v in (true, got)):
                return True
            if own and place and _same_row(own, place):
                return True
        return False


def _pointer(doubt: Any) -> str:
    return (
        doubt if isinstance(doubt, str) else str(doubt.get("pointer") or doubt.get("field") or "")
    )


def _same_row(a: dict[str, Any], b: dict[str, Any]) -> bool:
    for keys in (("sheet", "row"), ("table", "row"), ("line",)):
        if all(a.get(k) is not None and a.get(k) == b.get(k) for k in keys):
            return (
                keys != ("line",) or a.get("column") == b.get("column") or (a.get("row") or 0) > 1
            )
    if a.get("cell") and b.get("cell"):
        return str(a["cell"]).lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == str(b["cell"]).lstrip(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        )
    if a.get("box") and b.get("box") and a.get("page") == b.get("page"):
        return float(min(a["box"][3], b["box"][3])) > float(max(a["box"][1], b["box"][1]))
    return False
