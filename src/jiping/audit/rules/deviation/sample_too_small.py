"""满意度样本过小。

文字中写明的问卷份数，或名称与满意度对象相符的人数指标，不超过 5（以计分方案为准）。样本这样小，百分比没有意义。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """How many were asked, where the form lets one know."""
    return Fires(
        i.asked <= i.scheme.small_sample,
        when=i.is_satisfaction,
        left=i.asked,
        right=i.scheme.small_sample,
        other=i.asked_row,
        skips=((i.asked.isnull(), "表中看不出问了多少人"),),
    )


RULE = Rule(
    code="C-DEV-06",
    title="满意度样本过小",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("101号", "satisfaction"), cite("业务惯例", "evidence")),
    message="“{row.name}”填报 {row.actual}，而所问的只有 {left} 人（份），请核实样本是否足够。",
    advice="扩大调查范围；对象确实很少的，改用文字说明，不用百分比。",
    doc=__doc__,
    fields=("actual",),
    shown="value",
    check=check,
    cases=(
        Case(
            "只有三份问卷",
            {"/goal/actual": "收回问卷3份，均表示满意。"},
            at=("/indicators/7/actual",),
        ),
        Case(
            "受奖励的只有一人",
            {
                "/indicators/1": {
                    "name": "奖励干部人数",
                    "unit": "人",
                    "target": "1",
                    "actual": "1",
                },
                "/indicators/7/name": "受奖励干部满意度",
            },
            at=("/indicators/7/actual", "/indicators/1/actual"),
        ),
        Case("收回一百多份", {"/goal/actual": "发放问卷120份，收回问卷118份。"}),
        Case("没有写样本", {}, skipped=True),
    ),
)
