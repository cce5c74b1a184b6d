"""未完成仍得满分。

正向指标完成值小于指标值、反向指标大于指标值、等于指标不相等（按方案可视为正向的除外）、时效指标晚于时限，而得分等于分值。
按比例应得多少分，见 C-SCR-02。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A target missed and full points all the same."""
    short = (i.kind == "equal").ifelse(i.computed < i.weight, ~i.reached)
    return Fires(
        short & (i.score == i.weight),
        when=i.score.notnull() & (i.weight > 0) & i.reached.notnull(),
    )


RULE = Rule(
    code="C-SCR-03",
    title="未完成仍得满分",
    severity=Severity.ERROR,
    grain="indicator",
    basis=(cite("10号", "16"),),
    message="“{row.name}”指标值 {row.target}，完成值 {row.actual}，没有达到，仍得满分 {row.score} 分。",
    advice="按完成情况计分，并写明未完成的原因和改进措施。",
    doc=__doc__,
    fields=(
        "score",
        "actual",
        "target",
    ),
    shown="none",
    check=check,
    cases=(
        Case("完成得满分"),
        Case("完成八成得满分", {"/indicators/0/actual": "8"}, at=("/indicators/0/score",)),
        Case("成本超支得满分", {"/indicators/4/actual": "55"}, at=("/indicators/4/score",)),
        Case("逾期得满分", {"/indicators/3/actual": "2023.12"}, at=("/indicators/3/score",)),
        Case("完成八成按比例得分", {"/indicators/0/actual": "8", "/indicators/0/score": "8"}),
    ),
)
