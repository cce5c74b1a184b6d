"""正向按完成比例: reached → full points, else weight × actual ÷ target.

财预〔2020〕10号 第十六条; with the pass threshold of 财预〔2021〕101号 where the scheme has one
(below it: no points), and
with steps of deduction for over-achievement where a region has them. A target of zero is reached by any actual value that is not below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.score.exact import HUNDRED, wide
from jiping.score.methods import Method, Points

HUNDRED_PERCENT = 100

if TYPE_CHECKING:
    from jiping.model.row import Row
    from jiping.score.derive import Figures


def points(r: Row) -> Points:
    """Full when actual ≥ target, cut by the step of over-achievement it reaches, if any.

    Nothing for a negative actual or below the pass threshold.
    """
    short = (r.actual < r.target) & (r.target > 0)
    failed = wide(r.actual) * HUNDRED < wide(r.target) * r.scheme.pass_threshold
    cut = r.over_cut.notnull()
    return Points(
        full=(r.actual >= r.target) & ~cut,
        none=short.ifelse((r.actual <= 0) | failed.fill_null(False), False),
        numerator=wide(r.weight) * cut.ifelse(HUNDRED - r.over_cut, wide(r.actual)),
        denominator=cut.ifelse(HUNDRED, wide(r.target)),
    )


def derive(f: Figures) -> str:
    """The calculation in words."""
    if f.cut is not None:
        reached = f.division(f.actual, f.target)
        return f"超额完成：{reached}，按方案扣减 {f.points(f.cut)} %；{f.share(HUNDRED_PERCENT - f.cut, HUNDRED_PERCENT)}"
    if f.actual >= f.target:
        return f"完成值 {f.actual_text} 达到指标值 {f.target_text}，得满分 {f.points(f.weight)}"
    if f.score == 0:
        return f"{f.division(f.actual, f.target)}，低于及格线或未完成，得 0 分"
    return f.share(f.actual, f.target)


METHOD = Method(
    id="ratio",
    title="正向·按完成比例",
    kind="positive",
    rule=None,
    quotient="first",
    formula="完成值≥指标值得满分，否则 分值×完成值÷指标值",
    points=points,
    derive=derive,
)
