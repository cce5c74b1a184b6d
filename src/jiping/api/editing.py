"""A form changed cell by cell and row by row, as people type: every text read as a reader would.

Cells are named by JSON pointer, texts are what the drawn form shows there (`sheet`). What can't be
kept (letters where the form needs digits) is told, cell by cell, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from jiping.forms.choice import family_for
from jiping.forms.draw import drawing_of
from jiping.forms.drawing import Drawing
from jiping.forms.families import Family, families
from jiping.forms.workbook.base import empty, from_evaluation
from jiping.model.decimals import number_text
from jiping.model.evaluation import Evaluation, FundLine, Indicator
from jiping.model.place import SourceMap
from jiping.read.book import Cell, Table
from jiping.read.layouts.balance import balanced
from jiping.read.layouts.lines import Atom
from jiping.read.layouts.measures import measured
from jiping.read.layouts.values import named
from jiping.read.layouts.words import look

Renumber = Callable[[str], str | None]
"""A pointer before the change → the same value's pointer after it; None where it is gone."""
Block = Literal["funds", "indicators"]

_MEASURES = ("nature", "operator", "target", "actual", "unit")
_FUND_DIGITS = ("initial", "adjusted", "executed", "weight", "rate", "score")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_UNITS = ("万元", "元", "亿元")
_LONGEST = 20_000
_MOST_ROWS = 500


class CannotEdit(ValueError):  # noqa: N818 - what happened, in words
    """The form has no such cell or row; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Edited:
    """The form after a change. ``problems``: pointer → why that text was not kept (Chinese)."""

    evaluation: Evaluation
    problems: Mapping[str, str] = field(default_factory=dict)


def family_of(evaluation: Evaluation) -> Family:
    """The official form that an evaluation is shown and edited in."""
    return family_for(evaluation)[0]


def sheet(evaluation: Evaluation) -> Drawing:
    """The official form filled with an evaluation; each cell that holds a value has its pointer."""
    return drawing_of(evaluation, family_of(evaluation))


def blank_form(family: str, year: int | None) -> Evaluation:
    """A form of a family in which nothing is filled in but the names of the levels.

    Raises CannotEdit for a family that there is no form of.
    """
    found = families().get(family)
    if found is None:
        raise CannotEdit(f"没有编号为“{family}”的表式。")
    return empty(found, year).evaluation


def next_year(evaluation: Evaluation) -> Evaluation:
    """The form of the year after: names, targets and weights kept, what was achieved left out.

    A form without actual values holds targets: then those of the same year.
    """
    return from_evaluation(evaluation, family_of(evaluation), None).evaluation


def edited(evaluation: Evaluation, typed: Mapping[str, str]) -> Edited:
    """The form after texts were typed into cells (pointer → text as typed).

    Raises CannotEdit for a pointer that is no cell of the form.
    """
    problems: dict[str, str] = {}
    measures: dict[int, dict[str, str]] = {}
    changed = evaluation
    done: list[str] = []
    for pointer, text in typed.items():
        group, number, name = _parts(evaluation, pointer)
        if len(text) > _LONGEST:
            problems[pointer] = f"太长：最多 {_LONGEST} 字。"
        elif group == "indicators" and name in _MEASURES:
            measures.setdefault(number, {})[name] = text
            done.append(pointer)
        else:
            found, why = _typed(changed, group, number, name, text)
            if why is None:
                changed = found
                done.append(pointer)
            else:
                problems[pointer] = why
    if measures:
        rows = list(changed.indicators)
        for number, texts in measures.items():
            rows[number] = _measured(changed, number, texts)
        changed = replace(changed, indicators=tuple(rows))
    return Edited(_settled(changed, tuple(done)), problems)


def row_added(evaluation: Evaluation, block: Block, at: int) -> tuple[Evaluation, Renumber]:
    """A blank row before row ``at`` (0-based; the count of rows: at the end).

    An indicator's levels are those of the row above it. Raises CannotEdit beyond the rows.
    """
    rows = _rows(evaluation, block)
    if not 0 <= at <= len(rows) or (block == "funds" and at == 0):
        raise CannotEdit("这里不能加行。")
    if len(rows) >= _MOST_ROWS:
        raise CannotEdit(f"一张表最多 {_MOST_ROWS} 行。")
    new: FundLine | Indicator
    if block == "funds":
        new = FundLine("other", "其他资金")
    else:
        near = rows[at - 1] if at else rows[0] if rows else Indicator()
        new = Indicator(level1=near.level1, level2=near.level2)
    return _renumbered(
        evaluation, block, [*rows[:at], new, *rows[at:]], lambda n: n + 1 if n >= at else n
    )


def row_removed(evaluation: Evaluation, block: Block, at: int) -> tuple[Evaluation, Renumber]:
    """The form without row ``at``. Raises CannotEdit; 年度资金总额 can't be removed."""
    rows = _rows(evaluation, block)
    if not 0 <= at < len(rows):
        raise CannotEdit("没有这一行。")
    if block == "funds" and rows[at].source == "total":
        raise CannotEdit("“年度资金总额”一行不能删除。")
    return _renumbered(
        evaluation, block, [*rows[:at], *rows[at + 1 :]],
        lambda n: None if n == at else n - 1 if n > at else n,
    )  # fmt: skip


