"""完成值过于整齐。

完成值在 1000 以上，恰为指标值的二、三、五、十倍，或为超过指标值三成的整万数：像是估计数，请核实有没有统计资料。小的数成倍是
常事，不报告。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE, wide

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A large count that is an exact multiple of its target, or a round one far above it."""
    exact = i.actual == wide(i.target) * 2
    for times in (3, 5, 10):
        exact = exact | (i.actual == wide(i.target) * times)
    above = wide(i.actual) * (100 * ONE) >= wide(i.target) * i.scheme.over_reason
    return Fires(
        exact | (above & (i.actual % (10_000 * ONE) == 0)),
        when=(i.kind == "positive")
        & i.same_unit
        & (i.target > 0)
        & (i.actual >= 1_000 * ONE)
        & (i.unit_kind != "money"),
        left=i.actual,
        right=i.target,
    )


RULE = Rule(
    code="C-DEV-13",
    title="完成值过于整齐",
    severity=Severity.INFO,
    grain="indicator",
    basis=(cite("业务惯例", "evidence"),),
    message="“{row.name}”完成值 {row.actual} 是整数倍或整万数（指标值 {row.target}），请核实是否有统计资料。",
    advice="按统计资料填写实际完成值；只能估计的，注明估计办法。",
    doc=__doc__,
    fields=("actual",),
    shown="value",
    check=check,
    cases=(
        Case(
            "恰好两倍的客流量",
            {"/indicators/1": {"target": "50000", "actual": "100000"}},
            at=("/indicators/1/actual",),
        ),
        Case("有零有整", {"/indicators/1": {"target": "50000", "actual": "73218"}}),
        Case("小数目成倍是常事", {"/indicators/0/actual": "20"}),
    ),
)
