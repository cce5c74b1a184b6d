"""目标明显偏低。

完成值达到指标值的两倍（以计分方案为准）以上。办法规定：完成值明显高于目标且因目标定得过低的，按偏离程度适度扣分。
写了原因的仍列出，供复核时判断是否扣分。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE, wide

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """Actual ÷ target at or above the scheme's second line."""
    comparable = i.numeric & i.same_unit & (i.target > 0)
    return Fires(
        wide(i.actual) * (100 * ONE) >= wide(i.target) * i.scheme.over_low_target,
        when=comparable & i.kind.isin(("positive", "equal")),
        left=i.actual,
        right=i.target,
    )


RULE = Rule(
    code="C-DEV-02",
    title="目标明显偏低",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("10号", "16"), cite("业务惯例", "over")),
    message="“{row.name}”完成值 {row.actual} 为指标值 {row.target} 的 {note.share_of_target}（提示线 {scheme.over_low_target} %），请核实指标值是否定得过低。",
    advice="说明目标与实际相差悬殊的原因；确属目标过低的，按偏离程度适度扣分，以后年度提高目标。",
    doc=__doc__,
    fields=("target", "actual"),
    shown="value",
    check=check,
    cases=(
        Case("恰好两倍", {"/indicators/0/actual": "20"}, at=("/indicators/0/target",)),
        Case("一点四倍", {"/indicators/0/actual": "14"}),
        Case("成本低于上限不算", {"/indicators/4/actual": "20"}),
    ),
)
