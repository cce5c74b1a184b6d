"""产出指标缺少二级指标。

产出指标一般从数量、质量、时效、成本四个方面设置；成本列为一级指标的不再要求产出中有成本。只请核实。
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.audit.rule import REMOVE, Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Second levels that the outputs lack."""
    found: Any = ""
    missing: Any = False
    for rows, title in (
        (f.any_cost_rows, "成本指标"),
        (f.timeliness_rows, "时效指标"),
        (f.quality_rows, "质量指标"),
        (f.quantity_rows, "数量指标"),
    ):
        lacks = rows == 0
        found = lacks.ifelse(f"“{title}”", "") + found
        missing = lacks | missing
    return Fires(missing, when=f.output_points.notnull(), words=found)


RULE = Rule(
    code="C-STR-06",
    title="产出指标缺少二级指标",
    severity=Severity.WARNING,
    grain="form",
    basis=(
        cite("10号", "13"),
        cite("88号", "quantified"),
    ),
    message="产出指标中没有{words}，请核实是否应当设置。",
    advice="从数量、质量、时效、成本四个方面补齐产出指标。",
    doc=__doc__,
    fields=("/indicators",),
    shown="none",
    check=check,
    cases=(
        Case("四类齐全"),
        Case("没有时效指标", {"/indicators/3": REMOVE}, at=("/indicators",)),
        Case("没有产出指标", {f"/indicators/{k}": REMOVE for k in range(5)}, skipped=True),
    ),
)
