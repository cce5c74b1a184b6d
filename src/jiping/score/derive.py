"""推算过程: the calculation behind a score in words and numbers, for people.

The engine computes; this only tells. A test holds that what is told ends in what was computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, localcontext

from jiping.model.decimals import divide_half_up, half_up, plain

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one row. ``score`` is what the engine computed, ``printed`` what was filled."""

    weight: Decimal
    score: Decimal
    target: Decimal = Decimal(0)
    actual: Decimal = Decimal(0)
    target_text: str = ""
    actual_text: str = ""
    printed: Decimal | None = None
    printed_text: str = "（空）"
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(0)
    attainment: int | None = None
    late: bool = False
    cut: Decimal | None = None
    satisfaction_full: Decimal = HUNDRED

    def points(self, value: Decimal) -> str:
        """A number of points with the digits it needs, at most two."""
        return plain(half_up(value, 2))

    def division(self, dividend: Decimal, divisor: Decimal) -> str:
        """“45.70 ÷ 80.00 = 57.125 % → 57.13 %”."""
        return division(plain(dividend), plain(divisor), dividend, divisor)

    def share(self, dividend: Decimal, divisor: Decimal | int) -> str:
        """The ratio as percent, then weight × ratio → points."""
        base = Decimal(divisor)
        return f"{self.division(dividend, base)}；{times(self.weight, dividend, base)}"


def division(left: str, right: str, dividend: Decimal, divisor: Decimal) -> str:
    """A quotient in percent: exact digits where they end, else cut and marked, then rounded."""
    exact, ends = _digits(dividend * HUNDRED, divisor)
    rounded = divide_half_up(dividend * HUNDRED, divisor, 2)
    text = f"{left} ÷ {right} {'=' if ends else '≈'} {exact} %"
    return text if ends and rounded == Decimal(exact) and _short(exact) else f"{text} → {rounded} %"


def times(weight: Decimal, dividend: Decimal, divisor: Decimal) -> str:
    """“10 × 57.125 % = 5.7125 → 5.71”."""
    percent, ends = _digits(dividend * HUNDRED, divisor)
    product, product_ends = _digits(weight * dividend, divisor)
    rounded = divide_half_up(weight * dividend, divisor, 2)
    sign = "=" if product_ends else "≈"
    text = f"{plain(weight)} × {percent}{'' if ends else '…'} % {sign} {product}"
    return text if product_ends and _short(product) else f"{text} → {rounded}"


def _short(digits: str) -> bool:
    return len(digits.partition(".")[2]) <= 2


def _digits(dividend: Decimal, divisor: Decimal) -> tuple[str, bool]:
    """The quotient to at most six decimals, cut, and whether it ends there."""
    with localcontext() as context:
        context.prec = 60
        cut = (dividend / divisor).quantize(Decimal("0.000001"), rounding=ROUND_DOWN)
        return plain(cut), cut * divisor == dividend
