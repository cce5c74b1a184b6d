"""Figures and wordings of a form's cells: what is printed, and the number that it is."""

from __future__ import annotations

import re
from dataclasses import replace

from jiping.forms.drawing import Number
from jiping.model.evaluation import Indicator, Nature, Operator
from jiping.model.quantity import split_unit, split_value
from jiping.model.text import squeeze
from jiping.model.units import is_unit

NATURES: dict[Nature, str] = {
    "positive": "正向",
    "negative": "反向",
    "equal": "等于",
    "qualitative": "定性",
}
OPERATORS: dict[Operator, str] = {
    ">=": "大于等于",
    ">": "大于",
    "=": "等于",
    "<": "小于",
    "<=": "小于等于",
}
SYMBOLS: dict[Operator, str] = {">=": "≥", ">": "＞", "=": "=", "<": "＜", "<=": "≤"}

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?")
_NAME_UNIT = re.compile(r"[(（]([^()（）\d]{1,8})[)）]$")
_EXACT = 15
"""Significant digits that a spreadsheet keeps."""


def number(digits: str | None, before: str = "", behind: str = "") -> Number | None:
    """The number that a spreadsheet can show exactly as ``before + digits + behind``; else None.

    None for what is no plain number, for leading zeros, and for more digits than are kept.
    """
    found = _PLAIN.fullmatch(digits or "")
    if digits is None or found is None or '"' in before + behind:
        return None
    if len(digits.strip("-0.").replace(".", "")) > _EXACT or len(digits) > 2 * _EXACT:
        return None
    if digits.startswith("-") and (before or not digits.strip("-0.")):
        return None
    places = found[1]
    code = "0." + "0" * len(places) if places else "0"
    front = f'"{before}"' if before else ""
    back = f'"{behind}"' if behind else ""
    return Number(digits, f"{front}{code}{back}")


def bare(value: str) -> str:
    """A number without thousands separators; anything else as it stands."""
    plain = value.replace(",", "")
    return plain if "," in value and _PLAIN.fullmatch(plain) else value


def told(row: Indicator) -> tuple[str, str, str]:
    """Operator sign, target and unit as they are printed in one cell: ("≥", "50", "个").

    A part that couldn't be told apart again from what is printed stays out ("").
    """
    target = row.target or ""
    if not target:
        return "", "", ""
    sign = SYMBOLS[row.operator] if row.operator else ""
    unit = row.unit or ""
    for front, back in ((sign, unit), (sign, ""), ("", unit)):
        if front or back:
            operator, value, said = split_value(front + target + back)
            wanted = (row.operator if front else None, target, back or None)
            if (operator, bare(value), said) == wanted:
                return front, target, back
    return "", target, ""


def heard(row: Indicator) -> Indicator:
    """The row as one reads it from cells that hold operator, target and unit together."""
    if row.target is None:
        operator, value, unit = None, None, None
    else:
        operator, value, unit = split_value("".join(told(row)))
        value = bare(value)
    named = _unit_of_name(row.name)
    own = unit or named
    if unit is None and _PLAIN.fullmatch(value or ""):
        unit = named
    actual = row.actual
    if actual is not None:
        shown, other = split_unit(actual)
        actual = actual if other is not None and other != own else bare(shown)
    return replace(row, operator=operator, target=value, unit=unit, actual=actual)


def _unit_of_name(name: str | None) -> str | None:
    """The unit in brackets at the end of a name: it counts where the target has none."""
    found = _NAME_UNIT.search(name or "")
    unit = squeeze(found[1]) if found else ""
    return unit if unit and is_unit(unit) else None
