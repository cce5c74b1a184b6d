"""Hits into findings: messages filled in, numbers shown as people write them, places attached."""

from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

from jiping.audit.notes import Notes
from jiping.engine.outcomes import FAIL_WORSE, Hit
from jiping.engine.plan import CompiledRule
from jiping.engine.results import Finding
from jiping.model.decimals import from_scaled
from jiping.model.evaluation import Evaluation, FundLine, Indicator
from jiping.model.place import Place
from jiping.score.scheme import Scheme

EMPTY = "（空）"
DIGITS = {"points": 2, "percent": 2}


class _Optional(str):
    """Words of a message that may be left out: empty, they say nothing."""

    __slots__ = ()


class _Words(string.Formatter):
    """Fills templates from values we made ourselves; an empty value says that it is empty."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, _Optional):
            return str(value)
        return EMPTY if value is None or value == "" else str(format(value, format_spec))


_WORDS = _Words()


def shown(value: int | None, kind: str) -> str | None:
    """A scaled integer as a person reads it: points and percents with two decimals."""
    if value is None:
        return None
    if kind == "none":
        return None
    if kind == "date":
        text = str(value)
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if kind == "count":
        return str(value)
    return from_scaled(value, digits=DIGITS.get(kind))


def finding(hit: Hit, rule: CompiledRule, evaluation: Evaluation, scheme: Scheme) -> Finding:
    """The finding that a failed hit stands for."""
    rows: tuple[Any, ...] = evaluation.funds if rule.grain == "fund" else evaluation.indicators
    row: FundLine | Indicator | None = rows[hit.row] if hit.row is not None else None
    other = rows[hit.other] if hit.other is not None and rule.grain != "form" else None
    if rule.grain == "form" and hit.other is not None:
        other = evaluation.indicators[hit.other]
    left, right = shown(hit.left, rule.shown), shown(hit.right, rule.shown)
    difference = None
    if hit.left is not None and hit.right is not None and rule.shown not in ("date", "none"):
        difference = shown(hit.left - hit.right, rule.shown)
    given: dict[str, Any] = {
        "row": row,
        "form": evaluation,
        "other": other,
        "left": left,
        "right": right,
        "difference": difference,
        "size": difference.lstrip("-") if difference else difference,
        "scheme": _SchemeWords(scheme),
        "note": Notes(evaluation, hit.row),
        "words": _Optional(hit.words or ""),
        "figures": [shown(figure, rule.shown) for figure in hit.figures],
    }
    if rule.left is not None:
        given["left"] = _WORDS.vformat(rule.left, (), given)
    if rule.right is not None:
        given["right"] = _WORDS.vformat(rule.right, (), given)
    part = rule.parts[hit.part]
    severity = part.severity or rule.severity
    if hit.outcome == FAIL_WORSE and rule.worse:
        severity = rule.worse
    if rule.at is not None:
        targets = tuple(getattr(given["note"], rule.at).split())
    else:
        targets = _targets(hit, rule)
    return Finding(
        rule=rule.code,
        title=rule.title,
        severity=scheme.severity.get(rule.code, severity),  # type: ignore[arg-type]
        message=_WORDS.vformat(rule.message, (), given),
        left=given["left"],
        right=given["right"],
        difference=difference,
        targets=targets,
        basis=rule.basis,
        advice=rule.advice,
        places=_places(targets, evaluation),
    )


class _SchemeWords:
    """Parameters of a scheme in messages: ``{scheme.rate_warn}``."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme

    def __getattr__(self, name: str) -> Any:
        if name in ("id", "title"):
            return getattr(self._scheme, name)
        return self._scheme[name]


def _targets(hit: Hit, rule: CompiledRule) -> tuple[str, ...]:
    fields = rule.parts[hit.part].fields or rule.fields
    if rule.grain == "form":
        pointers = list(fields)
        if hit.other is not None:
            pointers.append(f"/indicators/{hit.other}")
        return tuple(pointers)
    group = "funds" if rule.grain == "fund" else "indicators"
    base = f"/{group}/{hit.row}"
    pointers = [f"{base}/{name}" if not name.startswith("/") else name for name in fields]
    pointers = pointers or [base]
    if hit.other is not None:
        first = next((f for f in fields if not f.startswith("/")), None)
        pointers.append(f"/{group}/{hit.other}" + (f"/{first}" if first else ""))
    return tuple(pointers)


def _places(targets: tuple[str, ...], evaluation: Evaluation) -> tuple[Place, ...]:
    found: list[Place] = []
    for pointer in targets:
        place = _place(pointer, evaluation)
        if place is not None and place not in found:
            found.append(place)
    return tuple(found)


def _place(pointer: str, evaluation: Evaluation) -> Place | None:
    """The field's own place; of an empty field that of its row: of its name, since the level
    names may stand rows above."""
    places = evaluation.places
    row = pointer if pointer.count("/") == 2 else pointer.rpartition("/")[0]
    for candidate in (pointer, f"{row}/name", f"{row}/label"):
        if candidate in places:
            return places[candidate]
    return places.nearest(row) if row else None


def reason(hit: Hit, rule: CompiledRule) -> str:
    """Why a hit could not be decided."""
    number = hit.outcome - 10
    if 0 <= number < len(rule.reasons):
        return rule.reasons[number]
    return "所需的数没有填写，或者不是数"


def by_rule(hits: list[Hit]) -> Mapping[tuple[int, str], list[Hit]]:
    """Hits by form and rule, in the order of the rows: the database promises none."""
    grouped: dict[tuple[int, str], list[Hit]] = {}
    for hit in sorted(hits, key=lambda h: (-1 if h.row is None else h.row, h.part)):
        grouped.setdefault((hit.form, hit.rule), []).append(hit)
    return grouped
