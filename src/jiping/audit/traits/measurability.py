"""Whether a target can be measured at all: vague words, undefined ratios, numbers for show."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.quantity import parse_quantity
from jiping.model.text import squeeze
from jiping.model.traits import trait

VAGUE, UNDEFINED, FOR_SHOW = 1, 2, 3

_CORE = (
    "有效|积极|明显|显著|长期|中长期|持续|可持续|逐步|逐年|不断|稳步|良好|较好|"
    "一定|大幅|进一步|切实|充分|合理|促进|推进|推动|提升|提高|改善|增强|加强|带动|"
    "保障|满意|较为满意|基本满意|优良|强化|深化"
)
"""A value made of these tells a direction, never how far."""
_FILLING = (
    "效果|效益|成效|作用|影响|程度|水平|发展|增加|加快|完善|优化|实现|发挥|得到|"
    "有所|取得|健康|稳定|正常|较大|较强|较高|基本|非常|更加|较|很|强|高|大|好|"
    "优|的|地|了|并|和|且|及|、|,|，|。|;|；|[.]"
)
"""Words that add nothing to the measure beside the core words."""
_MANNER = re.compile("明显|显著|有效|积极|良好|较好|长期|持续|充分|切实")
_CHANGE = re.compile("提高|提升|增长|增加|上升|下降|降低|减少|缩短|压减")
_PERCENT = re.compile(r"[0-9](?:\.[0-9]+)?%|百分之")
_UNDEFINED = re.compile(
    "(?:成果|成效|效果|效益|影响|促进|推动|推进|带动|作用|发挥|宣传覆盖|宣传|调研|工作)率$"
)
_WISH = re.compile(
    "(?:有效|切实|进一步|显著|持续|不断|积极|大力|逐步|稳步|全面)*"
    "(?:促进|推动|推进|提升|提高|增强|改善|保障|维护|带动|丰富|激发|营造|加强|优化|完善)"
)
_MEASURE = re.compile("[率比占量额值数度幅]|水平|比例")
_LONGEST = 24


_HAS_CORE = re.compile(_CORE)
_ALL_VAGUE = re.compile(f"(?:{_CORE}|{_FILLING})+")


@lru_cache(maxsize=4096)
def is_vague(text: str) -> bool:
    """Whether a value consists of nothing but words of degree and direction."""
    body = squeeze(text)
    return (
        len(body) <= _LONGEST
        and _HAS_CORE.search(body) is not None
        and _ALL_VAGUE.fullmatch(body) is not None
    )


def degree_in(text: str) -> bool:
    """Whether a text says anything of how far or how well."""
    return _HAS_CORE.search(text) is not None


def fault_of(row: Indicator) -> int | None:
    """What makes the row's target unmeasurable; 0 where nothing does, None without a target."""
    if not row.target or not row.name:
        return None
    return _fault(row.name, row.target, row.unit, row.level1)


@lru_cache(maxsize=4096)
def _fault(name: str, target: str, unit: str | None, level1: str | None) -> int:
    if is_vague(target):
        return VAGUE
    body, plain = squeeze(target), name.strip()
    if plain[-1:] == "率" and _UNDEFINED.search(plain):
        return UNDEFINED
    quantity = parse_quantity(target)
    if quantity is None:
        mixed = _PERCENT.search(body) and _MANNER.search(body) and not _CHANGE.search(body)
        return FOR_SHOW if mixed else 0
    percent = "%" in (unit or quantity.unit or "")
    wish = level1 == "效益指标" and _WISH.match(plain) and not _MEASURE.search(plain)
    return FOR_SHOW if percent and wish and 80 <= quantity.low <= 100 else 0


@trait("indicator", "int8")
def measurability(e: Evaluation) -> list[int | None]:
    """指标值能否衡量: 0 yes, 1 only vague words, 2 a ratio nobody defined, 3 a percentage for show.

    Null where the row has no target or no name.
    """
    return [fault_of(row) for row in e.indicators]
