"""时限: a date or period as target. Done within it → full points; later is a matter of judgement.

Practice; no text gives a formula for late completion.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.score.methods import Method, Points

if TYPE_CHECKING:
    from jiping.model.row import Row
    from jiping.score.derive import Figures


def points(r: Row) -> Points:
    """Full in time; else the printed score stands, within 0 and the weight."""
    late = r.actual_end > r.target_end
    return Points(
        full=r.actual_end <= r.target_end,
        low=late.ifelse(0, None),
        high=late.ifelse(r.weight, None),
    )


def derive(f: Figures) -> str:
    """The calculation in words."""
    if f.score == f.weight and not f.late:
        return (
            f"完成时间 {f.actual_text} 在规定时限 {f.target_text} 之内，得满分 {f.points(f.weight)}"
        )
    return (
        f"完成时间 {f.actual_text} 晚于规定时限 {f.target_text}，"
        f"扣分办法没有统一规定，按填报分 {f.printed_text} 计入"
    )


METHOD = Method(
    id="deadline",
    title="时限·按期完成",
    kind="deadline",
    rule=None,
    quotient=None,
    formula="在规定时限内完成得满分；逾期的扣分由人判断",
    points=points,
    derive=derive,
)
