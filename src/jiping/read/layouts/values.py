"""From the wording of one cell to the value it prints: digits, operator, unit, code.

Digits are never changed: thousands separators, unit and percent sign fall away, nothing else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, cast

from jiping.model.evaluation import Named, Operator
from jiping.read.layouts.lexicon import OPERATORS, UNITS
from jiping.read.layouts.words import clean, narrow

_NUMBER = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(%|分|万元|亿元|元|万)?")
_OPERATORS = "|".join(sorted(map(re.escape, OPERATORS), key=len, reverse=True))
_VALUE = re.compile(rf"({_OPERATORS})?(-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(.*)", re.S)
_AFTER: Final = {
    "以上": ">=",
    "以下": "<=",
    "以内": "<=",
    "及以上": ">=",
    "及以下": "<=",
    "(含)以上": ">=",
}
_UNIT = re.compile(r"[一-龥A-Za-z%‰℃/·*、.()]{1,10}")
_CODED = (
    re.compile(r"\[([0-9A-Za-z]{2,})\]\s*(.+)", re.S),
    re.compile(r"([0-9][0-9A-Za-z]{2,})\s*[-—–－]\s*(.+)", re.S),
)
_NAME_UNIT = re.compile(r"[(（]([^()（）\d]{1,8})[)）]$")


@lru_cache(maxsize=65536)
def number(text: str) -> tuple[str | None, str]:
    """Digits as printed and the unit behind them (“100.00%” → "100.00", "%"); None, "" for none."""
    found = _NUMBER.fullmatch(narrow(text))
    if found is None:
        return None, ""
    return found[1].replace(",", ""), found[2] or ""


@lru_cache(maxsize=65536)
def measure(text: str) -> tuple[Operator | None, str, str | None]:
    """Operator, value and unit of a cell that holds them together.

    “≥50个” → (">=", "50", "个"); “98%以上” → (">=", "98", "%"); a wording that is not one number
    with an optional operator and unit comes back whole: (None, text, None).
    """
    flat = narrow(text)
    found = _VALUE.fullmatch(flat)
    if found is None:
        return None, text, None
    sign, digits, rest = found[1], found[2], found[3]
    operator = OPERATORS[sign] if sign else None
    digits = digits.replace(",", "")
    if not rest:
        return cast("Operator | None", operator), digits, None
    if operator is None:
        for tail, meaning in _AFTER.items():
            if rest.endswith(tail):
                rest, operator = rest[: -len(tail)], meaning
                break
    if rest and not _is_unit(rest, digits):
        return None, text, None
    return cast("Operator | None", operator), digits, rest or None


def _is_unit(rest: str, digits: str) -> bool:
    if rest in ("年", "月", "日", "号", "年度"):
        return rest == "年" and len(digits) < 3
    if rest in UNITS or rest in ("万", "余人", "余家", "余个", "人(户)"):
        return True
    if "/" in rest or "·" in rest:
        return _UNIT.fullmatch(rest) is not None
    return len(rest) <= 2 and _UNIT.fullmatch(rest) is not None and rest not in _NOT_UNITS


_NOT_UNITS: Final = frozenset(
    ("以上", "以下", "左右", "完成", "底", "月底", "覆盖", "余", "多", "达标", "及时")
)


@lru_cache(maxsize=4096)
def unit_of_name(name: str) -> str | None:
    """The unit that a name carries in brackets at its end: “运行费用(万元)” → 万元."""
    found = _NAME_UNIT.search(name)
    if found is None:
        return None
    unit = narrow(found[1])
    return unit if unit in UNITS else None


@lru_cache(maxsize=4096)
def named(raw: str) -> Named:
    """A name and the code printed in front of it: “219001-某局”, “[155]某局”."""
    text = clean(raw)
    flat = text.translate({0x3010: "[", 0x3011: "]"})
    for pattern in _CODED:
        found = pattern.fullmatch(flat)
        if found is not None and not re.match(r"(?:19|20)\d\d$", found[1]):
            return Named(found[2].strip(), found[1])
    return Named(text or None)
