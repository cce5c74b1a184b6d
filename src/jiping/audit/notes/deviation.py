"""What a finding of deviation adds: how many times the target, which costs, which rows."""

from __future__ import annotations

from decimal import Decimal

from jiping.audit.notes import note
from jiping.audit.traits.costs import costs_of
from jiping.audit.traits.unit_cost import pairs_of
from jiping.model.decimals import divide_half_up, plain
from jiping.model.evaluation import Evaluation
from jiping.model.quantity import parse_quantity

_HUNDRED = Decimal(100)


def _low(text: str | None) -> Decimal:
    quantity = parse_quantity(text)
    return quantity.low if quantity is not None else Decimal(0)


@note
def share_of_target(e: Evaluation, row: int) -> str:
    """完成值是指标值的百分之几."""
    indicator = e.indicators[row]
    share = divide_half_up(_low(indicator.actual) * _HUNDRED, _low(indicator.target), 2)
    return "" if share is None else f"{plain(share)} %"


@note
def costs_added(e: Evaluation, _: int) -> str:
    """相加的各项成本."""
    return "＋".join(
        f"{indicator.name} {indicator.actual}"
        for indicator, cost in zip(e.indicators, costs_of(e), strict=True)
        if cost is not None and cost.counted
    )


@note
def unit_costs(e: Evaluation, row: int) -> str:
    """计划和实际的平均成本."""
    paid = pairs_of(e.indicators)[row]
    if paid is None:
        return ""
    cost, quantity = e.indicators[row], e.indicators[paid]
    planned = divide_half_up(_low(cost.target), _low(quantity.target), 2)
    actual = divide_half_up(_low(cost.actual), _low(quantity.actual), 2)
    return f"计划 {planned}、实际 {actual}"


@note
def equal_values(e: Evaluation, _: int) -> str:
    """完成值恰等于指标值的满意度各行."""
    found = [
        f"“{i.name}”{i.actual}"
        for i in e.indicators
        if "满意" in (i.name or "") and i.actual is not None and i.actual == i.target
    ]
    return "、".join(found) or "没有满意度行"
