"""What a workbook starts from: approved targets, last year's form, or nothing.

Only what the source says goes in. Actual values, scores and reasons never do: they are the
clerk's. An amount that the source doesn't state stays blank.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from jiping.forms.families import Family
from jiping.model.evaluation import (
    AmountUnit,
    Evaluation,
    Form,
    FundLine,
    FundSource,
    Goal,
    Indicator,
    Named,
    Source,
    Total,
)
from jiping.model.life_cycle import TargetForm

NOBODY = Named(None)
SOURCE = Source("", "", "", 1)
FUNDS: dict[str, tuple[tuple[FundSource, str], ...]] = {
    "A": (("fiscal", "其中：财政拨款"), ("carryover", "上年结转资金"), ("other", "其他资金")),
    "B": (("fiscal", "其中：当年财政拨款"), ("carryover", "上年结转资金"), ("other", "其他资金")),
    "D": (
        ("fiscal", "其中：财政资金"), ("special_account", "财政专户管理资金"), ("unit", "单位资金"),
        ("other", "其他资金"),
    ),
    "F": (),
    "G": (("central", "其中：中央补助"), ("local", "地方资金"), ("other", "其他资金")),
}  # fmt: skip
"""The rows below 年度资金总额 that the published forms of a family print."""
LEVELS = {
    "产出指标": (("数量指标", 3), ("质量指标", 2), ("时效指标", 1), ("成本指标", 1)),
    "效益指标": (("经济效益指标", 1), ("社会效益指标", 1), ("生态效益指标", 1), ("可持续影响指标", 1)),
    "满意度指标": (("服务对象满意度指标", 1),),
}  # fmt: skip
LEVELS_WITH_COST = {
    "成本指标": (("经济成本指标", 1), ("社会成本指标", 1), ("生态环境成本指标", 1)),
    "产出指标": (("数量指标", 3), ("质量指标", 2), ("时效指标", 1)),
    "效益指标": (("经济效益指标", 1), ("社会效益指标", 1), ("生态效益指标", 1)),
    "满意度指标": (("服务对象满意度指标", 1),),
}
"""First and second levels of an empty form, with the rows that it offers for each."""


@dataclass(frozen=True, slots=True)
class Start:
    """A form to be filled in; ``approved``: its targets, weights and budget are not the clerk's to
    change."""

    evaluation: Evaluation
    approved: bool


def empty(family: Family, year: int | None, *, cost: bool = False) -> Start:
    """A form in which nothing is filled in yet but the names of the levels."""
    levels = LEVELS_WITH_COST if cost else LEVELS
    rows = tuple(
        Indicator(level1=level1, level2=level2)
        for level1, seconds in levels.items()
        for level2, count in seconds
        for _ in range(count)
    )
    return Start(_form(family, year, rows), approved=False)


def from_targets(form: TargetForm, family: Family, year: int | None) -> Start:
    """The targets of one year; where a form has both, those of the whole term stay out."""
    periods = {row.period for row in form.indicators}
    period = "year" if "year" in periods or not periods else "term"
    rows = tuple(
        Indicator(
            r.level1, r.level2, r.name, r.nature, r.operator, r.target, None, r.unit, r.weight
        )
        for r in form.indicators
        if r.period == period
    )
    lines = [f for f in form.funds if f.period == "year"]
    funds = tuple(FundLine(f.source, f.label, initial=f.amount) for f in lines)
    evaluation = replace(
        _form(family, form.year if form.year is not None else year, rows),
        project=form.project,
        department=form.department,
        unit=form.unit,
        goal=Goal(form.goals.get("year") or form.goals.get("term")),
    )
    if funds:
        evaluation = replace(evaluation, funds=funds)
    if form.amount_unit is not None:
        named = Form(None, family.id, cast("AmountUnit", form.amount_unit))
        evaluation = replace(evaluation, form=named)
    return Start(evaluation, approved=True)


def from_evaluation(given: Evaluation, family: Family, year: int | None) -> Start:
    """A form without actual values holds approved targets; a filled one is last year's.

    Of last year's only the names are kept for certain, so nothing of it is locked, and amounts and
    goals, which belong to that year, are left out.
    """
    filled = any(row.actual or row.score for row in given.indicators) or given.goal.actual
    rows = tuple(replace(r, actual=None, score=None, reason=None) for r in given.indicators)
    own = {remark.label for remark in family.remarks}
    form = Form(given.form.title, family.id, given.form.amount_unit or "万元")
    if not filled:
        funds = tuple(
            replace(f, executed=None, rate=None, score=None, reason=None) for f in given.funds
        )
        kept = replace(given, form=form, funds=funds, indicators=rows, total=Total())
        kept = replace(kept, goal=Goal(given.goal.expected), source=SOURCE)
        return Start(kept if funds else replace(kept, funds=_funds(family)), approved=True)
    next_year = year if year is not None else (given.year + 1 if given.year else None)
    funds = tuple(FundLine(f.source, f.label, weight=f.weight) for f in given.funds)
    kept = replace(
        _form(family, next_year, rows),
        form=form,
        project=given.project,
        department=given.department,
        unit=given.unit,
        funds=funds or _funds(family),
        remarks=dict.fromkeys(name for name in given.remarks if name in own),
    )
    return Start(kept, approved=False)


def named(
    start: Start,
    *,
    project: Named | None = None,
    department: str | None = None,
    unit: str | None = None,
    budget: str | None = None,
) -> Start:
    """The start with what a list of projects says; what the list leaves open stays."""
    e = start.evaluation
    if project is not None and (project.name or project.code):
        e = replace(
            e, project=Named(project.name or e.project.name, project.code or e.project.code)
        )
    if department:
        e = replace(e, department=Named(department))
    if unit:
        e = replace(e, unit=Named(unit))
    if budget is not None:
        e = replace(
            e,
            funds=tuple(replace(f, initial=budget) if f.source == "total" else f for f in e.funds),
        )
    return replace(start, evaluation=e)


def _form(family: Family, year: int | None, rows: Iterable[Indicator]) -> Evaluation:
    return Evaluation(
        source=SOURCE,
        form=Form(None, family.id, "万元"),
        year=year,
        project=NOBODY,
        department=NOBODY,
        unit=NOBODY,
        funds=_funds(family),
        goal=Goal(),
        indicators=tuple(rows),
        total=Total(),
    )


def _funds(family: Family) -> tuple[FundLine, ...]:
    parts = FUNDS.get(family.letter, FUNDS["B"])
    return (
        FundLine("total", "年度资金总额"),
        *(FundLine(source, label) for source, label in parts),
    )
