"""超预算执行。

全年执行数大于全年预算数。预算支出必须按预算执行，不得超支；多数情况是全年预算数没有填调整后的数。总额一行已经报告的，
分项不再重复。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Executed above the budget, on the total or else on a line below it."""
    return Fires(
        f.executed > f.budget,
        when=(f.is_scored | (f.form.total_overspent != 1)) & f.executed.notnull(),
        left=f.executed,
        right=f.budget,
        skips=((f.budget.isnull(), "预算数没有填写"),),
    )


RULE = Rule(
    code="C-FUND-04",
    title="超预算执行",
    severity=Severity.ERROR,
    grain="fund",
    basis=(cite("预算法", "57"),),
    message="“{row.label}”全年执行数 {row.executed} 大于全年预算数 {right}，超出 {size}。",
    advice="核对执行数；年中追加了预算的，全年预算数应填调整后的数。",
    doc=__doc__,
    fields=(
        "executed",
        "adjusted",
    ),
    shown="amount",
    check=check,
    cases=(
        Case("执行数等于预算数"),
        Case(
            "多支一万元",
            {"/funds/0/executed": "51.00", "/funds/1/executed": "51.00"},
            at=("/funds/0/executed",),
        ),
        Case("只是分项超出", {"/funds/1/executed": "50.01"}, at=("/funds/1/executed",)),
        Case("没有填预算数", {f"/funds/{k}/adjusted": None for k in range(4)}, skipped=True),
    ),
)
