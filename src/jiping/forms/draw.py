"""An evaluation drawn as the official form of a family."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from jiping.forms._indicator_rows import indicator_grid
from jiping.forms.cells import (
    Columns,
    blank,
    fund_formulas,
    head,
    label,
    prose,
    scaled,
    text,
    value,
)
from jiping.forms.drawing import Block, Cell, Drawing, Grid, Page, Row, Text
from jiping.forms.families import Family
from jiping.forms.fit import fit
from jiping.forms.room import smaller, widened
from jiping.model.evaluation import Evaluation, Named

MARGIN = 150
_TALL = 220
"""Least height of a row of prose."""
_LOW = 72


def drawing_of(evaluation: Evaluation, family: Family) -> Drawing:
    """The form of ``family`` filled with what ``evaluation`` says, printed figure by figure."""
    held, omitted = fit(evaluation, family)
    return replace(draw(held, family), omitted=omitted)


def draw(held: Evaluation, family: Family) -> Drawing:
    """The drawing of an evaluation that already fits (see `jiping.forms.fit`)."""
    page = Page(family.landscape, MARGIN, MARGIN, MARGIN, MARGIN)
    widths = scaled(family.widths, page.width)
    placed = {label for remark in family.remarks for label in remark.labels()}
    blocks: list[Block] = [*_title(held, family), *_lines(held, family, widths)]
    middle = [_goal(held, family), _funds(held, family)]
    if not family.goal_first:
        middle.reverse()
    upper = [*_head(held, family), *middle[0], *middle[1]]
    rows = indicator_grid(held, family)
    rows += _foot(held, family, placed)
    # Both grids: the lines of the upper one go on in the lower.
    widths = widened(widths, rows, family.size)
    rows = smaller(rows, widths, family.size)
    blocks.append(Grid(widths, tuple(upper), "项目、资金和年度目标", size=family.size))
    blocks.append(Grid(widths, tuple(rows), "绩效指标", joined=True, size=family.size))
    name = held.project.name or family.title
    drawing = Drawing(name, page, tuple(blocks), family.id)
    drawing.check()
    return drawing


def _title(held: Evaluation, family: Family) -> list[Block]:
    title = held.form.title or family.title
    blocks: list[Block] = []
    if family.attachment:
        blocks.append(Text(family.attachment, "attachment"))
    if family.year_in_title:
        front = "" if held.year is None else f"{held.year}年度"
        parts = [("/form/title", title)]
        if held.year is not None:
            parts.insert(0, ("/year", str(held.year)))
        blocks.append(Text(front + title, "title", pointer="/form/title", parts=tuple(parts)))
        return blocks
    blocks.append(Text(title, "title", pointer="/form/title"))
    year = "      " if held.year is None else str(held.year)
    blocks.append(Text(f"（{year}年度）", "period", pointer="/year"))
    return blocks


def _lines(held: Evaluation, family: Family, widths: tuple[int, ...]) -> list[Block]:
    """Remarks that stand in a line above the table, side by side."""
    number: list[Block] = [Text("", "line", right=family.code)] if family.code else []
    shown = [
        r.label
        for r in family.remarks
        if r.where == "line" and (r.always or r.label in held.remarks)
    ]
    if not shown:
        return number
    each = sum(widths) // len(shown)
    cells = [
        Cell(n, f"{name}：{held.remarks.get(name) or ''}", align="left", pointer=_remark(name))
        for n, name in enumerate(shown)
    ]
    return [
        *number,
        Grid((each,) * len(shown), (Row(tuple(cells), least=_LOW),), "填报信息", lined=False),
    ]


def _head(held: Evaluation, family: Family) -> list[Row]:
    rows = []
    for line in family.head:
        cells: list[Cell] = []
        at = 0
        for pair in line:
            named: Named = getattr(held, pair.field)
            cells.append(label(at, pair.label, pair.label_across))
            at += pair.label_across
            cells.append(
                text(at, _named(named), f"/{pair.field}/name", across=pair.across, align="left")
            )
            at += pair.across
        rows.append(Row(tuple(cells), least=_LOW))
    side = family.head[0][0].label_across
    width = len(family.widths)
    for remark in family.remarks:
        if remark.where == "head":
            cells = [
                label(0, remark.label, side),
                prose(side, held.remarks.get(remark.label), _remark(remark.label), width - side),
            ]
            rows.append(Row(tuple(cells), least=_LOW))
    return rows


def _named(named: Named) -> str:
    if named.code is None:
        return named.name or ""
    if named.code[0].isdigit() and named.code.isascii() and len(named.code) > 2:
        return f"{named.code}-{named.name}"
    return f"[{named.code}]{named.name}"


def _funds(held: Evaluation, family: Family) -> list[Row]:
    block = family.funds
    unit = f"\n（{held.form.amount_unit}）" if held.form.amount_unit else ""
    count = len(held.funds) + 1
    columns = Columns(block.columns, block.side)
    width = len(family.widths)
    side = block.label if block.unit_in_title else block.label + unit
    titles = [label(0, side, block.side, count)]
    weight = next((f.weight for f in held.funds if f.source == "total"), None)
    for at, column in columns:
        said = column.title
        if column.role == "score" and block.weight_in_title and weight is not None:
            said = f"{said}\n（{weight}分*执行率）"
        if column.role == "label" and block.unit_in_title:
            said += unit.strip()
        titles.append(head(at, said, column.across))
    titles += blank(columns.end, width)
    rows = [Row(tuple(titles), least=_LOW)]
    for n, line in enumerate(held.funds):
        base = f"/funds/{n}"
        formulas = fund_formulas(line, base, family)
        cells = []
        for at, column in columns:
            if column.role == "label":
                cells.append(replace(label(at, line.label, column.across), pointer=f"{base}/label",
                                     align="left" if line.source != "total" else "center"))  # fmt: skip
                continue
            said = getattr(line, column.role)
            pointer = f"{base}/{column.role}"
            if column.role == "reason":
                cells.append(prose(at, said, pointer, column.across))
            elif said is None and column.role in ("weight", "score") and line.source != "total":
                cells.append(text(at, block.dash, pointer, across=column.across))
            else:
                behind = "%" if column.role == "rate" and block.percent else ""
                cell = value(at, said, pointer, behind=behind, across=column.across)
                amount = column.role in ("initial", "adjusted", "executed")
                cells.append(
                    replace(cell, formula=formulas.get(column.role),
                            align="right" if amount else "center")
                )  # fmt: skip
        cells += blank(columns.end, width)
        rows.append(Row(tuple(cells), least=_LOW))
    return rows


def _goal(held: Evaluation, family: Family) -> list[Row]:
    goals = family.goal
    if goals is None:
        return []
    extra = [r for r in family.remarks if r.where == "goal"]
    at = goals.side
    first = [label(0, goals.label, goals.side, 2 + len(extra))]
    if goals.sub:
        first.append(label(at, goals.sub, goals.sub_across, 2))
    at += goals.sub_across
    first.append(head(at, goals.expected, goals.expected_across))
    first.append(head(at + goals.expected_across, goals.actual, goals.actual_across))
    second = (
        prose(at, held.goal.expected, "/goal/expected", goals.expected_across),
        prose(at + goals.expected_across, held.goal.actual, "/goal/actual", goals.actual_across),
    )
    rows = [Row(tuple(first), least=_LOW), Row(second, least=_TALL, whole=False)]
    width = len(family.widths)
    for remark in extra:
        said = held.remarks.get(remark.label)
        cells = (
            label(goals.side, remark.printed or remark.label, goals.sub_across),
            prose(at, said, _remark(remark.label), width - at),
        )
        rows.append(Row(cells, least=_LOW, whole=False))
    return rows


def _foot(held: Evaluation, family: Family, placed: set[str]) -> list[Row]:
    """Remarks below the indicators: the family's own, then all others that the evaluation has."""
    width = len(family.widths)
    side = 2
    rows = []
    own = [r for r in family.remarks if r.where == "foot"]
    others = [name for name in held.remarks if name not in placed]
    for name in [*(r.label for r in own), *others]:
        cells: Sequence[Cell] = (
            label(0, name, side),
            prose(side, held.remarks.get(name), _remark(name), width - side),
        )
        rows.append(Row(tuple(cells), least=_LOW + 30, whole=False))
    return rows + [
        _sign(remark.labels(), held.remarks, width)
        for remark in family.remarks
        if remark.where == "sign"
    ]


def _sign(names: tuple[str, ...], remarks: Mapping[str, str | None], width: int) -> Row:
    each = width // len(names)
    cells = [
        Cell(
            n * each,
            f"{name}：{remarks.get(name) or ''}",
            across=each if n < len(names) - 1 else width - n * each,
            align="left",
            pointer=_remark(name),
        )
        for n, name in enumerate(names)
    ]
    return Row(tuple(cells), least=_LOW + 30)


def _remark(name: str) -> str:
    return "/remarks/" + name.replace("~", "~0").replace("/", "~1")
