"""反向超标不得分: within the limit → full points, over it → none.

Seen in the published tables of 兴安盟商务口岸局 for 2023 (差旅费 10.154302 against ≤ 7.8: 0 points);
no text that orders it was found, so it is inferred from that row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.score.methods import Method, Points

if TYPE_CHECKING:
    from jiping.model.row import Row
    from jiping.score.derive import Figures


def points(r: Row) -> Points:
    """All or nothing."""
    return Points(full=r.actual <= r.target, none=r.actual > r.target)


def derive(f: Figures) -> str:
    """The calculation in words."""
    if f.actual <= f.target:
        return f"完成值 {f.actual_text} 未超过指标值 {f.target_text}，得满分 {f.points(f.weight)}"
    return f"完成值 {f.actual_text} 超过上限 {f.target_text}，超标不得分，得 0 分"


METHOD = Method(
    id="reverse-zero",
    title="反向·超标不得分",
    kind="negative",
    rule="zero",
    quotient=None,
    formula="完成值≤指标值得满分，超过得 0 分",
    points=points,
    derive=derive,
)
