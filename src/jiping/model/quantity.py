"""Quantities as forms write them: ≥50个, 98%以上, 30余家, 80%~90%, 一百二十万元.

`split_value` tells operator, value and unit apart for the reader; `parse_quantity` says what a
value amounts to. Both refuse prose: a text that says more than a quantity is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from jiping.model.decimals import plain
from jiping.model.evaluation import Operator
from jiping.model.numerals import NUMERAL, chinese_number
from jiping.model.patterns import lazy
from jiping.model.text import squeeze
from jiping.model.units import UnitKind, follows_numeral, is_unit, split_multiplier, unit_kind

__all__ = [
    "OPERATORS", "Quantity", "UnitKind", "operator_of", "parse_quantity", "split_unit",
    "split_value", "to_base", "unit_kind",
]  # fmt: skip

_OPERATOR_WORDS: dict[Operator, str] = {
    ">=": (
        ">= => ≥ 大于等于 大于或等于 大于或者等于 不少于 不低于 不小于 不得少于 不得低于 不下于 "
        "应不少于 应不低于 至少 最少 最低 ≥="
    ),
    "<=": (
        "<= =< ≤ 小于等于 小于或等于 小于或者等于 不高于 不超过 不超出 不大于 不多于 不得超过 "
        "不得高于 不得多于 应不超过 至多 最多 最高 控制在不超过 ≤="
    ),
    ">": "> 大于 高于 超过 多于 超出 逾 超",
    "<": "< 小于 低于 少于 不足 不到 未超过",
    "=": "= == 等于",
}
OPERATORS: dict[str, Operator] = {
    word: operator for operator, words in _OPERATOR_WORDS.items() for word in words.split()
}
"""Every way in which an operator is printed in front of a value (after `squeeze`)."""

_SUFFIXES: dict[str, Operator] = {
    "及以上": ">=", "或以上": ">=", "以上": ">=", "(含)以上": ">=", "（含）以上": ">=",
    "及以下": "<=", "或以下": "<=", "以下": "<=", "(含)以下": "<=", "（含）以下": "<=",
    "(含)以内": "<=", "（含）以内": "<=", "及以内": "<=", "以内": "<=", "之内": "<=", "内": "<=",
}  # fmt: skip
_SYMBOLS: dict[Operator, str] = {">=": "≥", ">": ">", "=": "=", "<": "<", "<=": "≤"}

_ARABIC = r"[+-]?(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = rf"(?:{_ARABIC}|{NUMERAL}+(?:点[零〇○一二三四五六七八九]+)?)"
_UNIT = r"[^0-9~～至到以内及或余多左上,，。;；:：!！?？<>=≥≤]{0,15}?"
_TIMES = "(?:十万|百万|千万|万亿|[百千万亿])"
_PREFIX = lazy("(" + "|".join(sorted(map(re.escape, OPERATORS), key=len, reverse=True)) + ")(.+)")
_ABOUT = lazy(r"(大约|约为|大概|将近|接近|约|近)(.+)")
_REACHED = lazy(r"(?:已达到|达到|已完成|完成|达|为|共计|共)(?=[0-9])(.+)")
_HELD = lazy(r"(?:控制在|保持在|维持在)(.+)")
_BODY = lazy(
    rf"(?P<low>{_NUMBER})(?P<more>[余多]?)(?P<times>{_TIMES}?)(?P<more2>[余多]?)"
    rf"(?P<low_unit>{_UNIT})(?P<more3>[余多]?)"
    rf"(?:(?P<dash>[~—–-]|——|至|到)(?P<high>{_NUMBER})(?P<high_unit>{_UNIT}))?"
    r"(?P<about>左右|上下)?整?"
    rf"(?P<suffix>{'|'.join(sorted(map(re.escape, _SUFFIXES), key=len, reverse=True))})?"
)
_PERCENT = lazy(rf"(百分之|千分之)({_NUMBER})(.*)")
_EACH = lazy(r"每([^0-9]{1,4})([0-9].*[^0-9./%])")
_APART = lazy(r"[0-9０-９]\s+[0-9０-９]")
_YEAR = lazy(r"(?:19|20)[0-9]{2}")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """One quantity. A single number is ``low``, with ``high`` None; a range has both.

    ``unit`` is as printed and so is the number before it: "5.8万元" is 5.8 and 万元 (`to_base`
    multiplies). ``approximate``: 约, 近, 余, 多, 左右. ``text`` is what was parsed; it takes no
    part in equality. ``str()`` prints the canonical form, which parses to an equal quantity.
    """

    operator: Operator | None
    low: Decimal
    high: Decimal | None = None
    unit: str | None = None
    approximate: bool = False
    text: str = field(default="", compare=False)

    @property
    def is_range(self) -> bool:
        """Whether it names two bounds."""
        return self.high is not None

    def __str__(self) -> str:
        operator = _SYMBOLS[self.operator] if self.operator else ""
        high = "" if self.high is None else f"~{plain(self.high)}"
        about = "约" if self.approximate else ""
        return f"{operator}{about}{plain(self.low)}{high}{self.unit or ''}"


@dataclass(frozen=True, slots=True)
class _Parts:
    """A quantity, and beside it the printed ``value`` and ``value_unit`` that `split_value` tells.

    ``value`` is None where value and unit can't be cut apart without re-wording.
    """

    quantity: Quantity
    value: str | None
    value_unit: str | None


@lru_cache(maxsize=4096)
def parse_quantity(text: str | None) -> Quantity | None:
    """The quantity that ``text`` is; None for blanks, prose, periods and several numbers.

    "2023.11" is a number here: whether it is a month, only the caller can know
    (`jiping.model.period.parse_period`).
    """
    parts = _parts(text)
    return None if parts is None else parts.quantity


@lru_cache(maxsize=4096)
def split_value(text: str) -> tuple[Operator | None, str, str | None]:
    """Operator, value without operator and unit, unit; digits as printed, in half width.

    "≥50个" → (">=", "50", "个"); "98%以上" → (">=", "98", "%"); "30余家" → (None, "30余", "家").
    Prose, periods and blanks come back whole: "100%覆盖" → (None, "100%覆盖", None).
    """
    parts = _parts(text)
    if parts is None or parts.value is None:
        return None, text, None
    return parts.quantity.operator, parts.value, parts.value_unit


@lru_cache(maxsize=4096)
def split_unit(text: str) -> tuple[str, str | None]:
    """Only the unit told apart, the operator left in place: "≥266米" → ("≥266", "米")."""
    operator, value, unit = split_value(text)
    if unit is None:
        return text, None
    if operator is None:
        return value, unit
    match = _PREFIX.fullmatch(squeeze(text))
    if match is None or not match[2].startswith(value):
        return text, None
    return match[1] + value, unit


@lru_cache(maxsize=512)
def operator_of(text: str | None) -> Operator | None:
    """The operator that a cell of 指标方向 or 指标性质 names: 大于等于, ≧, ═, 不超过; else None."""
    return None if text is None else OPERATORS.get(squeeze(text))


def to_base(quantity: Quantity) -> Quantity:
    """The same quantity without multipliers: 5.8万元 → 58000元, 3万人次 → 30000人次, 5‰ → 0.5%.

    Percent stays percent (80% is 80). A bare multiplier (5万) leaves no unit.
    """
    if quantity.unit is None:
        return quantity
    first, mark, per = _first_unit(quantity.unit)
    if first in ("‰", "千分比"):
        factor, rest = Decimal("0.1"), "%"
    elif first in ("%", "％", "百分比", "%(百分比)"):
        factor, rest = Decimal(1), "%"
    else:
        factor, rest = split_multiplier(first)
    return Quantity(
        quantity.operator,
        quantity.low * factor,
        None if quantity.high is None else quantity.high * factor,
        (rest + mark + per) or None,
        quantity.approximate,
        quantity.text,
    )


def _first_unit(unit: str) -> tuple[str, str, str]:
    text = squeeze(unit)
    match = re.fullmatch(r"([^/·•*×、每]+)([/·•*×、每])(.+)", text)
    return (match[1], match[2], match[3]) if match else (text, "", "")


@lru_cache(maxsize=4096)
def _parts(text: str | None) -> _Parts | None:
    if text is None or len(text) > 2 * _LONGEST or _APART.search(text):
        return None
    body = squeeze(text).rstrip("。;；")
    operator: Operator | None = None
    about, held, reworded = "", False, False
    while body and len(body) <= _LONGEST:
        if match := _PREFIX.fullmatch(body):
            if operator is not None:
                return None
            operator, body = OPERATORS[match[1]], match[2]
        elif match := _ABOUT.fullmatch(body):
            about, body = match[1], match[2]
        elif match := _HELD.fullmatch(body):
            held, body = True, match[1]
        elif match := _REACHED.fullmatch(body):
            reworded, body = True, match[1]
        else:
            parts = _body(text, body, operator, about)
            if parts is None or (held and parts.quantity.operator is None):
                return None
            return _Parts(parts.quantity, None, None) if reworded else parts
    return None


def _body(text: str, printed: str, operator: Operator | None, about: str) -> _Parts | None:
    """What stands after operator and 约: number, unit, second number, 以上."""
    body, per = printed, None
    if match := _PERCENT.fullmatch(body):
        body = match[2] + ("%" if match[1] == "百分之" else "‰") + match[3]
    elif body.startswith("百分百"):
        body = "100%" + body[3:]
    elif match := _EACH.fullmatch(body):
        per, body = match[1], match[2]
    elif (about or operator) and body[0] in "百千万亿":
        body = "一" + body
    match = _BODY.fullmatch(body)
    if match is None:
        return None
    low, high = _number(match["low"]), _number(match["high"])
    more = match["more"] or match["more2"] or match["more3"]
    unit = _unit(match)
    if low is None or unit is None or (match["high"] and (high is None or low > high or more)):
        return None
    if per is not None:
        unit = f"{unit}/{per}"
    if unit and not is_unit(unit):
        return None
    if unit and not match["low"][-1].isdigit() and not follows_numeral(unit):
        return None
    if _is_date(match, unit, operator):
        return None
    if suffix := match["suffix"]:
        if operator not in (None, _SUFFIXES[suffix]) or (suffix == "内" and not unit):
            return None
        operator = _SUFFIXES[suffix]
    quantity = Quantity(
        operator, low, high, unit or None, bool(about or more or match["about"]), text
    )
    if body != printed:
        return _Parts(quantity, None, None)
    second = match["dash"] + match["high"] if match["high"] else ""
    value = about + match["low"] + second + more + (match["about"] or "")
    return _Parts(quantity, value, quantity.unit)


def _unit(match: re.Match[str]) -> str | None:
    """The unit of one or both numbers; None where they contradict each other."""
    low = match["times"] + match["low_unit"]
    high = match["high_unit"]
    if high is not None and low and low != high:
        return None
    unit: str = low if high is None else high
    return "%" if unit in ("%(百分比)", "%（百分比）") else unit


def _number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    if text[0] in "+-0123456789":
        return Decimal(text.replace(",", "").replace("，", ""))
    return chinese_number(text)


def _is_date(match: re.Match[str], unit: str, operator: Operator | None) -> bool:
    """2023年, 12月, 2022-2023, 二〇二三年: a point or stretch of time, no quantity."""
    low, high = match["low"], match["high"]
    if unit in ("年", "年度") and (_YEAR.fullmatch(low) or (len(low) == 4 and not low.isascii())):
        return True
    if high and _YEAR.fullmatch(low) and _YEAR.fullmatch(high):
        return True
    return unit == "月" and operator is None
