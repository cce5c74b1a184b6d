"""成本重复计算。

各成本行合计超过执行数时，找重复的行：两行金额相同（有效数字四位以上，或指标值也相同），多印的一行按少印的位数比较，截去
或四舍五入都算相同；或者一行恰为其余各行之和，是总数与分项并列。合计与执行数相符的，相同的金额只是巧合，不报告。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """The same cost twice, or a total beside its parts."""
    return Fires(
        i.same_cost_as.notnull() | i.sums_other_costs,
        when=i.additive_cost,
        other=i.same_cost_as,
        worse=i.same_cost_as.notnull(),
    )


RULE = Rule(
    code="C-DEV-09",
    title="成本重复计算",
    severity=Severity.WARNING,
    worse=Severity.ERROR,
    grain="indicator",
    basis=(cite("业务惯例", "cost"),),
    message="“{row.name}”完成值 {row.actual} 与另一成本行相同，或恰为其余成本行之和，各成本行合计已超过全年执行数，请核实是否同一笔成本列了两次。",
    advice="同一笔成本只列一次；总成本与分项成本不要并列计分。",
    doc=__doc__,
    fields=("actual",),
    shown="none",
    check=check,
    cases=(
        Case("只有一项成本", {}),
        Case(
            "同一笔成本列两次，少印一位",
            {
                "/indicators/4/actual": "49.771575",
                "/indicators/-": {
                    "level1": "产出指标",
                    "level2": "成本指标",
                    "name": "宣传成本",
                    "nature": "negative",
                    "operator": "<=",
                    "unit": "万元",
                    "target": "50",
                    "actual": "49.77157",
                },
            },
            at=("/indicators/8/actual", "/indicators/4/actual"),
        ),
        Case(
            "两项成本碰巧相等",
            {
                "/indicators/4": {"actual": "25.00", "target": "25.00"},
                "/indicators/-": {
                    "level1": "产出指标",
                    "level2": "成本指标",
                    "name": "场地成本",
                    "nature": "negative",
                    "operator": "<=",
                    "unit": "万元",
                    "target": "25.00",
                    "actual": "25.00",
                },
            },
        ),
    ),
)
