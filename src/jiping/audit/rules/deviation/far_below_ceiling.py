"""反向指标远低于上限而没有说明。

成本一类的反向指标，完成值不到上限的七成，产出却没有少做：可能是节约，也可能是上限定得过宽、预算编得过大，或有支出没有记到这
一行。写了原因的、产出没有做完的不报告；指标值和完成值单位不同的不比较。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import wide

SHARE = 70
"""Per cent of the ceiling: below it the ceiling is asked about."""

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """Actual below seven tenths of the ceiling, all outputs done, and no reason."""
    comparable = i.numeric & i.same_unit & (i.kind == "negative") & (i.target > 0)
    return Fires(
        (wide(i.actual) * 100 < wide(i.target) * SHARE) & ~i.reason_given,
        when=comparable & (i.weight > 0) & (i.actual >= 0) & (i.form.outputs_missed == 0),
        left=i.actual,
        right=i.target,
    )


RULE = Rule(
    code="C-DEV-21",
    title="反向指标远低于上限",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("10号", "16"), cite("业务惯例", "under-70")),
    message="“{row.name}”完成值 {row.actual}，只有上限 {row.target} 的 {note.share_of_target}（提示线 70 %），而各项产出都已完成，没有说明原因，请核实上限是否定得过宽。",
    advice="写明是怎样节约的；预算编多了、有支出没有记入的，如实说明，以后年度改定上限。",
    doc=__doc__,
    fields=("actual", "target", "reason"),
    shown="value",
    check=check,
    cases=(
        Case("成本只有上限一半", {"/indicators/4/actual": "25.00"}, at=("/indicators/4/actual",)),
        Case("恰好七成", {"/indicators/4/actual": "35.00"}),
        Case(
            "写了原因",
            {"/indicators/4": {"actual": "25.00", "reason": "改用单位自有会议室，场地费没有发生"}},
        ),
        Case("产出也没有做完", {"/indicators/4/actual": "25.00", "/indicators/0/actual": "8"}),
        Case("单位不同不比较", {"/indicators/4/actual": "250000元"}),
    ),
)
