"""From the wording of one cell to the value it prints: digits, operator, unit, code.

Digits are never changed: thousands separators, unit and percent sign fall away, nothing else.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.model.evaluation import Named, Operator
from jiping.model.patterns import lazy
from jiping.model.quantity import split_unit, split_value
from jiping.model.units import is_unit
from jiping.read.layouts.words import clean, narrow

_NUMBER = lazy(r"(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(%|分|万元|亿元|元|万)?")
_CODED = (
    lazy(r"\[([0-9A-Za-z]{2,})\]\s*(.+)", re.S),
    lazy(r"([0-9][0-9A-Za-z]{2,})\s*[-—–－]\s*(.+)", re.S),
)
_NAME_UNIT = lazy(r"[(（]([^()（）\d]{1,8})[)）]$")


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
    operator, value, unit = split_value(text)
    return operator, _plain(value), unit


@lru_cache(maxsize=65536)
def achieved(text: str, unit: str | None) -> str:
    """An actual value without the unit that it shares with its target; its operator stays.

    “≥266米” beside a target in 米 is “≥266”; “100%” beside a target without % stays whole.
    """
    value, own = split_unit(text)
    return text if own is not None and own != unit else _plain(value)


def _plain(value: str) -> str:
    """A number without thousands separators; anything else as it stands."""
    return value.replace(",", "") if "," in value and _NUMBER.fullmatch(value) else value


@lru_cache(maxsize=4096)
def unit_of_name(name: str) -> str | None:
    """The unit that a name carries in brackets at its end: “运行费用(万元)” → 万元."""
    found = _NAME_UNIT.search(name)
    if found is None:
        return None
    unit = narrow(found[1])
    return unit if is_unit(unit) else None


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
