"""缺少一级指标。

指标应有产出、效益、满意度三组；方案把成本列为一级指标的，还应有成本。没有服务对象的项目可以不设满意度，所以只请核实。认不出一级指标的表不判断。
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.audit.rule import REMOVE, Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """First-level groups that a form lacks."""
    found: Any = ""
    missing: Any = False
    for points, title in (
        (f.scheme.cost_as_level1.ifelse(f.cost_points, 0), "成本指标"),
        (f.satisfaction_points, "满意度指标"),
        (f.benefit_points, "效益指标"),
        (f.output_points, "产出指标"),
    ):
        lacks = points.isnull()
        found = lacks.ifelse(f"“{title}”", "") + found
        missing = lacks | missing
    return Fires(
        missing,
        when=f.weights.notnull(),
        skips=((f.level1_unknown > 0, "有的行认不出一级指标"),),
        words=found,
    )


RULE = Rule(
    code="C-STR-05",
    title="缺少一级指标",
    severity=Severity.WARNING,
    grain="form",
    basis=(
        cite("10号", "13"),
        cite("101号", "satisfaction"),
    ),
    message="表中没有{words}，请核实是否应当设置。",
    advice="补设缺少的一级指标；没有服务对象、不设满意度的，说明理由。",
    doc=__doc__,
    fields=("/indicators",),
    shown="none",
    check=check,
    cases=(
        Case("三组齐全"),
        Case("没有满意度", {"/indicators/7": REMOVE}, at=("/indicators",)),
        Case("认不出一级指标", {"/indicators/7/level1": "其他"}, skipped=True),
    ),
)
