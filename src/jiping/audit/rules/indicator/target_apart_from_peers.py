"""指标值同多数同类项目相差很大，请说明依据。

只在给出指标库（jiping audit --library）时判断。指标库汇集了许多张表里的同一指标，不论叫法；年度指标值同库中同一单位的指标值比较，
由小到大排在第几百分位。要求“不低于”的，排在最低的一成以内；要求“不高于”的，排在最高的一成以内，就是比九成的同类项目容易完成，
请填报单位说明取值依据。这是提问，不是错误：项目大小、条件不同，指标值本来可以不同。库中同类指标值不足 20 个的，不判断。百分位
的算法：比它小的个数加上与它相等的个数的一半，除以总个数，四舍五入取整。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.model.peers import Standing, Told

if TYPE_CHECKING:
    from jiping.model.row import Row

FEWEST = 20
"""Targets that a comparison needs."""
TENTH = 10


def _told(percentile: int, count: int, name: str = "结业考试合格率") -> Told:
    return Told({name: Standing(percentile, count)})


def check(i: Row) -> Fires:
    """Among the easiest tenth: low where more is asked for, high where less is."""
    less = i.operator.isin(["<=", "<"]) | (i.operator.isnull() & (i.nature == "negative"))
    easy = less.fill_null(False).ifelse(i.peer_place >= 100 - TENTH, i.peer_place <= TENTH)
    return Fires(
        condition=(i.peer_count >= FEWEST).ifelse(easy, None),
        when=i.target.notnull() & i.target_high.isnull(),
        left=i.peer_place,
        right=i.peer_count,
        skips=(
            (i.peer_count.isnull(), "没有给出指标库（--library），不能同同类指标比较"),
            (i.peer_count < FEWEST, "指标库中同类指标值不足20个，不作比较"),
        ),
    )


RULE = Rule(
    code="C-IND-30",
    title="指标值比多数同类指标容易完成",
    severity=Severity.INFO,
    grain="indicator",
    basis=(
        cite("业务惯例", "peers"),
        cite("101号", "values"),
    ),
    message="“{row.name}”的指标值“{row.target}”在指标库 {right} 个同类指标值中由小到大排在第 {left} 百分位，取值依据是什么？",
    advice="对照计划标准、行业标准和上年完成情况核对指标值；有依据的，在说明中写明。",
    doc=__doc__,
    fields=("target",),
    shown="count",
    check=check,
    cases=(
        Case("比九成以上同类项目低", peers=_told(4, 340), at=("/indicators/2/target",)),
        Case("正好在最低的一成", peers=_told(10, 20), at=("/indicators/2/target",)),
        Case(
            "成本比九成以上同类项目高",
            peers=_told(93, 58, "培训总成本"),
            at=("/indicators/4/target",),
        ),
        Case("在中间", peers=_told(12, 340)),
        Case("要求越高越好的，排在前面不问", peers=_told(98, 340)),
        Case("成本比多数低", peers=_told(3, 58, "培训总成本")),
        Case("同类太少", peers=_told(4, 19), skipped=True),
        Case("没有指标库", skipped=True),
    ),
)
