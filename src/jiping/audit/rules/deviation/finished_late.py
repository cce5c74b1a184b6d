"""完成时间晚于期限。

完成时间的最后一天晚于指标值所定期限的最后一天，而得分是满分，或者没有写原因的报告。逾期、扣了分又写明原因的，是如实填报。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """Last day of the actual period after the last day of the target."""
    late = i.actual_end > i.target_end
    honest = (i.score < i.weight).fill_null(False) & i.reason_given
    return Fires(late & ~honest, when=i.dated, left=i.actual_end, right=i.target_end)


RULE = Rule(
    code="C-DEV-14",
    title="时间倒挂",
    severity=Severity.ERROR,
    grain="indicator",
    basis=(cite("业务惯例", "dates"), cite("10号", "11")),
    message="“{row.name}”期限 {row.target}，完成时间 {row.actual}，已逾期，而得分 {row.score}（分值 {row.weight}）、偏差原因 {row.reason}。",
    advice="核对完成时间；确已逾期的，按办法扣分并写明原因和改进措施。",
    doc=__doc__,
    fields=("actual", "target"),
    shown="date",
    check=check,
    cases=(
        Case("提前一个月", {}),
        Case("晚了一个月仍满分", {"/indicators/3/actual": "2023.11"}, at=("/indicators/3/actual",)),
        Case(
            "晚了一个月，扣了分并说明",
            {
                "/indicators/3/actual": "2023.11",
                "/indicators/3/score": "8",
                "/indicators/3/reason": "因会场维修，最后一场培训推迟到十一月上旬举办。",
            },
        ),
    ),
)