def row_moved(
    evaluation: Evaluation, block: Block, at: int, to: int
) -> tuple[Evaluation, Renumber]:
    """The form with row ``at`` standing where row ``to`` stood. Raises CannotEdit."""
    rows = _rows(evaluation, block)
    if not (0 <= at < len(rows) and 0 <= to < len(rows)) or (block == "funds" and 0 in (at, to)):
        raise CannotEdit("不能移到那里。")
    order = [n for n in range(len(rows)) if n != at]
    order.insert(to, at)
    return _renumbered(evaluation, block, [rows[n] for n in order], order.index)


# ------------------------------------------------------------------------ single values


def _parts(evaluation: Evaluation, pointer: str) -> tuple[str, int, str]:
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


def _typed(
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


def _measured(evaluation: Evaluation, number: int, typed: Mapping[str, str]) -> Indicator:
    """One row read anew from what its cells show, with those that were typed."""
    family = family_of(evaluation)
    block = family.indicators
    old = evaluation.indicators[number]
    base = f"/indicators/{number}/"
    shown = {
        cell.pointer.removeprefix(base): cell.text
        for cell in sheet(evaluation).cells()
        if cell.pointer is not None and cell.pointer.startswith(base)
    }
    unshown = {name for name in _MEASURES if name not in shown}
    texts = {name: shown[name] for name in _MEASURES if name in shown} | dict(typed)
    texts["name"] = old.name or ""
    paper = Table(1)
    got = {
        name: Atom(Cell(paper, 1, at, text), look(text), at, 1)
        for at, (name, text) in enumerate(texts.items(), 1)
        if look(text).kind != "empty"
    }
    row: dict[str, Any] = {}
    measured(got, row, apart=not block.inside)
    found = {name: row[name][0] if name in row else None for name in _MEASURES}
    for name in unshown - typed.keys():
        kept = (block.inside and name in ("operator", "unit")) or (
            block.symbols and name == "operator"
        )
        if not kept and found[name] is None:
            found[name] = getattr(old, name)
    return replace(old, **found)


# ---------------------------------------------------------------------------- whole form


def _settled(evaluation: Evaluation, typed: tuple[str, ...]) -> Evaluation:
    """What follows from a change: sums held or not; what a person typed is doubtful no longer."""
    reading = evaluation.reading
    rows = {pointer.rpartition("/")[0] for pointer in typed}
    doubtful = tuple(d for d in reading.doubtful if d.pointer not in rows | set(typed))
    held = balanced(
        evaluation.funds, evaluation.indicators, evaluation.total, {},
        "adjusted" not in family_of(evaluation).fund_fields(),
    )  # fmt: skip
    return replace(evaluation, reading=replace(reading, balanced=held, doubtful=doubtful))


def _rows(evaluation: Evaluation, block: Block) -> list[Any]:
    if block not in ("funds", "indicators"):
        raise CannotEdit("没有这一部分。")
    return list(getattr(evaluation, block))


def _renumbered(
    evaluation: Evaluation, block: Block, rows: list[Any], moved: Callable[[int], int | None]
) -> tuple[Evaluation, Renumber]:
    row = re.compile(rf"/{block}/(\d+)(/.*)?")

    def renumber(pointer: str) -> str | None:
        found = row.fullmatch(pointer)
        if found is None:
            return pointer
        number = moved(int(found[1]))
        return None if number is None else f"/{block}/{number}{found[2] or ''}"

    places = {
        new: place for old, place in evaluation.places.items() if (new := renumber(old)) is not None
    }
    doubtful = tuple(
        replace(d, pointer=new)
        for d in evaluation.reading.doubtful
        if (new := renumber(d.pointer)) is not None
    )
    changes: dict[str, Any] = {block: tuple(rows)}
    changed = replace(
        evaluation,
        reading=replace(evaluation.reading, doubtful=doubtful),
        places=SourceMap(places),
        **changes,
    )
    return _settled(changed, ()), renumber
