"""日期写法不一。

同一张表里的日期应当写法一致。比较年份后面的标记（2023年、2023.、2023.…月）和区间用的连接号（-、--、至）；一处写月份、
一处写区间不算不一致。每张表只提示一次。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Whether one date of the form is written unlike the first."""
    return Fires(
        condition=f.odd_date >= 0,
        when=f.odd_date.notnull(),
        other=(f.odd_date >= 0).ifelse(f.odd_date, None),
    )


RULE = Rule(
    code="C-IND-13",
    title="日期写法不一",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("业务惯例", "dates"),),
    message="表中日期有几种写法：{note.date_styles}。",
    advice="统一为一种写法，如“2023年10月”“2023年1—12月”。",
    doc=__doc__,
    fields=(),
    shown="none",
    check=check,
    cases=(
        Case(
            "点号与年月混用",
            {"/indicators/3/target": "2023年9-12月", "/indicators/3/actual": "2023.11"},
            at=("/indicators/3",),
        ),
        Case(
            "双横线与单横线",
            {"/indicators/3/target": "2023.1--12", "/indicators/3/actual": "2023.1-12"},
            at=("/indicators/3",),
        ),
        Case(
            "末尾多一个月字",
            {"/indicators/3/target": "2023.1-12月", "/indicators/3/actual": "2023.1-12"},
            at=("/indicators/3",),
        ),
        Case(
            "月份与区间", {"/indicators/3/target": "2023.1-12", "/indicators/3/actual": "2023.11"}
        ),
        Case(
            "没有日期",
            {
                "/indicators/3": {
                    "name": "培训计划完成天数",
                    "target": "30",
                    "actual": "28",
                    "unit": "天",
                    "nature": "negative",
                    "operator": "<=",
                }
            },
        ),
    ),
)
