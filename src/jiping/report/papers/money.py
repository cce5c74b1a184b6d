"""How much money a finding is about, and sums of amounts that forms print in different units."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from jiping.model.decimals import divide_half_up, half_up, to_decimal

if TYPE_CHECKING:
    from jiping.engine.results import Finding
    from jiping.model.evaluation import Evaluation, FundLine

_AMOUNTS = ("initial", "adjusted", "executed")
_IN_WAN = {"万元": Decimal(1), "元": Decimal("0.0001"), "亿元": Decimal(10000)}


def in_wan(printed: str | None, unit: str | None) -> Decimal | None:
    """A printed amount in 万元, exact; None where it is blank or no number. No unit means 万元."""
    found = to_decimal(printed)
    return None if found is None else found * _IN_WAN[unit or "万元"]


def shown(amount: Decimal | None, digits: int = 2) -> str:
    """An amount for people, half up; "" where there is none."""
    return "" if amount is None else format(half_up(amount, digits), "f")


def main_line(evaluation: Evaluation) -> FundLine | None:
    """年度资金总额: the line of all sources; None where the form has none."""
    return next((line for line in evaluation.funds if line.source == "total"), None)


def total(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is there; None where nothing is (a blank is not zero)."""
    found = [amount for amount in amounts if amount is not None]
    return sum(found, Decimal(0)) if found else None


def rate(executed: Decimal | None, adjusted: Decimal | None) -> Decimal | None:
    """执行率 in percent to two digits, half up; None without a budget."""
    if executed is None or adjusted is None or adjusted == 0:
        return None
    return divide_half_up(executed * 100, adjusted, 2)


def amount_of(evaluation: Evaluation, finding: Finding) -> Decimal | None:
    """The amount in 万元 that a finding is about; None where it is about no money.

    Of a finding about 执行率 it is what was not spent (negative: overspent); of one that compares
    amounts, the difference between them.
    """
    for pointer in finding.targets:
        parts = pointer.split("/")
        if len(parts) != 4 or parts[1] != "funds" or not parts[2].isdigit():
            continue
        unit = evaluation.form.amount_unit
        if parts[3] == "rate" and int(parts[2]) < len(evaluation.funds):
            line = evaluation.funds[int(parts[2])]
            adjusted, executed = in_wan(line.adjusted, unit), in_wan(line.executed, unit)
            return None if adjusted is None or executed is None else adjusted - executed
        if parts[3] in _AMOUNTS and finding.difference is not None and finding.right is not None:
            found = in_wan(finding.difference, unit)
            return None if found is None else abs(found)
    return None
