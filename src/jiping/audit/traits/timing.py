"""Dates as targets: the whole year, days of payment, and how dates are written."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.levels import level2_kind
from jiping.model.period import parse_period
from jiping.model.text import squeeze
from jiping.model.traits import trait

WHOLE_YEAR, PAYMENT_TIME = 1, 2

_DEADLINE = re.compile("[前底末]|截止|为止")
_PAYING = re.compile(
    "(?:资金|经费|款|预算).{0,4}(?:使用|支付|拨付|下达|到位|支出)?.{0,2}(?:时间|时限)$"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(年|[.]|/|-)")
_RANGE = re.compile(r"[0-9年月日](-{2,}|-|—+|–|~|至|到)(?=[0-9])")
_DOTTED_MONTH = re.compile(r"[0-9]月$")


def year_range_of(row: Indicator, year: int | None) -> int | None:
    """Why a time target checks nothing; None for rows that are no 时效 or have no date."""
    if not row.target or level2_kind(row.level2) != "timeliness" or row.unit:
        return None
    return _year_range(row.target, row.name or "", year)


@lru_cache(maxsize=4096)
def _year_range(target: str, name: str, year: int | None) -> int | None:
    period = parse_period(target, year or 2000)
    if period is None:
        return None
    # 12月底前 is a deadline, however late; 1—12月 is none.
    if period.whole_year and not _DEADLINE.search(target):
        return WHOLE_YEAR
    return PAYMENT_TIME if _PAYING.search(squeeze(name)) else 0


@trait("indicator", "int8")
def year_range(e: Evaluation) -> list[int | None]:
    """时效目标: 0 a date that can be missed, 1 the whole year, 2 the time of paying, not of the output.

    Null for rows that are no 时效 or whose target is no date.
    """
    return [year_range_of(row, e.year) for row in e.indicators]


@lru_cache(maxsize=4096)
def date_style(text: str, year: int) -> tuple[str, str] | None:
    """How a date is written: (mark behind the year, range mark or ""); None when it is no date.

    "2023.1-12" → (".", "-"), "2023.1-12月" → (".月", "-"), "2023年11月" → ("年", "").
    """
    body = squeeze(text)
    marked = _YEAR.match(body)
    if marked is None or parse_period(text, year) is None:
        return None
    mark = marked[1]
    if mark != "年" and _DOTTED_MONTH.search(body):
        mark += "月"
    between = _RANGE.search(body, marked.end())
    return mark, between[1] if between else ""


def dates_of(e: Evaluation) -> list[tuple[int, str, tuple[str, str]]]:
    """(row, text, style) of every date among the values of the 时效 and unitless rows, in order."""
    found = []
    for number, row in enumerate(e.indicators):
        if row.unit or row.operator:
            continue
        for text in (row.target, row.actual):
            if text and "0" <= text[0] <= "9":
                style = date_style(text, e.year or 2000)
                if style is not None and (
                    row.nature == "qualitative" or level2_kind(row.level2) == "timeliness"
                ):
                    found.append((number, text, style))
    return found


@trait("form", "int32")
def odd_date(e: Evaluation) -> list[int | None]:
    """写法不一的日期首次出现在哪一行: the row's number, -1 where all dates are written alike.

    Null where fewer than two values are dates.
    """
    dates = dates_of(e)
    if len(dates) < 2:
        return [None]
    mark, between = dates[0][2]
    for number, _, (other_mark, other_between) in dates:
        if other_mark != mark or (between and other_between and other_between != between):
            return [number]
        between = between or other_between
    return [-1]
