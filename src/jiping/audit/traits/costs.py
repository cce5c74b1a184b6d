"""Cost rows that add up to money spent, in the form's own unit of amounts.

Additive are rows of 成本 in 元, 万元 or 亿元; not unit prices (元/人, 人均…, …标准), not savings, not
rates. A cost listed twice, or a total listed beside its parts, is told apart and counted once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from jiping.model.decimals import SCALED_LIMIT, half_up, to_decimal
from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.levels import level1_kind, level2_kind
from jiping.model.quantity import Quantity, parse_quantity
from jiping.model.traits import trait
from jiping.model.units import split_multiplier

_MONEY = frozenset({"元", "圆", "块", "人民币", "人民币元"})
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
_YUAN = {"元": Decimal(1), "万元": _WAN, "亿元": _YI, "万": _WAN, "亿": _YI}
_SCALE = Decimal(1_000_000)
_NOT_ADDED = re.compile(
    "[人户次生亩床日天月年学时个平]均|均(?:成本|费用)|单价|单位成本|单项|每|标准|定额"
    "|节约|节省|结余|压减|降低|减少|下降|增加|增长|损失|收入"
)
_DOUBTED = Decimal("0.02")
"""万元: what a sum of costs may be off the amount spent before anything is called double."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One additive row: amounts in the form's unit, the actual amount also with its digits."""

    target: Decimal | None
    actual: Decimal | None
    digits: str = ""
    same_as: int | None = None
    is_sum: bool = False

    @property
    def counted(self) -> bool:
        """Whether the row is no double of others."""
        return self.same_as is None and not self.is_sum


@trait("form", "int64")
def wan_cent(e: Evaluation) -> list[int | None]:
    """0.01 万元折成本表金额单位，10⁻⁶；表中没有写明金额单位时为空。"""
    unit = e.form.amount_unit
    return [None if unit is None else int(Decimal(100) / _YUAN[unit] * _SCALE)]


@trait("indicator", "bool")
def additive_cost(e: Evaluation) -> list[bool]:
    """是否以金额计、可以相加的成本行。"""
    return [c is not None for c in costs_of(e)]


@trait("indicator", "int64")
def cost_target(e: Evaluation) -> list[int | None]:
    """可以相加的成本行的指标值，折成本表金额单位；重复列示的行为空。"""
    return [_scaled(c.target) if c and c.counted else None for c in costs_of(e)]


@trait("indicator", "int64")
def cost_actual(e: Evaluation) -> list[int | None]:
    """可以相加的成本行的完成值，折成本表金额单位；重复列示的行为空。"""
    return [_scaled(c.actual) if c and c.counted else None for c in costs_of(e)]


@trait("indicator", "int32")
def same_cost_as(e: Evaluation) -> list[int | None]:
    """与前面哪一行是同一笔成本（行号）。"""
    return [c.same_as if c else None for c in costs_of(e)]


@trait("indicator", "bool")
def sums_other_costs(e: Evaluation) -> list[bool]:
    """完成值是否恰为其余各成本行之和。"""
    return [c is not None and c.is_sum for c in costs_of(e)]


def _scaled(amount: Decimal | None) -> int | None:
    if amount is None:
        return None
    value = int(half_up(amount * _SCALE, 0))
    return value if abs(value) < SCALED_LIMIT else None


def costs_of(e: Evaluation) -> tuple[Cost | None, ...]:
    """The additive cost of every row; None for rows that are none."""
    total = next((f for f in e.funds if f.source == "total"), None)
    return _costs(e.indicators, e.form.amount_unit, total.executed if total else None)


@lru_cache(maxsize=64)
def _costs(
    indicators: tuple[Indicator, ...], amount_unit: str | None, executed: str | None
) -> tuple[Cost | None, ...]:
    if amount_unit is None:
        return (None,) * len(indicators)
    costs = [_cost(row, _YUAN[amount_unit]) for row in indicators]
    spent = to_decimal(executed)
    tolerance = _DOUBTED * _WAN / _YUAN[amount_unit]
    return tuple(_without_doubles(costs, spent, tolerance))


def _cost(row: Indicator, amount_unit: Decimal) -> Cost | None:
    kind = level2_kind(row.level2)
    if kind in ("social_cost", "ecological_cost"):
        return None
    if kind not in ("cost", "economic_cost") and level1_kind(row.level1) != "cost":
        return None
    if row.name and _NOT_ADDED.search(row.name):
        return None
    target, actual = parse_quantity(row.target), parse_quantity(row.actual)
    if actual is not None and actual.operator is not None:
        actual = None  # "≤50" repeats the limit; it says no amount
    factors = [_factor(q, row.unit) for q in (target, actual) if q is not None]
    if not factors or None in factors:
        return None
    return Cost(
        _amount(target, row.unit, amount_unit),
        _amount(actual, row.unit, amount_unit),
        str(actual.low) if actual else "",
    )


def _factor(quantity: Quantity, unit: str | None) -> Decimal | None:
    """元 in the unit of the quantity; None where it is not in money."""
    own = quantity.unit or unit
    if own in ("万", "亿"):
        return _YUAN[own]
    times, rest = split_multiplier(own or "")
    if rest in _MONEY:
        # "5万" in a column headed 元 is 5 万元; "5" in a column headed 万元 too.
        return times
    return None


def _amount(quantity: Quantity | None, unit: str | None, amount_unit: Decimal) -> Decimal | None:
    if quantity is None or quantity.is_range:
        return None
    factor = _factor(quantity, unit)
    return None if factor is None else quantity.low * factor / amount_unit


def _without_doubles(
    costs: list[Cost | None], spent: Decimal | None, tolerance: Decimal
) -> list[Cost | None]:
    """Doubles are looked for only where all rows together come to more than was spent."""
    known = [(n, c, c.actual) for n, c in enumerate(costs) if c is not None and c.actual]
    whole = sum((a for _, _, a in known), Decimal(0))
    if spent is None or whole - spent <= tolerance:
        return costs
    found = list(costs)
    for place, (n, cost, _) in enumerate(known):
        for earlier, other, _ in known[:place]:
            if found[earlier] == other and _same(cost, other):
                found[n] = replace(cost, same_as=earlier)
                break
    left = [(n, c, a) for n, c, a in known if found[n] == c]
    if len(left) >= 3:
        whole = sum((a for _, _, a in left), Decimal(0))
        for n, cost, amount in left:
            if amount * 2 == whole and whole - spent > tolerance:
                found[n] = replace(cost, is_sum=True)
                break
    return found


def _same(one: Cost, two: Cost) -> bool:
    """Equal to the digits of the shorter, cut or rounded; a few digits alone prove nothing."""
    assert one.actual is not None  # noqa: S101 - only rows with an amount are compared
    assert two.actual is not None  # noqa: S101
    if one.actual == two.actual:
        short = one.digits
    else:
        places = [-int(Decimal(c.digits).as_tuple().exponent) for c in (one, two)]
        shorter, longer = (one, two) if places[0] < places[1] else (two, one)
        short = shorter.digits
        step = Decimal(1).scaleb(-min(places))
        digits = Decimal(longer.digits)
        if not (digits - step < Decimal(short) <= digits + step / 2):
            return False
        if shorter.actual is None or longer.actual is None:
            return False
        if abs(shorter.actual - longer.actual) * 1000 > abs(longer.actual):
            return False  # the same digits in different units
    figures = len(short.replace(".", "").strip("0"))
    return figures >= 4 or (figures >= 2 and one.target is not None and one.target == two.target)
