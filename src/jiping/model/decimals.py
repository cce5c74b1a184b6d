"""The one door for numbers: digits as printed, exact decimals, scaled integers, half up.

No binary floating point passes here. Columns keep numbers as integers of 10⁻⁶ (`to_scaled`).
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from jiping.model.text import squeeze

SCALE = 6
"""Decimal places of a scaled integer: 1 万元 is 1 000 000, and so is 1 point."""
SCALED_LIMIT = 10**18
"""Scaled integers lie in ``-SCALED_LIMIT <= value < SCALED_LIMIT``: a million millions.

Nine of them add up in a 64-bit column, and the product of two with a factor of a hundred fits
the 128 bits that scores are computed in. No form holds more; an account number does.
"""

_LONGEST = 64
"""No form prints a number of more characters; longer ones are text, and cost no time."""
_CONTEXT = Context(prec=256, rounding=ROUND_HALF_UP)
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_PRINTED = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+|(?=\.[0-9]))"
    r"(?:\.(?P<part>[0-9]*))?"
    r"(?P<unit>%|百分比|分|元|万元|亿元|万)?"
)
_BROKEN = re.compile(r"[0-9]\s+[.,，]?\s*[0-9]")
"""White space between digits: two numbers side by side, or one that nobody can vouch for."""


@lru_cache(maxsize=8192)
def number_with_unit(raw: str | None) -> tuple[str, str] | None:
    """The digits of a cell that holds one plain number, and the unit behind them ("" for none).

    "1,234.50万元" → ("1234.50", "万元"), "100.00%" → ("100.00", "%"). Units are those that an
    amount, a rate or a score may carry; other quantities are `jiping.model.quantity`'s.
    """
    if raw is None or len(raw) > _LONGEST or _BROKEN.search(raw):
        return None
    match = _PRINTED.fullmatch(squeeze(raw))
    if match is None:
        return None
    whole = match["whole"].replace(",", "").replace("，", "") or "0"
    part = match["part"]
    digits = f"{whole}.{part}" if part else whole
    return f"-{digits}" if match["sign"] == "-" else digits, match["unit"] or ""


def number_text(raw: str | None) -> str | None:
    """The digits of a cell that holds one plain number, as printed; else None.

    Thousands separators, percent sign, 分 and money units go, full width becomes half width;
    trailing zeros stay: "1,234.50" → "1234.50", "１００" → "100", "100.00%" → "100.00". Dashes,
    blanks, operators, ranges, 万 alone (its digits are not the number) and prose give None.
    """
    found = number_with_unit(raw)
    return None if found is None or found[1] == "万" else found[0]


def to_decimal(text: str | None) -> Decimal | None:
    """The value of digits as `number_text` gives them; None for None, blanks and anything else."""
    digits = number_text(text)
    return None if digits is None else Decimal(digits)


def decimals_of(text: str | None) -> int | None:
    """How many decimal places are printed: "97.50" → 2, "10" → 0; None when it is no number."""
    digits = number_text(text)
    return None if digits is None else len(digits.partition(".")[2])


def half_up(value: Decimal, digits: int) -> Decimal:
    """``value`` with ``digits`` decimal places, halves away from zero (四舍五入), never -0.

    Raises ValueError for a value that is not finite.
    """
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    exponent = Decimal((0, (1,), -digits))
    rounded = value.quantize(exponent, rounding=ROUND_HALF_UP, context=_CONTEXT)
    return rounded if rounded else rounded.copy_abs()


def divide_half_up(dividend: Decimal, divisor: Decimal, digits: int) -> Decimal | None:
    """The quotient rounded once, from the exact ratio; None when the divisor is zero.

    A quotient cut to a working precision and then rounded could be rounded twice; the remainder
    of an integer division cannot.
    """
    if not divisor:
        return None
    shift = max(-_exponent(dividend), -_exponent(divisor), 0)
    upper = _whole(dividend.scaleb(shift, _CONTEXT)) * 10 ** max(digits, 0)
    lower = _whole(divisor.scaleb(shift, _CONTEXT)) * 10 ** max(-digits, 0)
    negative = (upper < 0) != (lower < 0)
    quotient, rest = divmod(abs(upper), abs(lower))
    if 2 * rest >= abs(lower):
        quotient += 1
    sign = 1 if negative and quotient else 0
    return Decimal((sign, tuple(map(int, str(quotient))), -digits))


def plain(value: Decimal) -> str:
    """The shortest exact digits of a decimal, without an exponent: 1E+2 → "100", 2.50 → "2.5"."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def to_scaled(text: str | None, scale: int = SCALE) -> int | None:
    """Digits → integer of 10⁻ˢᶜᵃˡᵉ, exact; digits beyond ``scale`` are rounded half up.

    None when there is no number, and when it does not fit 64 bits: `out_of_range` tells which.
    `decimals_of` tells whether digits were lost.
    """
    value = _scaled(text, scale)
    if value is None or not -SCALED_LIMIT <= value < SCALED_LIMIT:
        return None
    return value


def out_of_range(text: str | None, scale: int = SCALE) -> bool:
    """Whether ``text`` is a number all right, but too large for `to_scaled`."""
    value = _scaled(text, scale)
    return value is not None and not -SCALED_LIMIT <= value < SCALED_LIMIT


def from_scaled(value: int, scale: int = SCALE, digits: int | None = None) -> str:
    """Integer of 10⁻ˢᶜᵃˡᵉ → digits: the shortest exact ones, or ``digits`` places, half up."""
    size = abs(value)
    if digits is not None and digits < scale:
        size, rest = divmod(size, 10 ** (scale - digits))
        size += 2 * rest >= 10 ** (scale - digits)
        places = digits
    else:
        places = scale
    whole, part = divmod(size, 10**places)
    tail = str(part).rjust(places, "0") if places else ""
    tail = tail.rstrip("0") if digits is None else tail.ljust(digits, "0")
    body = f"{whole}.{tail}" if tail else str(whole)
    return f"-{body}" if value < 0 and size else body


def _scaled(text: str | None, scale: int) -> int | None:
    digits = text if text is not None and _PLAIN.fullmatch(text) else number_text(text)
    if digits is None or len(digits) > 4 * _LONGEST:
        return None
    whole, _, part = digits.partition(".")
    value = int(whole.lstrip("-") + part[:scale].ljust(scale, "0"))
    if len(part) > scale and part[scale] >= "5":
        value += 1
    return -value if digits[0] == "-" else value


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {value}")
    return exponent


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_DOWN))
