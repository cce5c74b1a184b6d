"""Why a time target checks nothing; the ways in which a form writes its dates."""

from __future__ import annotations

from jiping.audit.notes import note
from jiping.audit.traits.timing import WHOLE_YEAR, dates_of, year_range_of
from jiping.model.evaluation import Evaluation


@note
def year_range(e: Evaluation, number: int) -> str:
    """时效目标为什么检验不了进度。"""
    row = e.indicators[number]
    if year_range_of(row, e.year) == WHOLE_YEAR:
        return f"以全年“{row.target}”为时限，只要在年内就算按时，怎样都能达到"
    return f"考核的是用款、拨款的时间（{row.target}），不是项目产出何时完成"


@note
def date_styles(e: Evaluation, _: int) -> str:
    """表中各种日期写法，各举一例。"""
    examples: dict[tuple[str, str], str] = {}
    for _, text, style in dates_of(e):
        examples.setdefault(style, text)
    return "、".join(f"“{text}”" for text in examples.values())
