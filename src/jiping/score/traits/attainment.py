"""How far a qualitative target was attained, as the words of the form say it."""

from __future__ import annotations

import re

from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.text import squeeze
from jiping.model.traits import trait

_NOT = re.compile(r"未达成|未完成|未实现|没有完成|未达到|效果较差|不明显|未开展")
_PART = re.compile(r"部分|基本|一定程度|较好|尚未全部|大部分")
_FULL = re.compile(r"达成|完成|实现|达到预期|达标|已|是$")


@trait("indicator", "int8")
def attainment(e: Evaluation) -> list[int | None]:
    """达成程度: 3 attained, 2 partly, 1 not attained, null where the words don't say.

    The actual value repeating the target counts as attained: that is what the filler claims.
    """
    return [_attainment(row) for row in e.indicators]


def _attainment(row: Indicator) -> int | None:
    if not row.actual:
        return None
    actual, target = squeeze(row.actual), squeeze(row.target or "")
    if actual == target:
        return 3
    if _NOT.search(actual):
        return 1
    if _PART.search(actual):
        return 2
    if _FULL.search(actual):
        return 3
    return None
