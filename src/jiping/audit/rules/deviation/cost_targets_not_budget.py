"""成本目标合计与预算不符。

可以相加的成本指标，指标值合计应等于年度资金总额的全年预算数；几项相加时，允许每两项差一个 0.01 万元。成本指标只计划了部分资金（不足预算的 95 %）的，
不作判断；超过预算的都报告。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import wide
from jiping.score.stages import explained

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Compare:
    """Sum of additive cost targets against the adjusted budget."""
    rounding = (
        wide(f.cost_target_sum) - wide(f.total_budget)
    ).abs() * 2 <= f.cost_rows * f.wan_cent
    cut = explained(f.total_budget, f.total_budget_decimals, wide(f.cost_target_sum), 1)
    return Compare(
        left=f.cost_target_sum,
        right=f.total_budget,
        agree=cut | (rounding & (f.cost_rows > 1)),
        when=f.cost_target_sum.notnull(),
        skips=(
            (f.total_budget.isnull(), "没有填全年预算数"),
            (wide(f.cost_target_sum) * 100 < wide(f.total_budget) * 95, "成本指标只计划了部分资金"),
        ),
    )


RULE = Rule(
    code="C-DEV-08",
    title="成本目标合计与预算不符",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("88号", "matched"), cite("业务惯例", "cost")),
    message="成本指标的指标值合计 {left} {form.form.amount_unit}，全年预算数 {right} {form.form.amount_unit}，相差 {size} {form.form.amount_unit}。",
    advice="核对成本指标的指标值与预算批复，使两者一致。",
    doc=__doc__,
    fields=("/funds/0/adjusted",),
    shown="amount",
    check=check,
    cases=(
        Case("相符", {}),
        Case("差一分", {"/indicators/4/target": "49.99"}, at=("/funds/0/adjusted",)),
        Case("超过预算", {"/indicators/4/target": "60"}, at=("/funds/0/adjusted",)),
        Case("预算只印整数", {"/indicators/4/target": "49.8", "/funds/0/adjusted": "50"}),
        Case("只计划了部分资金", {"/indicators/4/target": "20"}, skipped=True),
    ),
)
