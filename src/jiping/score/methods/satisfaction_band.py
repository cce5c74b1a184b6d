"""满意度分档: full points from a line on, none below another, in proportion between.

财预〔2021〕101号 knows scoring of satisfaction by bands; its numbers are recalled, so no scheme
that ships sets them. A scheme of one's own may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.score.exact import wide
from jiping.score.methods import Method, Points

if TYPE_CHECKING:
    from jiping.model.row import Row
    from jiping.score.derive import Figures


def points(r: Row) -> Points:
    """The actual satisfaction in percent against the scheme's two lines; the target has no say."""
    top, floor = r.scheme.satisfaction_full, r.scheme.satisfaction_floor
    return Points(
        full=r.actual >= top,
        none=(r.actual < floor).fill_null(False) | (r.actual <= 0),
        numerator=wide(r.weight) * wide(r.actual),
        denominator=wide(top),
    )


def derive(f: Figures) -> str:
    """The calculation in words."""
    if f.score == f.weight:
        return f"满意度 {f.actual_text} 达到满分线，得满分 {f.points(f.weight)}"
    if f.score == 0:
        return f"满意度 {f.actual_text} 低于最低线，得 0 分"
    return f.share(f.actual, f.satisfaction_full)


METHOD = Method(
    id="satisfaction-band",
    title="满意度·分档",
    kind="satisfaction",
    rule=None,
    quotient="first",
    formula="达到满分线得满分，低于最低线 0 分，其间 分值×满意度÷满分线",
    points=points,
    derive=derive,
)
