"""What stood before a self-evaluation, as far as the self-evaluation prints it: its targets, and a
monitoring form that is yet to be filled in.

Nothing is invented: what a self-evaluation has no column for (中期目标, 项目属性, 1-7月执行数, 偏差原因)
stays blank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.model.life_cycle import (
    MonitoredFund,
    MonitoredIndicator,
    MonitoringForm,
    PlannedFund,
    PlannedIndicator,
    TargetForm,
)

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation

MONTHS = "1-7月"
"""The months that are monitored in August (财预〔2019〕136号, recalled)."""
_KEPT = (
    "项目类别",
    "项目类型",
    "项目属性",
    "项目期",
    "项目周期",
    "项目期限",
    "项目起止时间",
    "实施期限",
)
"""Printed remarks of a self-evaluation that are fields of the forms before it."""


def targets_of(evaluation: Evaluation) -> TargetForm:
    """The 绩效目标申报表 behind a self-evaluation: the annual amounts at 年初, goal, indicators, weights."""
    goal = evaluation.goal.expected
    return TargetForm(
        source=evaluation.source,
        title=None,
        year=evaluation.year,
        amount_unit=evaluation.form.amount_unit,
        project=evaluation.project,
        department=evaluation.department,
        unit=evaluation.unit,
        funds=tuple(
            PlannedFund("year", line.source, line.label, line.initial) for line in evaluation.funds
        ),
        goals={} if goal is None else {"year": goal},
        indicators=tuple(
            PlannedIndicator(
                "year", row.level1, row.level2, row.name, row.nature, row.operator, row.target,
                row.unit, row.weight,
            )
            for row in evaluation.indicators
        ),
        remarks={k: v for k, v in evaluation.remarks.items() if k in _KEPT},
    )  # fmt: skip


def monitoring_of(form: TargetForm) -> MonitoringForm:
    """The 监控表 to be filled in for a project's targets: the annual ones, as they were set."""
    return MonitoringForm(
        source=form.source,
        title=None,
        year=form.year,
        amount_unit=form.amount_unit,
        months=MONTHS,
        project=form.project,
        department=form.department,
        unit=form.unit,
        funds=tuple(
            MonitoredFund(fund.source, fund.label, fund.amount)
            for fund in form.funds
            if fund.period == "year"
        ),
        goal=form.goals.get("year"),
        indicators=tuple(
            MonitoredIndicator(
                row.level1, row.level2, row.name, row.nature, row.operator, row.target, row.unit
            )
            for row in form.indicators
            if row.period == "year"
        ),
    )
