"""定量指标占比低。

指标值是数、百分比、时长或日期的算定量，占全部三级指标的比例一般不低于六成（界限见计分方案）。性质填“定性”而值是数的也算定量；
没有填指标值的行不计。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Measurable rows × 100 against rows × the share."""
    measurable, stated = f.quantified_rows, f.stated_rows
    return Fires(
        condition=measurable * (100 * ONE) < stated * f.scheme.quantitative_share,
        when=stated > 0,
        left=measurable,
        right=stated,
    )


RULE = Rule(
    code="C-IND-23",
    title="定量指标占比低",
    severity=Severity.INFO,
    grain="form",
    basis=(
        cite("业务惯例", "count"),
        cite("88号", "quantified"),
    ),
    message="{right} 项指标中只有 {left} 项能用数或日期衡量，不到 {scheme.quantitative_share}%。",
    advice="把能量化的效益、质量指标改为数量、比率，定性指标分档写明标准。",
    doc=__doc__,
    fields=("/indicators",),
    shown="count",
    check=check,
    cases=(
        Case(
            "四项定性",
            {
                f"/indicators/{n}": {
                    "nature": "qualitative",
                    "operator": None,
                    "unit": None,
                    "target": "有效",
                    "actual": "有效",
                }
                for n in (0, 2, 5, 6)
            },
            at=("/indicators",),
        ),
        Case(
            "三项定性",
            {
                f"/indicators/{n}": {
                    "nature": "qualitative",
                    "operator": None,
                    "unit": None,
                    "target": "有效",
                    "actual": "有效",
                }
                for n in (2, 5, 6)
            },
        ),
    ),
)
