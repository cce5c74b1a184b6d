"""Whether the actual value answers the target, or only repeats words from elsewhere."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.audit.traits.measurability import degree_in, is_vague
from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.period import parse_period
from jiping.model.quantity import parse_quantity
from jiping.model.text import squeeze
from jiping.model.traits import trait
from jiping.model.units import unit_kind

_ATTAINED = re.compile(
    "达成|完成|实现|达到|达标|已|部分|基本|未|符合|合格|完好|优|良|是|否|全部|按"
)
_NUMBER = re.compile("[0-9]")
_DEGREE = re.compile(
    "明显|显著|有效|积极|长期|持续|逐步|不断|稳步|良好|较好|一定|大幅|进一步|切实|充分|满意"
)
_MEASURED = frozenset({"percent", "money", "time", "length", "area", "volume", "weight", "count"})
_SHORTEST_COPY = 4


def _shares_bigram(left: str, right: str) -> bool:
    return any(left[k : k + 2] in right for k in range(len(left) - 1))


def is_incomparable(row: Indicator, year: int | None) -> bool | None:
    """Whether target and actual are of different kinds; None where one of them is blank."""
    if not row.target or not row.actual:
        return None
    return _incomparable(row.target, row.actual, row.unit, year or 2000)


@lru_cache(maxsize=4096)
def _incomparable(target: str, actual: str, unit: str | None, year: int) -> bool:
    aim, done = squeeze(target), squeeze(actual)
    if aim == done:
        return False
    wanted, found = parse_quantity(target), parse_quantity(actual)
    if wanted is not None and found is not None:
        # With a unit of its own the row has one unit for both.
        kinds = {unit_kind(q.unit) for q in (wanted, found) if q.unit}
        return unit is None and len(kinds) == 2 and kinds <= _MEASURED
    if wanted is not None or parse_period(target, year) or parse_period(actual, year):
        return False
    if _ATTAINED.search(done) or _NUMBER.search(aim) or _shares_bigram(aim, done):
        return False
    if found is None and _NUMBER.search(done):
        return True
    return is_vague(target) and found is None and not _DEGREE.search(done) and not is_vague(actual)


@trait("indicator", "bool")
def incomparable(e: Evaluation) -> list[bool | None]:
    """指标值和完成值不是一类: a degree against a deed, days against percent. Null where one is blank."""
    return [is_incomparable(row, e.year) for row in e.indicators]


@trait("indicator", "int32")
def copied_from(e: Evaluation) -> list[int | None]:
    """完成值抄自哪一行的指标名称: the row's number (its own or another's), -1 for none.

    Null where the actual value is blank or a number. A value that says that something was done
    (已完成) is no copy, nor is one that repeats its own target.
    """
    return [_copied_from(number, row, e.indicators) for number, row in enumerate(e.indicators)]


def _copied_from(number: int, row: Indicator, rows: tuple[Indicator, ...]) -> int | None:
    if not row.actual or parse_quantity(row.actual) is not None:
        return None
    done = squeeze(row.actual)
    short = len(done) < _SHORTEST_COPY or (degree_in(done) and is_vague(row.actual))
    if short or _ATTAINED.search(done) or done == squeeze(row.target or ""):
        return -1
    if done in (row.name or ""):
        return number
    if len(done) < _SHORTEST_COPY + 2:
        return -1
    return next((k for k, other in enumerate(rows) if done in (other.name or "")), -1)
