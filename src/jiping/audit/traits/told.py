"""What the result text tells of an indicator: "组织30余家企业参展" against 参展企业 30 家.

A number of the text belongs to a row when unit and wording say so, and to no other row equally
well. Doubtful pairs may confirm a row; only certain ones can contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from jiping.audit.traits.overlap import longest_shared
from jiping.model.decimals import SCALED_LIMIT
from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.facts import Fact, facts_in
from jiping.model.quantity import parse_quantity, to_base
from jiping.model.traits import trait
from jiping.model.units import split_multiplier

_PART = re.compile("其中|分别|每|平均|人均|较|比上|同比|上年|去年|往年|累计|上半年|季度|截至")
"""Words that make a number part of a whole, or one of another time."""
_CHANGE = re.compile("增加|增长|提高|提升|上升|下降|减少|降低|缩短|压减|节约")
_CHANGED = re.compile(f"(?:{_CHANGE.pattern})[了近约至]?$")
_PEOPLE = frozenset({"名", "位"})
_SCALE = Decimal(1_000_000)
_LARGEST = 11
"""No text tells of a number of more digits before the point."""


@dataclass(frozen=True, slots=True)
class _Told:
    """The number of the text that stands against a row, in the row's own scale."""

    number: Decimal
    agrees: bool


@trait("indicator", "int64")
def told(e: Evaluation) -> list[int | None]:
    """实际完成情况的文字中与本行对应的数，10⁻⁶；没有说到时为空。"""
    return [_scaled(t.number) if t else None for t in _of(e)]


@trait("indicator", "bool")
def told_agrees(e: Evaluation) -> list[bool | None]:
    """文字中的数与本行完成值是否相容（“30余”指30至39）；没有说到时为空。"""
    return [t.agrees if t else None for t in _of(e)]


def _scaled(number: Decimal) -> int | None:
    value = int(number * _SCALE)
    return value if abs(value) < SCALED_LIMIT else None


def _of(e: Evaluation) -> tuple[_Told | None, ...]:
    if not e.goal.actual:
        return (None,) * len(e.indicators)
    return _match(e.goal.actual, e.indicators)


@lru_cache(maxsize=64)
def _match(text: str, indicators: tuple[Indicator, ...]) -> tuple[_Told | None, ...]:
    rows = {n: r for n, r in enumerate(_row(i) for i in indicators) if r is not None}
    pairs: dict[int, list[tuple[Fact, Decimal, bool]]] = {}
    for fact in facts_in(text):
        unit, times = _unit(fact.unit)
        if unit is None:
            continue
        for n, certain in _pairs(fact, unit, rows):
            _, actual, factor = rows[n]
            number = Decimal(fact.number) / _SCALE * times
            if _agrees(fact, number, times, actual):
                pairs.setdefault(n, []).insert(0, (fact, number / factor, True))
            elif certain:
                pairs.setdefault(n, []).append((fact, number / factor, False))
    return tuple(
        _Told(pairs[n][0][1], pairs[n][0][2]) if n in pairs else None
        for n in range(len(indicators))
    )


def _row(row: Indicator) -> tuple[tuple[str, str], Decimal, Decimal] | None:
    """(name, unit), the actual value without multiplier, and that multiplier."""
    quantity = parse_quantity(row.actual)
    if not row.name or quantity is None or quantity.is_range or quantity.approximate:
        return None
    if quantity.low.adjusted() > _LARGEST:
        return None
    printed = quantity.unit or row.unit
    if printed is None and (target := parse_quantity(row.target)):
        printed = target.unit
    if printed is None or quantity.operator is not None:
        return None
    unit, times = _unit(printed)
    if unit is None:
        return None
    if quantity.unit is not None:
        return (row.name, unit), to_base(quantity).low, times
    return (row.name, unit), quantity.low * times, times


@lru_cache(maxsize=512)
def _unit(printed: str) -> tuple[str | None, Decimal]:
    """Unit without multiplier, and the multiplier; no unit for money, which C-FUND-10 compares."""
    times, unit = split_multiplier(printed)
    if "元" in unit or "/" in unit or not unit:
        return None, times
    if unit in ("百分比", "％"):
        unit = "%"
    return "人" if unit in _PEOPLE else unit, times


_Rows = dict[int, tuple[tuple[str, str], Decimal, Decimal]]


def _pairs(fact: Fact, unit: str, rows: _Rows) -> Iterator[tuple[int, bool]]:
    """The row that the number speaks of, and whether that is certain."""
    if _PART.search(fact.clause) or _PART.search(fact.lead):
        return
    candidates = {n: row[0][0] for n, row in rows.items() if row[0][1] == unit}
    changed = _CHANGED.search(fact.lead) is not None
    shared = {
        n: len(longest_shared(name, fact.clause))
        for n, name in candidates.items()
        if not changed or _CHANGE.search(name)
    }
    if not shared:
        return
    most = max(shared.values())
    best = [n for n, size in shared.items() if size == most]
    if len(best) == 1 and most:
        yield best[0], most >= (3 if unit in ("%", "个") else 2) and _whole(fact)


def _whole(fact: Fact) -> bool:
    return not fact.clause.startswith(("等", "含", "包括"))


def _agrees(fact: Fact, number: Decimal, times: Decimal, actual: Decimal) -> bool:
    match fact.nearness:
        case "more":
            return number <= actual < number + _step(fact) * times
        case "about":
            return abs(actual - number) * 10 <= number
        case "least":
            return actual >= number
        case "most":
            return actual <= number
        case _:
            places = Decimal(1).scaleb(-fact.decimals)
            return (actual / times).quantize(places, rounding=ROUND_HALF_UP) * times == number


def _step(fact: Fact) -> Decimal:
    """What 余 leaves open: 30余 is below 40, 120余 below 130, 100余 below 200."""
    digits = str(fact.number // 1_000_000)
    zeros = len(digits) - len(digits.rstrip("0"))
    return Decimal(10) ** (zeros if fact.decimals == 0 else -fact.decimals)
