"""A form changed cell by cell and row by row, as people type: every text read as a reader would.

Cells are named by JSON pointer, texts are what the drawn form shows there (`sheet`). What can't be
kept (letters where the form needs digits) is told, cell by cell, and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from jiping.api.typed_values import MEASURES, CannotEdit, parts, row_measured, with_typed
from jiping.forms.choice import family_for
from jiping.forms.draw import drawing_of
from jiping.forms.drawing import Drawing
from jiping.forms.families import Family, families
from jiping.forms.workbook.base import empty, from_evaluation
from jiping.model.evaluation import Evaluation, FundLine, Goal, Indicator, Named
from jiping.model.place import SourceMap
from jiping.read.layouts.balance import balanced

Renumber = Callable[[str], str | None]
"""A pointer before the change → the same value's pointer after it; None where it is gone."""
Block = Literal["funds", "indicators"]

_LONGEST = 20_000
_MOST_ROWS = 500


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
    """The form of the year after: names, targets and weights kept; amounts, goals and results, which
    belong to their year, left out."""
    kept = from_evaluation(evaluation, family_of(evaluation), None).evaluation
    funds = tuple(FundLine(f.source, f.label, weight=f.weight) for f in kept.funds)
    year = evaluation.year + 1 if evaluation.year is not None else None
    return replace(kept, year=year, funds=funds, goal=Goal())


def edited(evaluation: Evaluation, typed: Mapping[str, str], *, alone: bool = False) -> Edited:
    """The form after texts were typed into cells (pointer → text as typed).

    A level typed into a merged cell is that of all its rows, unless ``alone`` is said.
    Raises CannotEdit for a pointer that is no cell of the form.
    """
    if not alone:
        typed = _spread(evaluation, typed)
    problems: dict[str, str] = {}
    measures: dict[int, dict[str, str]] = {}
    changed = evaluation
    done: list[str] = []
    for pointer, text in typed.items():
        group, number, name = parts(evaluation, pointer)
        if len(text) > _LONGEST:
            problems[pointer] = f"太长：最多 {_LONGEST} 字。"
        elif group == "indicators" and name in MEASURES:
            measures.setdefault(number, {})[name] = text
            done.append(pointer)
        else:
            found, why = with_typed(changed, group, number, name, text)
            if why is None:
                changed = found
                done.append(pointer)
            else:
                problems[pointer] = why
    if measures:
        rows = list(changed.indicators)
        for number, texts in measures.items():
            rows[number] = row_measured(changed, number, texts)
        changed = replace(changed, indicators=tuple(rows))
    return Edited(_settled(changed, tuple(done)), problems)


def confirmed(evaluation: Evaluation, pointers: Collection[str]) -> Evaluation:
    """The form with these values looked at and found right: doubtful no longer, unchanged."""
    rows = {pointer.rpartition("/")[0] for pointer in pointers}
    reading = evaluation.reading
    doubtful = tuple(d for d in reading.doubtful if d.pointer not in rows | set(pointers))
    return replace(evaluation, reading=replace(reading, doubtful=doubtful))


def pasted(
    evaluation: Evaluation, pointer: str, block: Sequence[Sequence[str]]
) -> tuple[Edited, tuple[str, ...]]:
    """The form after a block of cells was pasted with its upper left corner at a cell.

    The block's columns go to the form's columns from that cell on, its rows to the rows below;
    indicator rows that are missing are added. A blank under a level stands for the merged cell
    above it. Also gives the pointers that were written. What lies beyond the form's columns is told
    in ``problems`` at the first cell of the row.
    """
    group, number, name = parts(evaluation, pointer)
    if group not in ("funds", "indicators"):
        text = "\n".join("\t".join(row) for row in block)
        return edited(evaluation, {pointer: text}), (pointer,)
    columns = _columns(evaluation, group)
    first = columns.index(name) if name in columns else len(columns)
    rows = [row for row in block if any(cell.strip() for cell in row)]
    typed: dict[str, str] = {}
    problems: dict[str, str] = {}
    held: dict[str, str] = {}
    for at, cells in enumerate(rows, number):
        if at >= len(getattr(evaluation, group)):
            if group == "funds" or at >= _MOST_ROWS:
                problems[pointer] = f"第 {at - number + 1} 行起没有地方可放，没有粘贴。"
                break
            evaluation, _ = row_added(evaluation, "indicators", at)
        for role, text in zip(columns[first:], cells, strict=False):
            if role in ("level1", "level2"):
                text = held[role] = text if text.strip() else held.get(role, "")
                if not text.strip():
                    continue
            typed[f"/{group}/{at}/{role}"] = text
        beyond = [cell for cell in cells[len(columns) - first :] if cell.strip()]
        if beyond:
            problems[f"/{group}/{at}/{columns[first]}"] = (
                f"粘贴的内容比表多 {len(beyond)} 格，多出的没有写入：{'、'.join(beyond)[:60]}"
            )
    done = edited(evaluation, typed, alone=True)
    return Edited(done.evaluation, {**problems, **done.problems}), tuple(typed)


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


def _spread(evaluation: Evaluation, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed, with a merged level typed into each of its rows."""
    rows = evaluation.indicators
    found: dict[str, str] = {}
    for pointer, text in typed.items():
        found[pointer] = text
        group, number, name = parts(evaluation, pointer)
        if group != "indicators" or name not in ("level1", "level2"):
            continue
        of = [(r.level1, r.level2)[: 1 if name == "level1" else 2] for r in rows]
        for at in range(number + 1, len(rows)):
            if of[at] != of[number]:
                break
            found[f"/indicators/{at}/{name}"] = text
    return found


def _columns(evaluation: Evaluation, group: str) -> list[str]:
    """The fields of a block's columns, from left to right."""
    family = family_of(evaluation)
    columns = family.funds.columns if group == "funds" else family.indicators.columns
    return [column.role for column in columns]


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


def begun(evaluation: Evaluation, *, project: Named, unit: Named, department: Named) -> Evaluation:
    """A blank form with the names at its head."""
    return replace(evaluation, project=project, unit=unit, department=department)
