"""指标方向与性质矛盾。

正向指标用大于等于、大于或者等于，反向指标用小于等于、小于；性质“等于”不应再填大于或小于。合格率、及时率、覆盖率、
满意度一类越高越好的指标不应为反向或小于等于；投诉率、差错率、事故次数一类越低越好的指标不应为大于等于
（“下降幅度”“办结率”除外）。方向填反，未完成会得满分。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """Nature against operator, and both against what the name says."""
    upward, downward = i.operator.isin((">=", ">")), i.operator.isin(("<=", "<"))
    wrong = (
        ((i.nature == "positive") & downward)
        | ((i.nature == "negative") & upward)
        | ((i.nature == "equal") & (upward | downward))
    )
    better = (i.leaning == 1) & (downward | (i.nature == "negative"))
    worse = (i.leaning == -1) & upward
    contradicted = wrong.fill_null(False) | better.fill_null(False) | worse.fill_null(False)
    return Fires(condition=contradicted, when=i.operator.notnull() | (i.nature == "negative"))


RULE = Rule(
    code="C-IND-03",
    title="指标方向与性质矛盾",
    severity=Severity.ERROR,
    grain="indicator",
    basis=(cite("业务惯例", "direction"),),
    message="“{row.name}”{note.direction}，相互矛盾，未完成也可能得满分。",
    advice="越多越好的填正向、大于等于，越少越好的填反向、小于等于；改正后重新计算该项得分。",
    doc=__doc__,
    fields=("operator", "nature"),
    shown="none",
    check=check,
    cases=(
        Case("反向填大于等于", {"/indicators/4/operator": ">="}, at=("/indicators/4/operator",)),
        Case("正向填小于等于", {"/indicators/0/operator": "<="}, at=("/indicators/0/operator",)),
        Case(
            "满意度填反向",
            {"/indicators/7/nature": "negative", "/indicators/7/operator": "<="},
            at=("/indicators/7/nature",),
        ),
        Case(
            "投诉率填大于等于",
            {
                "/indicators/2/name": "服务投诉率",
                "/indicators/2/target": "2",
                "/indicators/2/actual": "1",
            },
            at=("/indicators/2/operator",),
        ),
        Case("差错率下降幅度填大于等于", {}),
        Case(
            "正向填等于",
            {
                "/indicators/2/operator": "=",
                "/indicators/2/target": "100",
                "/indicators/2/actual": "100",
            },
        ),
        Case("没有填性质", {"/indicators/4/nature": None}),
    ),
)
