"""追加项目绩效目标来源不明。

年初预算数为 0 而全年预算数大于 0，预算批复时没有绩效目标，目标应随追加预算同步设定、批复。表中没有说到目标调整、追加或批复的，
请核实。有没有批复文件，一张表不能确定。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """A project added in mid-year whose goal nobody is said to have approved."""
    return Fires(
        ~f.form.goal_adjusted,
        when=f.is_scored & (f.initial == 0) & (f.adjusted > 0) & (f.adjusted > f.form.carried_in),
        left=f.adjusted,
        right=f.initial,
    )


RULE = Rule(
    code="C-FUND-08",
    title="追加项目绩效目标来源不明",
    severity=Severity.WARNING,
    grain="fund",
    basis=(cite("88号", "adjust"),),
    message="“{row.label}”年初预算数为 0，全年预算数 {row.adjusted} 是年中追加的，表中看不出绩效目标何时设定、由谁批复，请核实。",
    advice="注明追加预算时绩效目标的批复文件；没有同步设定目标的，按程序补报。",
    doc=__doc__,
    fields=(
        "initial",
        "adjusted",
    ),
    shown="amount",
    check=check,
    cases=(
        Case(
            "目标也是追加的",
            {"/funds/0/initial": "0.00", "/remarks/备注": "追加预算时同步批复绩效目标"},
        ),
        Case("年中追加", {"/funds/0/initial": "0.00"}, at=("/funds/0/initial",)),
        Case("年初有预算", {}, skipped=True),
    ),
)
