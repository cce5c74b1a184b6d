"""定性得分超出所述档次。

定性指标按达成、部分达成、未达成三档评分，各档的区间以计分方案为准（全国办法为 80 %—100 %、60 %—80 %、0—60 %）。完成情况的文字
说明了档次而得分不在区间内的报告：写“未完成”的作错误；写“基本”“部分”一类可以两解的作警告。文字没有说明档次的，不判断。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """The score of a qualitative row outside the band of the attainment it states."""
    outside = (i.score < i.low) | (i.score > i.high)
    return Fires(
        outside,
        when=(i.kind == "qualitative") & i.score.notnull() & (i.weight > 0) & (i.score <= i.weight),
        skips=((i.attainment.isnull(), "文字没有说明完成到什么程度"),),
        figures=(i.low, i.high),
        worse=i.attainment == 2,
    )


RULE = Rule(
    code="C-SCR-07",
    title="定性得分超出所述档次",
    severity=Severity.ERROR,
    grain="indicator",
    basis=(cite("10号", "16"),),
    message="“{row.name}”完成情况写“{row.actual}”，得分 {row.score} 分，不在该档的 {figures[0]} 至 {figures[1]} 分之内。",
    advice="核对完成程度属于哪一档，在该档区间内评分。",
    doc=__doc__,
    fields=(
        "score",
        "actual",
    ),
    worse=Severity.WARNING,
    check=check,
    cases=(
        Case(
            "达成得满分",
            {
                "/indicators/5": {
                    "nature": "qualitative",
                    "operator": None,
                    "target": "有效提升",
                    "actual": "有效提升",
                    "unit": None,
                }
            },
        ),
        Case(
            "未完成得满分",
            {
                "/indicators/5": {
                    "nature": "qualitative",
                    "operator": None,
                    "target": "有效提升",
                    "actual": "未完成",
                    "unit": None,
                }
            },
            at=("/indicators/5/score",),
        ),
        Case(
            "部分完成得满分",
            {
                "/indicators/5": {
                    "nature": "qualitative",
                    "operator": None,
                    "target": "有效提升",
                    "actual": "部分完成",
                    "unit": None,
                }
            },
            at=("/indicators/5/score",),
        ),
        Case(
            "文字没有说明程度",
            {
                "/indicators/5": {
                    "nature": "qualitative",
                    "operator": None,
                    "target": "有效提升",
                    "actual": "群众反响热烈",
                    "unit": None,
                }
            },
            skipped=True,
        ),
    ),
)
