"""Who was asked for their satisfaction, how many they were, and whether the form says so."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.audit.traits.overlap import longest_shared
from jiping.model.decimals import SCALED_LIMIT, to_scaled
from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.levels import level1_kind, level2_kind
from jiping.model.quantity import parse_quantity
from jiping.model.traits import trait

_SURVEY = re.compile(
    "问卷|调查|样本|抽样|抽查|回访|访谈|座谈|测评|评议|评价器|评价系统|扫码|打分|投票|电话了解"
)
_OWN = re.compile("干部职工|本单位|单位职工|机关干部|机关职工|内部职工|全体职工|局机关|职工满意")
_REWARDED = re.compile("受奖励|获奖|受表彰|领奖|受奖")
_INSIDE = re.compile(
    "职工|干部|机关|后勤|食堂|办公|运转|工会|体检|物业|人员经费|工资|培训|党建|宿舍|信息化|公用"
)
"""Projects that serve the unit's own people: asking them is right."""
_PEOPLE = frozenset({"人", "名", "位", "户", "家"})
_TRIMMED = re.compile("满意度|满意|人数|人次|数量|指标|户数|调查|服务对象|受益")
_SAMPLE = re.compile(
    "(?:回收|收回|发放|有效)(?:有效)?(?:的)?(?:调查)?问卷[^0-9。；]{0,4}([0-9]+)份"
    "|样本(?:量|数)?[^0-9。；]{0,3}([0-9]+)(?:份|人|户|个)"
)


def _is_satisfaction(row: Indicator) -> bool:
    if level1_kind(row.level1) == "satisfaction" or level2_kind(row.level2) == "satisfaction":
        return True
    return row.level1 is None and row.level2 is None and "满意度" in (row.name or "")


@trait("indicator", "bool")
def is_satisfaction(e: Evaluation) -> list[bool]:
    """是否满意度指标（名称中有“满意”，且列在满意度之下）。"""
    return [_is_satisfaction(r) and "满意" in (r.name or "") for r in e.indicators]


@trait("form", "bool")
def survey_told(e: Evaluation) -> list[bool]:
    """表中是否提到满意度的调查办法（问卷、回访、测评等）。"""
    texts = [e.goal.actual, *(v for v in e.remarks.values())]
    texts += [t for r in e.indicators for t in (r.actual, r.reason)]
    texts += [r.name for r in e.indicators if _is_satisfaction(r)]
    return [any(t and _SURVEY.search(t) for t in texts)]


@trait("indicator", "bool")
def asks_own_people(e: Evaluation) -> list[bool]:
    """满意度的对象是否本单位人员或受奖励者，而项目并非为本单位人员服务。"""
    inside = _INSIDE.search(e.project.name or "") is not None
    return [_is_satisfaction(r) and _own(r.name or "", inside=inside) for r in e.indicators]


def _own(name: str, *, inside: bool) -> bool:
    return _REWARDED.search(name) is not None or (not inside and _OWN.search(name) is not None)


@trait("indicator", "int64")
def asked(e: Evaluation) -> list[int | None]:
    """满意度所问的人数（问卷份数，或名称相符的人数指标的完成值），10⁻⁶；不知道时为空。"""
    return [n for n, _ in _asked(e)]


@trait("indicator", "int32")
def asked_row(e: Evaluation) -> list[int | None]:
    """说明所问人数的那一行指标（行号）；来自文字时为空。"""
    return [row for _, row in _asked(e)]


def _asked(e: Evaluation) -> tuple[tuple[int | None, int | None], ...]:
    return _asked_of(e.indicators, e.goal.actual or "")


@lru_cache(maxsize=64)
def _asked_of(rows: tuple[Indicator, ...], text: str) -> tuple[tuple[int | None, int | None], ...]:
    sample = _SAMPLE.search(text)
    size = to_scaled(sample[1] or sample[2]) if sample else None
    counts = {n: c for n, r in enumerate(rows) if (c := _people(r)) is not None}
    found: list[tuple[int | None, int | None]] = []
    for row in rows:
        if not _is_satisfaction(row):
            found.append((None, None))
        elif size is not None:
            found.append((size, None))
        else:
            found.append(_served(row.name or "", rows, counts))
    return tuple(found)


def _people(row: Indicator) -> int | None:
    """The number of people of a quantity row, scaled."""
    quantity = parse_quantity(row.actual)
    if level2_kind(row.level2) != "quantity" or quantity is None or quantity.is_range:
        return None
    if (quantity.unit or row.unit) not in _PEOPLE:
        return None
    value = int(quantity.low * 1_000_000)
    return value if value < SCALED_LIMIT else None


def _served(
    name: str, rows: tuple[Indicator, ...], counts: dict[int, int]
) -> tuple[int | None, int | None]:
    """The one row of people whose wording fits best; None where two fit equally well."""
    bare = _TRIMMED.sub("", name)
    shared = {n: len(longest_shared(bare, _TRIMMED.sub("", rows[n].name or ""))) for n in counts}
    most = max(shared.values(), default=0)
    best = [n for n, size in shared.items() if size == most]
    if most < 2 or len(best) != 1:
        return None, None
    return counts[best[0]], best[0]
