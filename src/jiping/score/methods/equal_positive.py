"""等于按正向: reached or passed → full points, short → in proportion; target 0 → only ≤ 0 is full.

Behaviour of a deployed performance module of the 预算管理一体化 family, general version (seen).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.score.exact import wide
from jiping.score.methods import Method, Points

if TYPE_CHECKING:
    from jiping.model.row import Row
    from jiping.score.derive import Figures


def points(r: Row) -> Points:
    """As a positive indicator; with target 0 everything above it loses all."""
    zero = r.target == 0
    short = (r.actual < r.target) & (r.target > 0)
    return Points(
        full=(zero & (r.actual <= 0)) | (~zero & (r.actual >= r.target)),
        none=(zero & (r.actual > 0)) | (short & (r.actual <= 0)),
        numerator=short.ifelse(wide(r.weight) * wide(r.actual), None),
        denominator=wide(r.target),
    )


def derive(f: Figures) -> str:
    """The calculation in words."""
    if f.target == 0:
        if f.actual <= 0:
            return f"指标值为 0，完成值 {f.actual_text}，得满分 {f.points(f.weight)}"
        return f"指标值为 0，完成值 {f.actual_text} 大于 0，得 0 分"
    if f.actual >= f.target:
        return f"完成值 {f.actual_text} 达到指标值 {f.target_text}，得满分 {f.points(f.weight)}"
    return f.share(f.actual, f.target)


METHOD = Method(
    id="equal-positive",
    title="等于·达到即满分",
    kind="equal",
    rule="positive",
    quotient="first",
    formula="完成值≥指标值得满分，否则 分值×完成值÷指标值；指标值为 0 时完成值≤0 得满分，否则 0 分",
    points=points,
    derive=derive,
)
