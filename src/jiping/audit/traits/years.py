"""Years of the title, the project's name and the time targets against the form's year."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.levels import level2_kind
from jiping.model.period import parse_period
from jiping.model.text import half_width
from jiping.model.traits import trait

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])(?=\s*(?:年|[-—~至到]|\.))")
_RANGE = re.compile(r"(20[0-9]{2})\s*年?\s*[-—–~至到]+\s*(20[0-9]{2})")


@trait("form", "int32")
def name_year(e: Evaluation) -> list[int | None]:
    """项目名称中的年度；没有写时为空。写有几个年度而其中有表的年度时，取表的年度。"""
    return [_named(e.project.name, e.year)]


@trait("form", "int32")
def title_year(e: Evaluation) -> list[int | None]:
    """表名中的年度；没有写时为空。"""
    return [_named(e.form.title, e.year)]


@trait("form", "bool")
def name_year_told(e: Evaluation) -> list[bool]:
    """目标或完成情况的文字是否说到项目名称中的那个年度。"""
    year = _named(e.project.name, e.year)
    texts = (e.goal.expected or "", e.goal.actual or "")
    return [year is not None and any(f"{year}年" in text for text in texts)]


@trait("form", "int32")
def other_year_values(e: Evaluation) -> list[int]:
    """指标值或完成值写着别的年度的时间指标行数。"""
    return [len(other_years(e))]


def other_years(e: Evaluation) -> list[str]:
    """Pointers of the time values that lie wholly outside the form's year."""
    if e.year is None:
        return []
    return [
        f"/indicators/{k}/{field}"
        for k, row in enumerate(e.indicators)
        for field in ("target", "actual")
        if _outside(row, getattr(row, field), e.year)
    ]


def _outside(row: Indicator, text: str | None, year: int) -> bool:
    if not text or row.unit or row.operator or level2_kind(row.level2) != "timeliness":
        return False
    return "20" in text and _period_outside(text, year)


@lru_cache(maxsize=4096)
def _period_outside(text: str, year: int) -> bool:
    period = parse_period(text, year)
    if period is None or period.start is None or period.end is None:
        return False
    return period.end.year < year or period.start.year > year


@lru_cache(maxsize=4096)
def _named(text: str | None, year: int | None) -> int | None:
    if not text:
        return None
    flat = half_width(text)
    years = [int(y) for y in _YEAR.findall(flat)]
    for first, last in _RANGE.findall(flat):
        years += range(int(first), int(last) + 1)
    if not years:
        return None
    return year if year in years else years[0]
