"""完成值与指标值几乎处处相同。

满意度各行的完成值都恰等于指标值，或者八成以上（以计分方案为准）的定量指标如此，请核实完成值是否照抄指标值。
指标值为 100 % 的行不可能超过，不计入八成；不足五行的不判断。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE

FEWEST = 5
"""Rows: among fewer, equal ones may be chance."""


if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Every satisfaction row equal to its target, or most of the rows that could differ."""
    asked = (f.satisfaction_numeric > 0) & (f.satisfaction_hit == f.satisfaction_numeric)
    most = (f.hit_rows * (100 * ONE) >= f.open_rows * f.scheme.same_share) & (f.open_rows >= FEWEST)
    return Fires(
        asked | most,
        when=(f.satisfaction_numeric > 0) | (f.open_rows >= FEWEST),
        left=f.hit_rows,
        right=f.open_rows,
        other=asked.ifelse(f.satisfaction_first, None),
    )


RULE = Rule(
    code="C-DEV-03",
    title="完成值恒等于目标值",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("10号", "24"), cite("部门自评通知", "truth")),
    message="满意度完成值恰等于指标值：{note.equal_values}；可高可低的定量指标 {right} 项中有 {left} 项如此。请核实完成值是否为实际数据。",
    advice="按统计、验收、问卷等原始资料填写实际完成值，不要照抄指标值。",
    doc=__doc__,
    fields=("/indicators",),
    shown="count",
    check=check,
    cases=(
        Case("满意度与目标相同", {"/indicators/7/actual": "90"}, at=("/indicators/7",)),
        Case(
            "六项中五项相同",
            {
                "/indicators/0/actual": "10",
                "/indicators/1/actual": "500",
                "/indicators/2/actual": "95",
                "/indicators/5/actual": "90",
                "/indicators/6/actual": "20",
            },
            at=("/indicators",),
        ),
        Case("各有高低", {}),
    ),
)
