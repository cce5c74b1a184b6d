"""执行率低而产出几乎全部满分。

年度资金总额的执行率低于 70 %，而九成以上的产出指标得满分（界限以计分方案为准）：要么预算编得过大，要么目标定得过低，请说明。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE, wide

FEWEST = 3
"""Rows: fewer say nothing of a project."""


if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Little money spent, nearly every output full."""
    little = wide(f.total_executed) * (100 * ONE) < wide(f.total_budget) * f.scheme.idle_rate
    return Fires(
        f.output_full * (100 * ONE) >= f.output_scored * f.scheme.idle_full_share,
        when=(f.total_budget > 0) & little & (f.output_scored >= FEWEST),
        left=f.output_full,
        right=f.output_scored,
    )


RULE = Rule(
    code="C-DEV-11",
    title="低执行率高完成率",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("10号", "24"), cite("10号", "25")),
    message="全年执行数 {form.funds[0].executed}，预算 {form.funds[0].adjusted}，执行率低于 {scheme.idle_rate} %，而 {right} 项产出指标中有 {left} 项满分，请核实预算是否过大或目标是否过低。",
    advice="说明钱没有花完而任务全部完成的原因；预算编多了或目标定低了的，如实写明并调整。",
    doc=__doc__,
    fields=("/funds/0/executed",),
    shown="count",
    check=check,
    cases=(
        Case("花了不到六成，产出全满", {"/funds/0/executed": "28.50"}, at=("/funds/0/executed",)),
        Case(
            "钱没花完，产出也没做完",
            {"/funds/0/executed": "28.50", "/indicators/0/score": "6", "/indicators/1/score": "6"},
        ),
        Case("执行率八成", {"/funds/0/executed": "40.00"}),
    ),
)
