"""Values without their number, and numbers without their unit."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.period import parse_period
from jiping.model.quantity import parse_quantity
from jiping.model.text import squeeze
from jiping.model.traits import trait
from jiping.model.units import unit_kind

NO_TARGET, NO_ACTUAL, NEITHER = 1, 2, 3
MISSING, ONE_SIDE, OVER_HUNDRED, NOT_PERCENT = 1, 2, 3, 4

_DIGIT = re.compile("[0-9０-９]|百分之|[两三四五六七八九十百千]+[个次场家人名项批种户台套天月年]")
_NOTHING = re.compile("无|不适用|不涉及|空|没有")
_BRACKET = re.compile(r"[(（][^()（）]{1,8}[)）]$")
_RATE = ("率", "比例", "比重", "占比", "百分比", "满意度")
_OTHER_RATE = re.compile(
    "(?:效|频|功|速|汇|分辨|容积|曝光|发病|患病|死亡|出生|生育|抚养|帧|倍|概|斜|曲|税|费)率$|容积率"
)
_COUNTED = re.compile(
    "(?:人次|人数|次数|户数|家数|个数|件数|台数|套数|场数|场次|批次|批数|天数|期数|篇数|册数|份数|项数|"
    "户次|班次|条数|辆数|张数|亩数|里程|面积|金额|成本|经费|费用|费|资金|投资|总额|产值|收入)$"
)
_OVER = re.compile(
    "增长|增幅|增加|提高|提升|上升|同比|环比|上年|完成|超额|利用|使用|周转|负载|产销|达产|执行|倍|"
    "收缴|征收|比值|到位|拨备|偿|保值|增值|占有|就业"
)


def _dated(row: Indicator, text: str, year: int | None) -> bool:
    return not row.unit and parse_period(text, year or 2000) is not None


def _numeric(text: str | None, year: int | None) -> bool:
    """Whether a value states a number or a time; prose with a number in it counts too."""
    if not text:
        return False
    return (
        parse_quantity(text) is not None
        or _DIGIT.search(text) is not None
        or parse_period(text, year or 2000) is not None
    )


def number_fault_of(row: Indicator, year: int | None, filled: bool) -> int | None:
    """Which of the two values lacks its number; None where the row is no numeric one.

    ``filled``: whether any row of the form has an actual value; in a table of targets none has.
    """
    said = row.nature in ("positive", "negative", "equal") or row.operator is not None
    if row.nature == "qualitative" or not (row.name or row.target):
        return None
    if row.target and _NOTHING.fullmatch(squeeze(row.target)):
        return None
    target = _numeric(row.target, year)
    if not said and (not row.target or parse_quantity(row.target) is None):
        return None
    actual = _numeric(row.actual, year) or (not row.actual and not filled)
    return (0 if target else NO_TARGET) + (0 if actual else NO_ACTUAL)


@trait("indicator", "int8")
def number_fault(e: Evaluation) -> list[int | None]:
    """定量行缺数: 0 both values hold a number, 1 the target does not, 2 the actual, 3 neither.

    Null for rows that are not numeric: 定性, no direction and no number.
    """
    filled = any(row.actual for row in e.indicators)
    return [number_fault_of(row, e.year, filled) for row in e.indicators]


@trait("indicator", "bool")
def target_measurable(e: Evaluation) -> list[bool | None]:
    """指标值里有数或日期，单独成数或写在句子里都算；null without a name or a target."""
    return [
        _numeric(row.target, e.year) if row.name and row.target else None for row in e.indicators
    ]


def unit_fault_of(row: Indicator, year: int | None) -> int | None:
    """What is wrong with the unit; None where the target is no number."""
    if not row.target or not row.name or _dated(row, row.target, year):
        return None
    return _unit_fault(row.name, row.target, row.actual, row.unit)


@lru_cache(maxsize=4096)
def _unit_fault(name: str, target: str, actual: str | None, unit: str | None) -> int | None:
    aim = parse_quantity(target)
    if aim is None:
        return None
    done = parse_quantity(actual) if actual else None
    plain = name.strip()
    rate = plain.endswith(_RATE) and not _OTHER_RATE.search(plain)
    if unit is None:
        if done is not None and (aim.unit is None) != (done.unit is None):
            return ONE_SIDE
        if aim.unit is None:
            if rate:
                return NOT_PERCENT
            # 变压器3台 names number and unit already.
            named = f"{aim.low}" in plain
            hinted = named or _BRACKET.search(plain) or _COUNTED.search(plain)
            return 0 if hinted else MISSING
    kind = unit_kind(unit or aim.unit)
    if kind == "percent":
        high = max(q.low for q in (aim, done) if q is not None)
        return OVER_HUNDRED if high > 100 and not _OVER.search(plain) else 0
    return NOT_PERCENT if rate and kind in ("count", "money", "time", "length", "area") else 0


@trait("indicator", "int8")
def unit_fault(e: Evaluation) -> list[int | None]:
    """计量单位: 0 right, 1 missing, 2 on one side only, 3 percent above 100, 4 a rate without %.

    Null where the target is no number.
    """
    return [unit_fault_of(row, e.year) for row in e.indicators]
