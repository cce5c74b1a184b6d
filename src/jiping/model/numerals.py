"""Chinese numerals: 一百二十三万四千五百, 壹仟, 两, 二〇二三; exact, or None."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_DIGITS = {
    char: value
    for value, chars in enumerate(
        ("零〇○", "一壹幺", "二贰两弍", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}

NUMERAL = "[零〇○一壹二贰两弍三叁四肆五伍六陆七柒八捌九玖十拾百佰千仟万萬亿億]"
"""Pattern of one character of a Chinese numeral."""

_DECIMAL = re.compile(f"({NUMERAL}+)点([零〇○一二三四五六七八九]+)")


@lru_cache(maxsize=2048)
def chinese_number(text: str) -> Decimal | None:
    """The value of a well-formed Chinese numeral, else None.

    Refused because they name no single number: 三四十 (three or four tens), 百 and 万 without a
    digit (the caller may know better), 二三 (a few).
    """
    match = _DECIMAL.fullmatch(text)
    if match is not None:
        whole = chinese_number(match[1])
        if whole is None:
            return None
        return Decimal(f"{whole}." + "".join(str(_DIGITS[char]) for char in match[2]))
    if not text or any(c not in _DIGITS and c not in _SMALL and c not in _LARGE for c in text):
        return None
    if all(char in _DIGITS for char in text):
        return _positional(text)
    value = _structured(text)
    return None if value is None else Decimal(value)


def _positional(text: str) -> Decimal | None:
    if len(text) > 1 and len(text) < 4 and not set(text) & set("零〇○"):
        return None
    if len(text) > 1 and set(text) & set("两弍"):
        return None
    return Decimal("".join(str(_DIGITS[char]) for char in text))


def _structured(text: str) -> int | None:
    for large in ("亿億", "万萬"):
        at = max(text.rfind(char) for char in large)
        if at >= 0:
            unit = _LARGE[text[at]]
            upper = _structured(text[:at])
            lower, tail = _lower(text[at + 1 :], unit)
            if not upper or lower is None or lower >= unit:
                return None
            return upper * unit + lower * tail
    return _section(text)


def _lower(text: str, unit: int) -> tuple[int | None, int]:
    """What follows 万 or 亿, and its factor: a lone digit counts the next place (一万二)."""
    if not text:
        return 0, 1
    if len(text) == 1 and _DIGITS.get(text):
        return _DIGITS[text], unit // 10
    return _structured(text), 1


def _section(text: str) -> int | None:
    """A numeral below 万: 四千五百, 一百零二, 十二, 一百二 (= 120)."""
    total, ceiling, index = 0, 10_000, 0
    bare = text.lstrip("零〇○") if len(text) > 1 else text
    zero = bare != text
    while index < len(bare):
        digit = _DIGITS.get(bare[index])
        if digit == 0 and len(bare) > 1:
            zero, index = True, index + 1
            continue
        if digit is None:
            # 十二 begins with its unit; 百 and 千 need a digit before them.
            if index or _SMALL.get(bare[index]) != 10:
                return None
            digit = 1
        else:
            index += 1
        if index == len(bare):
            if ceiling == 10_000 or ceiling == 10 or zero:
                return total + digit
            return total + digit * ceiling // 10
        unit = _SMALL.get(bare[index])
        if unit is None or unit >= ceiling:
            return None
        total, ceiling, index, zero = total + digit * unit, unit, index + 1, False
    return None if zero and total and bare[-1] in "零〇○" else total
