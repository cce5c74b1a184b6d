"""A share of the points, rounded half up exactly, in a spreadsheet's double precision.

A spreadsheet would make 57.12 of 45.7 ÷ 80 × 100 on some machine some day. Here every step is a
whole number below 2⁵³, which double precision holds exactly: weight in 10⁻⁴ points, dividend and
divisor reduced by their common factor, the product split at 10⁶. Only the first guess is a
floating-point quotient, and the exact remainder corrects it (as `jiping.score.exact` does it).
The numbers also stay below what Excel and LibreOffice treat as equal (15 digits).
"""

from __future__ import annotations

from collections.abc import Callable

from jiping.forms.workbook.column import Column
from jiping.forms.workbook.expression import Node, both, call, either, when

Keep = Callable[[str, Column], Column]
"""Puts a column into a cell of its own and gives the column that reads it."""

WEIGHT_UNIT = 100
"""10⁻⁴ points, in scaled integers."""
SPLIT = 10**6
LARGEST = 10**12
"""Reduced dividends and divisors up to here are divided exactly."""


def divide(keep: Keep, weight: Column, over: Column, under: Column, unit: int) -> Column:
    """``weight`` × ``over`` ÷ ``under``, rounded half up to ``unit`` (scaled integers all).

    Null where one is null, the divisor is not positive or the dividend negative.
    """
    missing = either(
        weight.null, over.null, under.null, call("<=", under.value, 0), call("<", over.value, 0)
    )
    common = keep("公因数", Column(call("GCD", over.value, under.value), missing))
    missing = common.null
    x = keep("被除数", Column(call("/", over.value, common.value), missing)).value
    y = keep("除数", Column(call("/", under.value, common.value), missing)).value
    w = keep(
        "分值万分", Column(call("ROUND", call("/", weight.value, WEIGHT_UNIT), 0), missing)
    ).value
    step = unit // WEIGHT_UNIT
    product = call("/", call("*", w, x), call("*", y, step))
    guess = keep("试商", Column(call("INT", product), missing)).value
    rest = keep("余数", Column(_rest(w, x, call("*", guess, step), y), missing)).value
    divisor = call("*", y, step)
    exact = _corrected(guess, call("*", rest, 2), divisor)
    small = both(call("<=", x, LARGEST), call("<=", y, LARGEST))
    whole = when(small, exact, call("ROUND", product, 0))
    return keep("按比例得分", Column(call("*", whole, unit), missing))


def _rest(w: Node, x: Node, g: Node, y: Node) -> Node:
    """w·x − g·y, the large parts and the small parts each for themselves."""
    high = call("-", call("*", w, _high(x)), call("*", g, _high(y)))
    low = call("-", call("*", w, _low(x)), call("*", g, _low(y)))
    return call("+", call("*", high, SPLIT), low)


def _high(value: Node) -> Node:
    return call("INT", call("/", value, SPLIT))


def _low(value: Node) -> Node:
    return call("-", value, call("*", _high(value), SPLIT))


def _corrected(guess: Node, twice: Node, d: Node) -> Node:
    """The guess moved so that the remainder lies within half a unit, halves upwards."""
    up = when(call(">=", twice, d), 1, 0)
    more = when(call(">=", twice, call("*", d, 3)), 1, 0)
    down = when(call("<", twice, call("-", 0, d)), 1, 0)
    return call("-", call("+", call("+", guess, up), more), down)
