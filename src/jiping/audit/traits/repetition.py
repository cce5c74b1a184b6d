"""Indicators of one form that say the same thing twice."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.levels import level2_kind
from jiping.model.quantity import parse_quantity
from jiping.model.text import squeeze
from jiping.model.traits import trait
from jiping.model.units import split_multiplier, unit_kind

SAME_NAME, PART, ONE_EVENT, PRODUCT = 1, 2, 3, 4
Found = tuple[int, int]
"""(number of the earlier row, how the later one repeats it)."""

_TAIL = re.compile(
    "(?:完成)?(?:次数|数量|个数|人数|家数|场次|批次|人次|总数|数|时间|时限|情况|指标|任务|工作)+$"
)
_MARKS = re.compile(r"[^\w]|★")
_ALL = re.compile("国际国内|国内外|国内国际|全国|全部|全体|各类|所有|总(?=[数量人体])|合计")
_PART = re.compile("^其中")
_STOP = frozenset({"完成", "工作", "项目", "数量", "次数", "人数", "资金", "指标", "情况"})
_SIMILAR_NUMERATOR, _SIMILAR_DENOMINATOR = 3, 5
"""Dice coefficient of the names' character pairs from which on two names look alike: 3/5."""


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """A name without brackets, marks and what only says that something is counted."""
    plain = _MARKS.sub("", squeeze(name))
    return _TAIL.sub("", plain) or plain


@lru_cache(maxsize=4096)
def pairs(text: str) -> frozenset[str]:
    """Its pairs of neighbouring characters."""
    return frozenset(text[k : k + 2] for k in range(len(text) - 1))


def _alike(left: str, right: str) -> bool:
    a, b = pairs(left), pairs(right)
    return 2 * len(a & b) * _SIMILAR_DENOMINATOR >= _SIMILAR_NUMERATOR * (len(a) + len(b)) > 0


@lru_cache(maxsize=4096)
def _named_alike(left: str, right: str) -> int:
    """`SAME_NAME`, `PART` or 0, by the wording of two names."""
    if left == right:
        return SAME_NAME
    a, b = core(left), core(right)
    if a == b and len(a) > 2:
        return SAME_NAME
    if not _alike(a, b):
        return 0
    whole = (_ALL.search(a) is not None) != (_ALL.search(b) is not None)
    return PART if whole or _PART.search(a) or _PART.search(b) else 0


def repeats_of(e: Evaluation) -> list[Found | None]:
    """For every row the earlier row that it repeats and how; None where it repeats none."""
    rows = e.indicators
    kinds = [level2_kind(row.level2) for row in rows]
    found: list[Found | None] = [None] * len(rows)
    for j, row in enumerate(rows):
        if not row.name or len(row.name) < 2:
            continue
        for i in range(j):
            if kinds[i] != kinds[j]:
                how = _listed_twice(rows[i], row)
            else:
                how = _how(rows[i], row, kinds[j]) if rows[i].name else 0
            if how:
                found[j] = (i, how)
                break
    _products(rows, kinds, found)
    return found


def _how(a: Indicator, b: Indicator, kind: str | None) -> int:
    if a.unit != b.unit:
        return ONE_EVENT if kind == "quantity" and _one_event(a, b) else 0
    if kind in ("cost", "timeliness"):
        return SAME_NAME if a.name == b.name and a.target == b.target else 0
    how = _named_alike(a.name or "", b.name or "")
    if how == SAME_NAME and a.name != b.name and a.target != b.target:
        return 0
    return how


def _listed_twice(a: Indicator, b: Indicator) -> int:
    """The same indicator with the same target under another second level."""
    return SAME_NAME if a.name == b.name and a.target == b.target and a.unit == b.unit else 0


def _one_event(a: Indicator, b: Indicator) -> bool:
    """Both count to one, of the same thing by their names: 奖励人数 1人, 奖励次数 1次."""
    if not (a.target == a.actual == b.target == b.actual == "1"):
        return False
    return bool((pairs(core(a.name or "")) & pairs(core(b.name or ""))) - _STOP)


def _products(
    rows: tuple[Indicator, ...], kinds: list[str | None], found: list[Found | None]
) -> None:
    """Mark unit prices that with a count give a total which is a row of its own."""
    prices = [k for k, r in enumerate(rows) if unit_kind(r.unit) == "money_rate" and not found[k]]
    for price in prices:
        for total, row in enumerate(rows):
            if unit_kind(row.unit) != "money" or kinds[total] != kinds[price]:
                continue
            if any(_multiplies(rows[price], count, row) for count in rows):
                later, earlier = max(price, total), min(price, total)
                if found[later] is None:
                    found[later] = (earlier, PRODUCT)


def _multiplies(price: Indicator, count: Indicator, total: Indicator) -> bool:
    per = (price.unit or "").partition("/")[2]
    if not per or count.unit != per:
        return False
    return all(
        None not in (p := _base(price, field), c := _base(count, field), t := _base(total, field))
        and p * c == t  # type: ignore[operator]
        for field in ("target", "actual")
    )


def _base(row: Indicator, field: str) -> Decimal | None:
    text = row.target if field == "target" else row.actual
    quantity = parse_quantity(text) if text else None
    if quantity is None or quantity.is_range:
        return None
    unit = (quantity.unit or row.unit or "").partition("/")[0]
    return quantity.low * split_multiplier(unit)[0]


@trait("indicator", "int32")
def repeats(e: Evaluation) -> list[int | None]:
    """与前面哪一行重复: the earlier row's number, -1 where the row repeats none; null without a name."""
    return [
        None if not row.name else (found[0] if found else -1)
        for row, found in zip(e.indicators, repeats_of(e), strict=True)
    ]
