"""Periods that are written as values: 2023.1-12, 2023年9-12月, 2023.11, 2021年底."""

from __future__ import annotations

from datetime import date

from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.levels import level2_kind
from jiping.model.period import Period, parse_period
from jiping.model.traits import trait


def _day(day: date | None) -> int | None:
    return None if day is None else day.year * 10_000 + day.month * 100 + day.day


def _period(row: Indicator, text: str | None, year: int | None) -> Period | None:
    """A value is read as a period only where a number can't be meant."""
    if not text or row.unit or row.operator:
        return None
    if row.nature in ("positive", "negative", "equal"):
        return None
    if row.nature is None and level2_kind(row.level2) != "timeliness":
        return None
    return parse_period(text, year)


@trait("indicator", "int32")
def target_start(e: Evaluation) -> list[int | None]:
    """First day of the target period as yyyymmdd; null where the target is no period."""
    periods = (_period(r, r.target, e.year) for r in e.indicators)
    return [_day(p.start) if p else None for p in periods]


@trait("indicator", "int32")
def target_end(e: Evaluation) -> list[int | None]:
    """Last day of the target period as yyyymmdd; null where the target is no period."""
    periods = (_period(r, r.target, e.year) for r in e.indicators)
    return [_day(p.end) if p else None for p in periods]


@trait("indicator", "int32")
def actual_start(e: Evaluation) -> list[int | None]:
    """First day of the actual period as yyyymmdd; null where the value is no period."""
    periods = (_period(r, r.actual, e.year) for r in e.indicators)
    return [_day(p.start) if p else None for p in periods]


@trait("indicator", "int32")
def actual_end(e: Evaluation) -> list[int | None]:
    """Last day of the actual period as yyyymmdd; null where the value is no period."""
    periods = (_period(r, r.actual, e.year) for r in e.indicators)
    return [_day(p.end) if p else None for p in periods]
