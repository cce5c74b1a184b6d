"""金额单位混用。

同一张表的金额相差恰好一万倍（元与万元），或者一处是另一处的数千倍以上：年初、全年预算数与执行数之间，总额与各项来源之和之间，
成本指标与项目资金之间。文字与表的比较见 C-FUND-10。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import REMOVE, Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Amounts of one form that are 10⁴ apart."""
    return Fires(f.amount_slip, when=f.fund_weight.notnull() | f.total_budget.notnull())


RULE = Rule(
    code="C-FUND-09",
    title="金额单位混用",
    severity=Severity.ERROR,
    grain="form",
    basis=(cite("业务惯例", "amounts"),),
    message="{note.slip}，疑为元与万元混用。",
    advice="统一金额单位后重新核对全表。",
    doc=__doc__,
    at="slip_at",
    shown="none",
    check=check,
    cases=(
        Case("单位一致"),
        Case("执行数填了元", {"/funds/0/executed": "500000.00"}, at=("/funds/0/executed",)),
        Case("分项填了元", {"/funds/1/initial": "500000.00"}, at=("/funds/1/initial",)),
        Case(
            "成本行填了元而单位写万元",
            {"/indicators/4/actual": "500000"},
            at=("/indicators/4/actual",),
        ),
        Case("没有资金行", {f"/funds/{k}": REMOVE for k in range(4)}, skipped=True),
    ),
)
