"""单位成本与计划相差悬殊。

名称相配的一项成本和一项数量（如“产品宣传成本”与“产品宣传次数”），计划的单位成本（成本指标值÷数量指标值）与实际的单位成本
（成本完成值÷数量完成值）相差三倍（以计分方案为准）以上。只在名称相配且唯一时比较。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE, wide

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """Planned against actual cost of one unit, by cross-multiplication."""
    planned = wide(i.cost_target) * wide(i.paid_actual)
    actual = wide(i.cost_actual) * wide(i.paid_target)
    times = i.scheme.unit_cost_times
    known = (i.cost_target > 0) & (i.cost_actual > 0)
    return Fires(
        (planned * ONE > actual * times) | (actual * ONE > planned * times),
        when=i.paid_target.notnull() & i.paid_actual.notnull() & known,
        left=i.cost_actual,
        right=i.cost_target,
        other=i.paid_quantity,
    )


RULE = Rule(
    code="C-DEV-12",
    title="单位成本异常",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("10号", "16"), cite("业务惯例", "cost")),
    message="“{row.name}”计划 {row.target}、实际 {row.actual}，“{other.name}”计划 {other.target}、实际 {other.actual}：平均每一单位的成本{note.unit_costs}，相差 {scheme.unit_cost_times} 倍以上，请核实。",
    advice="核对数量和成本是否同一口径；属实的，说明单位成本大幅变化的原因，并据以调整以后年度的预算或目标。",
    doc=__doc__,
    fields=("actual", "target"),
    shown="amount",
    check=check,
    cases=(
        Case(
            "少花一半的钱办了五倍的事",
            {
                "/indicators/1/name": "印发宣传资料",
                "/indicators/4": {"name": "举办培训成本", "actual": "24.00"},
                "/indicators/0": {"target": "3", "actual": "15"},
            },
            at=("/indicators/4/actual", "/indicators/0/actual"),
        ),
        Case(
            "单位成本减半",
            {
                "/indicators/1/name": "印发宣传资料",
                "/indicators/4": {"name": "举办培训成本", "actual": "25.00"},
                "/indicators/0": {"target": "10", "actual": "11"},
            },
        ),
        Case("名称与两项数量都相配，不比较", {"/indicators/0/actual": "90"}),
    ),
)
