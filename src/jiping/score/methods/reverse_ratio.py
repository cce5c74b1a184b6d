"""反向按比值: weight × target ÷ actual, never above the weight.

湖北 项目自评表 2020, printed scoring note (seen): 反向指标 得分=权重×A/B，不得突破权重.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.score.exact import wide
from jiping.score.methods import Method, Points

if TYPE_CHECKING:
    from jiping.model.row import Row
    from jiping.score.derive import Figures


def points(r: Row) -> Points:
    """Weight × target ÷ actual once the limit is passed."""
    over = (r.actual > r.target) & (r.target >= 0)
    return Points(
        full=r.actual <= r.target,
        numerator=over.ifelse(wide(r.weight) * wide(r.target), None),
        denominator=over.ifelse(wide(r.actual), None),
    )


def derive(f: Figures) -> str:
    """The calculation in words."""
    if f.actual <= f.target:
        return f"完成值 {f.actual_text} 未超过指标值 {f.target_text}，得满分 {f.points(f.weight)}"
    return f.share(f.target, f.actual)


METHOD = Method(
    id="reverse-ratio",
    title="反向·按比值",
    kind="negative",
    rule="ratio",
    quotient="second",
    formula="分值×指标值÷完成值，不超过分值",
    points=points,
    derive=derive,
)
