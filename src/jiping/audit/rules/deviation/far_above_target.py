"""超额完成幅度过大而没有说明。

正向或等于指标的完成值达到指标值的 130 %（以计分方案为准）以上，偏差原因栏没有写原因的报告。“无”“/”不算原因；
指标值和完成值单位不同的不比较。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE, wide

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """Actual ÷ target at or above the scheme's line, and no reason."""
    comparable = i.numeric & i.same_unit & (i.target > 0)
    far = wide(i.actual) * (100 * ONE) >= wide(i.target) * i.scheme.over_reason
    return Fires(
        far & ~i.reason_given,
        when=comparable & i.kind.isin(("positive", "equal")),
        left=i.actual,
        right=i.target,
    )


RULE = Rule(
    code="C-DEV-01",
    title="超额过大无说明",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("10号", "16"), cite("一体化系统", "over-130"), cite("业务惯例", "over")),
    message="“{row.name}”完成值 {row.actual}，指标值 {row.target}，为指标值的 {note.share_of_target}（提示线 {scheme.over_reason} %），没有说明原因。",
    advice="在偏差原因栏写明超额的原因；如因目标定得过低，请说明并改进以后年度的目标。",
    doc=__doc__,
    fields=("actual", "target", "reason"),
    shown="value",
    check=check,
    cases=(
        Case("完成四倍", {"/indicators/0/actual": "40"}, at=("/indicators/0/actual",)),
        Case("恰好一点三倍", {"/indicators/0/actual": "13"}, at=("/indicators/0/actual",)),
        Case(
            "原因栏写“无”",
            {"/indicators/0/actual": "13", "/indicators/0/reason": "无"},
            at=("/indicators/0/reason",),
        ),
        Case("不到一点三倍", {"/indicators/0/actual": "12.9"}),
        Case(
            "写了原因",
            {
                "/indicators/0/actual": "40",
                "/indicators/0/reason": "省厅临时增加三十场送教下乡培训，已调整次年目标",
            },
        ),
        Case("单位不同不比较", {"/indicators/1/target": "5万", "/indicators/1/actual": "52000"}),
    ),
)
