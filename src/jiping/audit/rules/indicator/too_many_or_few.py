"""指标过多或过少。

三级指标一般在5项到20项之间（界限见计分方案）：太少反映不全，太多分散重点。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import REMOVE, Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """The number of indicator rows against the scheme's bounds."""
    count = f.rows * ONE
    return Fires(
        condition=(count < f.scheme.indicators_min) | (count > f.scheme.indicators_max),
        when=f.rows > 0,
        left=f.rows,
    )


RULE = Rule(
    code="C-IND-22",
    title="指标过多或过少",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("业务惯例", "count"),),
    message="三级指标共 {left} 项，一般为 {scheme.indicators_min} 至 {scheme.indicators_max} 项。",
    advice="指标过少的补充反映主要产出和效果的指标，过多的合并、精简到核心指标。",
    doc=__doc__,
    fields=("/indicators",),
    shown="count",
    check=check,
    cases=(
        Case(
            "只有四项",
            {
                "/indicators/4": REMOVE,
                "/indicators/5": REMOVE,
                "/indicators/6": REMOVE,
                "/indicators/7": REMOVE,
            },
            at=("/indicators",),
        ),
        Case("八项", {}),
    ),
)
