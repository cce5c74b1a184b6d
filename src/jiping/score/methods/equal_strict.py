"""等于从严: only the very value is full; any other has to be judged by a person.

天津、河北 switch of a deployed performance module (seen): an unequal value is marked and scored
by hand. Without a score that a person gave there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.score.methods import Method, Points

if TYPE_CHECKING:
    from jiping.model.row import Row
    from jiping.score.derive import Figures


def points(r: Row) -> Points:
    """Full when equal; else the printed score stands, within 0 and the weight."""
    unequal = r.actual != r.target
    return Points(
        full=r.actual == r.target,
        low=unequal.ifelse(0, None),
        high=unequal.ifelse(r.weight, None),
    )


def derive(f: Figures) -> str:
    """The calculation in words."""
    if f.actual == f.target:
        return f"完成值 {f.actual_text} 等于指标值，得满分 {f.points(f.weight)}"
    return f"完成值 {f.actual_text} 不等于指标值 {f.target_text}，须人工评分，按填报分 {f.printed_text} 计入"


METHOD = Method(
    id="equal-strict",
    title="等于·须完全相等",
    kind="equal",
    rule="strict",
    quotient=None,
    formula="完成值＝指标值得满分，不等时人工评分",
    points=points,
    derive=derive,
)
