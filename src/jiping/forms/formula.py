"""Formulas of a form's figures: how one follows from the cells of other pointers.

A formula is data: `value` computes it exactly (decimals, half up) and `excel` says it to a
spreadsheet. A drawing carries a formula only where `value` gives exactly the printed digits, so a
spreadsheet that recalculates shows what was printed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from jiping.model.decimals import divide_half_up, half_up

Kind = Literal["rate", "share", "met", "sum"]
"""rate: 执行数 ÷ 预算数, in percent; share: 分值 × 完成值 ÷ 指标值, at most 分值; met: 分值 where the target is
reached (``operator``), else 0; sum: the sum of all."""
Figures = Callable[[str], Decimal | None]
Address = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Formula:
    """``of`` are pointers: rate (dividend, divisor), share (weight, dividend, divisor), met (weight,
    actual, target), sum (any number). ``digits`` are the decimal places of the result."""

    kind: Kind
    of: tuple[str, ...]
    digits: int
    operator: str = ">="


def value(formula: Formula, figures: Figures) -> Decimal | None:
    """What the formula gives; None where a figure is missing or the divisor is zero."""
    found = [figures(pointer) for pointer in formula.of]
    if formula.kind == "sum":
        return half_up(sum((v for v in found if v is not None), Decimal(0)), formula.digits)
    if any(v is None for v in found):
        return None
    known = [v for v in found if v is not None]
    if formula.kind == "rate":
        return divide_half_up(known[0] * 100, known[1], formula.digits)
    weight, left, right = known
    if formula.kind == "share":
        share = divide_half_up(weight * left, right, formula.digits)
        return None if share is None else min(half_up(weight, formula.digits), share)
    return half_up(weight if _MET[formula.operator](left, right) else Decimal(0), formula.digits)


_MET: dict[str, Callable[[Decimal, Decimal], bool]] = {
    ">=": lambda a, b: a >= b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
}


def excel(formula: Formula, address: Address) -> str:
    """The formula as a spreadsheet takes it, with its leading “=”."""
    cells = [address(pointer) for pointer in formula.of]
    digits = formula.digits
    if formula.kind == "sum":
        return f"=ROUND(SUM({','.join(cells)}),{digits})"
    if formula.kind == "rate":
        return f'=IF(N({cells[1]})=0,"",ROUND({cells[0]}*100/{cells[1]},{digits}))'
    weight, left, right = cells
    if formula.kind == "share":
        return f'=IF(N({right})=0,"",MIN({weight},ROUND({weight}*{left}/{right},{digits})))'
    return f"=IF({left}{formula.operator}{right},{weight},0)"
