"""定性分档: three grades of attainment, each with a range of the weight; the score within is free.

财预〔2020〕10号 第十六条: 达成 [80 %, 100 %], 部分达成 [60 %, 80 %), 未达成 [0, 60 %) of the weight;
other regions set other bounds (湖北: 80 and 50). Bounds are rounded to 0.01, the upper bound of
the lower two grades is exclusive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.score.exact import CENT, ONE
from jiping.score.methods import Method, Points

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from jiping.model.row import Row
    from jiping.score.derive import Figures


def points(r: Row) -> Points:
    """The printed score, moved into the band of the attainment that the actual value states."""
    upper, lower = _bound(r.weight, r.scheme.band_full), _bound(r.weight, r.scheme.band_part)
    grade = r.attainment
    return Points(
        full=r.weight == 0,
        low=(grade == 3).ifelse(upper, (grade == 2).ifelse(lower, 0)),
        high=(grade == 2).ifelse(upper - CENT, (grade == 1).ifelse(lower - CENT, r.weight)),
    )


def _bound(weight: ir.Value, percent: ir.Value) -> ir.Value:
    # weight × percent stays far below 2^53, so the floating-point floor is exact here.
    cents = (weight * percent + 50 * CENT * ONE) / (100 * CENT * ONE)
    return cents.floor().cast("int64") * CENT


def derive(f: Figures) -> str:
    """The calculation in words."""
    band = f"{f.points(f.low)}—{f.points(f.high)}"
    grade = {3: "达成年度指标", 2: "部分达成年度指标", 1: "未达成年度指标"}.get(f.attainment or 0)
    if f.printed is None:
        said = f"定性指标，可在 {band} 内评分，表中未填得分"
    elif f.printed == f.score:
        said = f"定性指标，填报 {f.printed_text} 分在 {band} 之内，按填报分计入"
    else:
        said = f"定性指标，填报 {f.printed_text} 分在 {band} 之外，按边界 {f.points(f.score)} 计入"
    return f"{said}（完成程度：{grade or '表中未说明，不限档次'}）"


METHOD = Method(
    id="qualitative-band",
    title="定性·分档",
    kind="qualitative",
    rule=None,
    quotient=None,
    formula="按达成、部分达成、未达成三档，在该档分值区间内评分",
    points=points,
    derive=derive,
)
