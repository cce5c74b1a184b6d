"""One text typed into one cell of a form, read as a reader would; see `jiping.api.editing`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jiping.forms.choice import family_for
from jiping.forms.draw import drawing_of
from jiping.model.decimals import number_text
from jiping.model.evaluation import Evaluation, FundLine, Indicator
from jiping.read.book import Cell, Table
from jiping.read.layouts.lines import Atom
from jiping.read.layouts.measures import measured
from jiping.read.layouts.values import named
from jiping.read.layouts.words import look

MEASURES = ("nature", "operator", "target", "actual", "unit")
"""Fields of one row that are read together: a target may hold its operator and its unit."""
_FUND_DIGITS = ("initial", "adjusted", "executed", "weight", "rate", "score")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_UNITS = ("万元", "元", "亿元")


class CannotEdit(ValueError):  # noqa: N818 - what happened, in words
    """The form has no such cell or row; the message is Chinese."""


def parts(evaluation: Evaluation, pointer: str) -> tuple[str, int, str]:
    """Group, row (-1: none) and field of a cell's pointer."""
    group, *rest = pointer.removeprefix("/").split("/")
    if group in ("funds", "indicators") and len(rest) == 2 and rest[0].isdecimal():
        number, name = int(rest[0]), rest[1]
        row = FundLine if group == "funds" else Indicator
        if number < len(getattr(evaluation, group)) and name in row.__dataclass_fields__:
            return group, number, name
    elif group in ("project", "department", "unit") and rest == ["name"]:
        return group, -1, "name"
    elif group in ("goal", "total", "form") and len(rest) == 1:
        known = {"goal": ("expected", "actual"), "total": ("weight", "score", "grade"),
                 "form": ("title", "amount_unit")}  # fmt: skip
        if rest[0] in known[group]:
            return group, -1, rest[0]
    elif group == "year" and not rest:
        return group, -1, ""
    elif group == "remarks" and len(rest) == 1:
        name = rest[0].replace("~1", "/").replace("~0", "~")
        if name and len(name) <= 50:
            return group, -1, name
    raise CannotEdit(f"表里没有这一格：{pointer[:80]}")


def with_typed(
    e: Evaluation, group: str, number: int, name: str, text: str
) -> tuple[Evaluation, str | None]:
    """The form with one value typed, and None; or why not."""
    said = _said(text)
    if group == "year":
        found = _YEAR.search(text)
        if said is not None and found is None:
            return e, "年度要写四位数字，如 2023。"
        return replace(e, year=int(found[0]) if found else None), None
    if group == "form":
        if name == "amount_unit":
            if said not in (None, *_UNITS):
                return e, "金额单位只能是万元、元或亿元。"
            unit: Any = said
            return replace(e, form=replace(e.form, amount_unit=unit)), None
        return replace(e, form=replace(e.form, title=said)), None
    if group == "remarks":
        for mark in "：:":
            text = text.removeprefix(name + mark)
        return replace(e, remarks={**e.remarks, name: text.strip() or None}), None
    if number < 0:
        return _single(e, group, name, text)
    rows = list(getattr(e, group))
    value, why = _row_value(group, name, text, rows[number])
    if why is not None:
        return e, why
    rows[number] = replace(rows[number], **value)
    changes: dict[str, Any] = {group: tuple(rows)}
    return replace(e, **changes), None


def _single(e: Evaluation, group: str, name: str, text: str) -> tuple[Evaluation, str | None]:
    value: Any
    if group in ("project", "department", "unit"):
        value = (
            named(text)
            if _said(text) is not None
            else replace(getattr(e, group), name=None, code=None)
        )
    elif group == "total" and name in ("weight", "score"):
        digits, why = _digits(text)
        if why is not None:
            return e, why
        value = replace(e.total, **{name: digits})
    elif group == "total":
        value = replace(e.total, grade=_said(text))
    else:
        goal: dict[str, Any] = {name: text.strip() or None}
        value = replace(e.goal, **goal)
    changes: dict[str, Any] = {group: value}
    return replace(e, **changes), None


def _row_value(
    group: str, name: str, text: str, row: FundLine | Indicator
) -> tuple[dict[str, Any], str | None]:
    if name in _FUND_DIGITS and (group == "funds" or name in ("weight", "score")):
        digits, why = _digits(text)
        return {name: digits}, why
    if name == "label":
        said = _said(text)
        if said is None:
            return {}, "资金来源要写名称。"
        seen = look(text)
        if isinstance(row, FundLine) and row.source == "total":
            return {"label": said}, None
        known = seen.group == "fundrow" and seen.role != "total"
        return {"label": said, "source": seen.role if known else "other"}, None
    if name == "reason":
        return {name: text.strip() or None}, None
    if name == "level1":
        seen = look(text)
        return {name: seen.role if seen.kind == "level1" else _said(text)}, None
    if name in ("level2", "name"):
        return {name: _said(text)}, None
    raise CannotEdit("这一格不能直接修改。")


def _digits(text: str) -> tuple[str | None, str | None]:
    said = _said(text)
    if said is None:
        return None, None
    digits = number_text(said)
    if digits is None:
        return None, f"“{said[:20]}”不是数字，没有保存。"
    return digits, None


def _said(text: str) -> str | None:
    """A cell's text as a reader keeps it: None for a blank or a dash."""
    seen = look(text)
    return None if seen.kind in ("empty", "dash") else seen.text or None


def row_measured(evaluation: Evaluation, number: int, typed: Mapping[str, str]) -> Indicator:
    """One row read anew from what its cells show, with those that were typed."""
    family = family_for(evaluation)[0]
    block = family.indicators
    old = evaluation.indicators[number]
    base = f"/indicators/{number}/"
    shown = {
        cell.pointer.removeprefix(base): cell.text
        for cell in drawing_of(evaluation, family).cells()
        if cell.pointer is not None and cell.pointer.startswith(base)
    }
    unshown = {name for name in MEASURES if name not in shown}
    texts = {name: shown[name] for name in MEASURES if name in shown} | dict(typed)
    texts["name"] = old.name or ""
    paper = Table(1)
    got = {
        name: Atom(Cell(paper, 1, at, text), look(text), at, 1)
        for at, (name, text) in enumerate(texts.items(), 1)
        if look(text).kind != "empty"
    }
    row: dict[str, Any] = {}
    measured(got, row, apart=not block.inside)
    found = {name: row[name][0] if name in row else None for name in MEASURES}
    for name in unshown - typed.keys():
        kept = (block.inside and name in ("operator", "unit")) or (
            block.symbols and name == "operator"
        )
        if not kept and found[name] is None:
            found[name] = getattr(old, name)
    return replace(old, **found)
