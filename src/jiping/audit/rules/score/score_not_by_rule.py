"""得分与计分规则不符。

按适用的计分方案重算每一行指标的得分，再与填报得分比较。填报值若是准确值按所印位数四舍五入的结果，视为相符；
算不出准确分的行（定性分档、逾期完成）只在超出可评区间时报告，见 C-SCR-07。各地办法不一：填报得分若恰是另一种计分办法的
结果，指出是哪一种，只作警告。得分超过分值的见 C-SCR-01。
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite
from jiping.score.methods import methods

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Compare:
    """Printed score against the score of the method in force; another that gives it is named."""
    words: Any = ""
    named: Any = False
    for method in methods():
        if method.quotient is None and method.rule is None:
            continue  # free within a range: gives whatever is printed
        given = (getattr(i, f"by_{method.id.replace('-', '_')}") == i.score).fill_null(False)
        words = given.ifelse(f"；填报分恰是“{method.title}”的结果，请核实本地用哪种办法", words)
        named = given | named
    return Compare(
        left=i.score,
        right=i.computed,
        agree=i.score_agrees,
        when=i.weight.notnull()
        & i.score.between(0, i.weight)
        & ~i.kind.isin(("qualitative", "deadline")).fill_null(False),
        skips=((i.computed.isnull(), "指标值或完成值不是可以相比的数"),),
        words=words,
        worse=named,
    )


RULE = Rule(
    code="C-SCR-02",
    title="得分与计分规则不符",
    severity=Severity.ERROR,
    worse=Severity.WARNING,
    grain="indicator",
    basis=(cite("10号", "16"),),
    message="“{row.name}”填报得分 {row.score} 分，按“{scheme.title}”应为 {right} 分，相差 {size} 分{words}。",
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
        Case(
            "另一种办法的结果",
            {"/indicators/4/actual": "55", "/indicators/4/score": "0"},
            at=("/indicators/4/score",),
        ),
        Case(
            "按比例四舍五入到一位",
            {"/indicators/1/actual": "462", "/indicators/1/score": "9.2"},
        ),
        Case("完成值不是数", {f"/indicators/{k}/actual": "已完成" for k in range(8)}, skipped=True),
        Case("没有填得分", {"/indicators/0/score": None}),
    ),
)
