"""Stretches of time as forms write them: 2023.1--12, 2023年9-12月, 第四季度, 12月底前.

"2023.11" is a month here; in another column it is a number. The caller knows the column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from jiping.model.numerals import chinese_number
from jiping.model.text import squeeze

_LONGEST = 40
_YEARS = range(1990, 2100)
"""Years that a form can speak of; other four-digit numbers are no years."""

_DAY = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})(?![0-9])")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})(?=$|[~至到]|前|底|—)")
_DASH = re.compile(r"[-~—–]+|至|到")
_BEFORE = re.compile(r"(?:日?[以之]?前|截止|为止)$")
_DONE = re.compile(r"(?:已?(?:全部)?(?:完成|完工|结束)|期间|止|内)$")
_NUMERAL_YEAR = re.compile(r"^([二一][零〇○一二三四五六七八九]{3})(?=年)")
_NUMERAL_PART = re.compile("([一二三四五六七八九十]{1,3})(?=[月日号])")
_POINT = re.compile(
    r"(?:(?P<year>[0-9]{4})(?:(?P<year_mark>年度?)|[./](?=[0-9])|$))?"
    r"(?:(?P<month>[0-9]{1,2})(?:(?P<month_mark>月份?)|[./](?=[0-9])|$))?"
    r"(?:(?P<day>[0-9]{1,2})(?:(?P<day_mark>[日号])|$))?"
    r"(?P<part>底|末|上旬|中旬|下旬)?"
)
_NAMED = re.compile(
    r"(?:(?P<year>[0-9]{4})年?度?)?"
    r"(?:(?P<all>全年度?|年度?内|当年|本年度?|年内)|(?P<end>年底|年末|底|末)|(?P<half>[上下])半年"
    r"|(?P<first>前)?第?(?P<quarter>[一二三四1-4])季度?)"
)
_QUARTERS = {
    text: number for number, pair in enumerate(("一1", "二2", "三3", "四4"), 1) for text in pair
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From ``start`` to ``end``, both days included. ``str()`` parses to an equal period.

    A deadline (12月底前) runs from the first day of its year; 底 without 前 is the last day alone.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start > self.end:
            raise ValueError(f"a period can't end before it starts: {self.start} > {self.end}")

    @property
    def whole_year(self) -> bool:
        """Whether it is one calendar year, no more and no less."""
        first = (self.start.month, self.start.day) == (1, 1)
        return first and (self.end.month, self.end.day) == (12, 31) and self.one_year

    @property
    def one_year(self) -> bool:
        """Whether it begins and ends in the same year."""
        return self.start.year == self.end.year

    def contains(self, other: Period) -> bool:
        """Whether every day of ``other`` lies in this period."""
        return self.start <= other.start and other.end <= self.end

    def __str__(self) -> str:
        start, end = self.start, self.end
        if self.whole_year:
            return f"{start.year}年"
        if start == end:
            return f"{start.year}年{start.month}月{start.day}日"
        if start.day != 1 or end != _last_day(end.year, end.month):
            return f"{Period(start, start)}至{Period(end, end)}"
        if not self.one_year:
            return f"{start.year}年{start.month}月至{end.year}年{end.month}月"
        months = f"{start.month}" if start.month == end.month else f"{start.month}-{end.month}"
        return f"{start.year}年{months}月"


@dataclass(frozen=True, slots=True)
class _Point:
    """What one end of a range says; None where it says nothing."""

    year: int | None
    month: int | None
    day: int | None
    part: str | None
    marked: bool


@lru_cache(maxsize=4096)
def parse_period(text: str | None, year: int | None = None) -> Period | None:
    """The period that ``text`` is, or None.

    ``year`` stands in where the text names none (1-12月, 年底, 第四季度); without it such a text is
    None. Bare numbers (2023, 12, 1.5) are None; so is a range that runs backwards.
    """
    if text is None or len(text) > _LONGEST:
        return None
    body = _plain(text)
    before = _BEFORE.search(body) is not None
    body = _BEFORE.sub("", body)
    try:
        period = _named(body, year) or _range(body, year)
    except ValueError:  # 31 April, month 13: no date, so no period
        return None
    if period is None or period.start.year not in _YEARS or period.end.year not in _YEARS:
        return None
    return Period(date(period.end.year, 1, 1), period.end) if before else period


def _plain(text: str) -> str:
    body = squeeze(text).rstrip("。;；,，")
    if match := _NUMERAL_YEAR.match(body):
        body = f"{chinese_number(match[1])}{body[match.end() :]}"
    body = _NUMERAL_PART.sub(lambda match: f"{chinese_number(match[1]) or match[1]}", body)
    if match := _COMPACT.fullmatch(body):
        body = f"{match[1]}年{match[2]}月{match[3]}日"
    body = _DAY.sub(r"\1年\3月\4日", body)
    body = _MONTH.sub(r"\1年\2月", body)
    if body[:1] in "自从":
        body = body[1:].replace("起", "", 1)
    return body if body.endswith(("年内", "度内")) else _DONE.sub("", body)


def _named(body: str, year: int | None) -> Period | None:
    match = _NAMED.fullmatch(body)
    if match is None:
        return None
    chosen = int(match["year"]) if match["year"] else year
    if chosen is None or (match["end"] in ("底", "末") and not match["year"]):
        return None
    if match["end"]:
        return Period(date(chosen, 12, 31), date(chosen, 12, 31))
    if match["half"]:
        return _months(chosen, 1, 6) if match["half"] == "上" else _months(chosen, 7, 12)
    if match["quarter"]:
        quarter = _QUARTERS[match["quarter"]]
        return _months(chosen, 1 if match["first"] else 3 * quarter - 2, 3 * quarter)
    return _months(chosen, 1, 12)


def _range(body: str, year: int | None) -> Period | None:
    ends = _DASH.split(body)
    if len(ends) == 1:
        point = _point(body)
        if point is None or not point.marked:
            return None
        return _span(point, point.year if point.year is not None else year)
    if len(ends) != 2:
        return None
    left, right = _point(ends[0]), _point(ends[1])
    if left is None or right is None or not (left.marked or right.marked):
        return None
    if left.day and not right.day and right.month and not right.marked:
        right = _Point(None, None, right.month, None, marked=False)
    first_year = next((y for y in (left.year, right.year, year) if y is not None), None)
    month = right.month if right.month or not right.day else left.month
    right = _Point(right.year, month, right.day, right.part, right.marked)
    start = _span(left, first_year)
    end = _span(right, right.year if right.year is not None else first_year)
    if start is None or end is None:
        return None
    return Period(start.start, end.end)


def _point(text: str) -> _Point | None:
    match = _POINT.fullmatch(text)
    if match is None or not text:
        return None
    year, month, day = (int(match[n]) if match[n] else None for n in ("year", "month", "day"))
    if day is not None and month is None and year is not None:
        return None
    marked = bool(match["year_mark"] or match["month_mark"] or (year and month))
    return _Point(year, month, day, match["part"], marked)


def _span(point: _Point, year: int | None) -> Period | None:
    """The days that one point names; None when it names none."""
    if year is None or (point.month is None and point.day is not None):
        return None
    if point.month is None:
        whole = _months(year, 1, 12)
        return Period(whole.end, whole.end) if point.part in ("底", "末") else whole
    if point.day is not None:
        day = date(year, point.month, point.day)
        return None if point.part else Period(day, day)
    first, last = date(year, point.month, 1), _last_day(year, point.month)
    match point.part:
        case "底" | "末":
            return Period(last, last)
        case "上旬":
            return Period(first, first.replace(day=10))
        case "中旬":
            return Period(first.replace(day=11), first.replace(day=20))
        case "下旬":
            return Period(first.replace(day=21), last)
        case _:
            return Period(first, last)


def _months(year: int, first: int, last: int) -> Period:
    return Period(date(year, first, 1), _last_day(year, last))


def _last_day(year: int, month: int) -> date:
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)
