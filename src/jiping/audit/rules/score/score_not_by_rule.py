"""得分与计分规则不符。

按适用的计分方案重算每一行指标的得分，再与填报得分比较。填报值若是准确值按所印位数四舍五入的结果，视为相符；
算不出准确分的行（定性分档、逾期完成）只在超出可评区间时报告，见 C-SCR-07。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Compare:
    """Printed score against the score of the method in force."""
    return Compare(
        left=i.score,
        right=i.computed,
        agree=i.score_agrees,
        when=i.weight.notnull() & i.score.notnull() & (i.kind != "qualitative").fill_null(True),
        skips=((i.computed.isnull(), "指标值或完成值不是可以相比的数"),),
    )


RULE = Rule(
    code="C-SCR-02",
    title="得分与计分规则不符",
    severity=Severity.ERROR,
    grain="indicator",
    basis=(cite("10号", "16"),),
    message="“{row.name}”填报得分 {row.score} 分，按“{scheme.title}”应为 {right} 分，相差 {size} 分。",
    advice="按计分办法重新计算该项得分；如另有评分依据，请在偏差原因栏写明。",
    doc=__doc__,
    fields=("score", "actual", "target"),
    check=check,
    cases=(
        Case("完成八成得八成", {"/indicators/0/actual": "8", "/indicators/0/score": "8"}),
        Case(
            "完成八成仍填满分",
            {"/indicators/0/actual": "8", "/indicators/0/score": "10"},
            at=("/indicators/0/score",),
        ),
        Case("没有填得分", {"/indicators/0/score": None}),
    ),
)
