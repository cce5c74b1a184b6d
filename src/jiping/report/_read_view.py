"""A form as read, drawn like the official table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jiping.report._blocks import Block, Cell, Column, Gap, Section, Table
from jiping.report._head_view import head, reading_details, summary
from jiping.report._labels import NATURES, row_number, target_of, value_with_unit

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation, Indicator, Named
    from jiping.report import Run


def read_view(run: Run) -> Iterator[Block]:
    """Every form as a table, with what was repaired and what could not be read; then the other
    two kinds of forms, which are read but not audited."""
    for evaluation in run.evaluations:
        yield from head(evaluation)
        yield Gap()
        yield form_table(evaluation)
        yield from reading_details(evaluation)
        yield Gap()
    if run.targets or run.monitorings:
        from jiping.report._life_view import monitoring_view, target_view

        for target in run.targets:
            yield from target_view(target)
            yield Gap()
        for monitoring in run.monitorings:
            yield from monitoring_view(monitoring)
            yield Gap()
    yield from summary(run)


def form_table(evaluation: Evaluation) -> Table:
    """The form itself: head, funds, goal, indicators, total, footer."""
    made = [_names(evaluation), _funds(evaluation), _goal(evaluation), _indicators(evaluation)]
    if evaluation.remarks:
        rows = tuple((Cell(k, "center"), Cell(v or "")) for k, v in evaluation.remarks.items())
        made.append(Section((Column(16), Column(20, 1)), rows, headed=False))
    return Table(tuple(section for section in made if section.rows))


def _centred(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text, "center", style="strong") for text in texts)


def _named(named: Named) -> str:
    return " ".join(filter(None, (named.code, named.name)))


def _names(evaluation: Evaluation) -> Section:
    form = evaluation.form
    title = form.title or "（表上没有表名）"
    if evaluation.year and str(evaluation.year) not in title:
        title += f"（{evaluation.year} 年度）"
    return Section(
        (Column(10), Column(14, 1), Column(10), Column(14, 1)),
        (
            (Cell(title, "center", across=4, style="title"),),
            (*_centred("项目名称"), Cell(_named(evaluation.project), across=3)),
            (
                *_centred("主管部门"),
                Cell(_named(evaluation.department)),
                *_centred("实施单位"),
                Cell(_named(evaluation.unit)),
            ),
        ),
        headed=False,
    )


def _funds(evaluation: Evaluation) -> Section:
    unit = evaluation.form.amount_unit
    rows = [
        _centred(
            "行", f"项目资金（{unit}）" if unit else "项目资金（单位未注明）",
            "年初预算", "全年预算", "全年执行", "分值", "执行率%", "得分",
        )
    ]  # fmt: skip
    for number, line in enumerate(evaluation.funds):
        amounts = (line.initial, line.adjusted, line.executed, line.weight, line.rate, line.score)
        rows.append(
            (
                Cell(row_number(f"/funds/{number}"), "center", style="dim"),
                Cell(line.label),
                *(Cell(amount or "", "right") for amount in amounts),
            )
        )
    widths = (Column(3), Column(16, 3), *[Column(9, 1)] * 3, Column(4), Column(7), Column(6))
    return Section(widths, tuple(rows) if evaluation.funds else ())


def _goal(evaluation: Evaluation) -> Section:
    goal = evaluation.goal
    if goal.expected is None and goal.actual is None:
        return Section((Column(10),), ())
    return Section(
        (Column(20, 1), Column(20, 1)),
        (
            _centred("年度总体目标：预期目标", "年度总体目标：实际完成情况"),
            (Cell(goal.expected or ""), Cell(goal.actual or "")),
        ),
    )


def _indicators(evaluation: Evaluation) -> Section:
    rows: list[tuple[Cell, ...]] = [
        _centred("行", "一级", "二级", "三级指标", "性质", "指标值", "完成值", "分值", "得分")
    ]
    above: Indicator | None = None
    for number, row in enumerate(evaluation.indicators):
        same1 = above is not None and row.level1 is not None and above.level1 == row.level1
        same2 = (
            same1 and above is not None and row.level2 is not None and above.level2 == row.level2
        )
        name = row.name or ""
        if row.reason:
            name += f"\n【偏差原因】{row.reason}"
        rows.append(
            (
                Cell(row_number(f"/indicators/{number}"), "center", style="dim"),
                Cell("" if same1 else (row.level1 or ""), joined=same1),
                Cell("" if same2 else (row.level2 or ""), joined=same2),
                Cell(name),
                Cell(NATURES.get(row.nature or "", ""), "center"),
                Cell(target_of(row)),
                Cell(value_with_unit(row, row.actual)),
                Cell(row.weight or "", "right"),
                Cell(row.score or "", "right"),
            )
        )
        above = row
    total = evaluation.total
    grade = f"  等级：{total.grade}" if total.grade else ""
    rows.append(
        (
            Cell(f"总分{grade}", "center", across=7, style="strong"),
            Cell(total.weight or "", "right", style="strong"),
            Cell(total.score or "", "right", style="strong"),
        )
    )
    widths = (
        Column(3), Column(4), Column(4, 1), Column(14, 6), Column(4), Column(10, 3),
        Column(10, 3), Column(4), Column(6),
    )  # fmt: skip
    return Section(widths, tuple(rows))
