"""反向按超出比例扣分: over the limit, points fall in step and are gone at twice the limit.

Behaviour of a deployed performance module of the 预算管理一体化 family (seen).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.score.exact import wide
from jiping.score.methods import Method, Points

if TYPE_CHECKING:
    from jiping.model.row import Row
    from jiping.score.derive import Figures


def points(r: Row) -> Points:
    """Weight × (2·target − actual) ÷ target between the limit and twice the limit."""
    over = (r.actual > r.target) & (r.target >= 0)
    gone = over & (r.actual >= r.target + r.target)
    return Points(
        full=r.actual <= r.target,
        none=gone,
        numerator=(over & ~gone).ifelse(
            wide(r.weight) * (wide(r.target) + wide(r.target) - wide(r.actual)), None
        ),
        denominator=wide(r.target),
    )


def derive(f: Figures) -> str:
    """The calculation in words."""
    if f.actual <= f.target:
        return f"完成值 {f.actual_text} 未超过指标值 {f.target_text}，得满分 {f.points(f.weight)}"
    if f.actual >= 2 * f.target:
        return f"完成值 {f.actual_text} 达到指标值 {f.target_text} 的两倍以上，得 0 分"
    excess = f.division(f.actual - f.target, f.target)
    return f"超出比例：{excess}；{f.share(2 * f.target - f.actual, f.target)}"


METHOD = Method(
    id="reverse-linear",
    title="反向·按超出比例扣分",
    kind="negative",
    rule="linear",
    quotient="first",
    formula="完成值≤指标值得满分；超出部分按比例扣分，达两倍得 0 分：分值×(1−(完成值−指标值)÷指标值)",
    points=points,
    derive=derive,
)
