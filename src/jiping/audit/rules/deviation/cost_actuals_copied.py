"""成本完成值照抄预算。

成本指标计划了全部预算，每一行的完成值都等于指标值，而全年执行数小于预算：钱没有花完，成本却分文不差，请核实。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import wide

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """All cost actuals equal their targets although money was left."""
    planned = wide(f.cost_target_sum) * 100 >= wide(f.total_budget) * 95
    return Fires(
        f.cost_copied == f.cost_rows,
        when=(f.cost_rows > 0) & planned & (f.total_executed < f.total_budget),
        left=f.cost_sum,
        right=f.total_executed,
        skips=((f.cost_unfilled > 0, "有的成本指标没有填完成金额"),),
    )


RULE = Rule(
    code="C-DEV-10",
    title="成本完成值照抄预算",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("10号", "24"), cite("业务惯例", "cost")),
    message="成本指标的完成值都等于指标值，合计 {left} {form.form.amount_unit}，而全年只执行了 {right} {form.form.amount_unit}，请核实完成值是否照抄预算。",
    advice="按实际支出填写各项成本的完成值。",
    doc=__doc__,
    fields=("/funds/0/executed",),
    shown="amount",
    check=check,
    cases=(
        Case("钱没花完，成本不少", {"/funds/0/executed": "45.00"}, at=("/funds/0/executed",)),
        Case(
            "成本随实际减少",
            {"/funds/0/executed": "45.00", "/indicators/4/actual": "45.00"},
        ),
        Case("钱全部花完", {}),
    ),
)
