"""成本指标方向不当。

成本指标衡量花了多少钱，应当以不超过计划为好，用反向、小于等于。填成正向、等于或大于等于，超支也得满分。成本节约率、
降低额等以多为好的指标，以及各种比率，不在此列。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.stages import COST

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A cost row, no saving and no rate, that is positive, equal or has ≥."""
    cost = i.level2.isin(COST) | (i.level1 == "cost")
    told = i.nature.isin(("positive", "negative", "equal")) | i.operator.notnull()
    return Fires(
        condition=i.nature.isin(("positive", "equal")).fill_null(False)
        | i.operator.isin((">=", ">", "=")).fill_null(False),
        when=cost.fill_null(False) & told & ~i.saving_name,
    )


RULE = Rule(
    code="C-IND-04",
    title="成本指标方向不当",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("业务惯例", "direction"),
        cite("101号", "groups"),
    ),
    message="“{row.name}”是成本指标，却没有按“小于等于”填报，照此计分，花得越多反而越好或者超支也不扣分。",
    advice="成本指标改为反向、小于等于；属于固定标准的，可放入数量或质量指标说明，不作成本控制指标。",
    doc=__doc__,
    fields=("nature", "operator"),
    shown="none",
    check=check,
    cases=(
        Case(
            "成本填正向等于",
            {"/indicators/4/nature": "positive", "/indicators/4/operator": "="},
            at=("/indicators/4/nature",),
        ),
        Case(
            "成本填大于等于",
            {"/indicators/4/nature": None, "/indicators/4/operator": ">="},
            at=("/indicators/4/operator",),
        ),
        Case("成本填反向小于等于", {}),
        Case(
            "成本节约率填大于等于",
            {
                "/indicators/4/name": "成本节约率",
                "/indicators/4/nature": "positive",
                "/indicators/4/operator": ">=",
                "/indicators/4/target": "5",
                "/indicators/4/actual": "6",
                "/indicators/4/unit": "%",
            },
        ),
    ),
)
