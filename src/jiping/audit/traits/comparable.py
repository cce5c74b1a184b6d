"""Whether target and actual value of a row are counted in the same unit, and what stands beside."""

from __future__ import annotations

from functools import lru_cache

from jiping.model.evaluation import Evaluation
from jiping.model.quantity import parse_quantity, split_value
from jiping.model.text import squeeze
from jiping.model.traits import trait

_NOTHING = frozenset({"", "无", "没有", "无偏差", "无偏离", "不适用", "/", "-", "—", "——", "－"})
"""What a cell of reasons holds that gives none."""


@trait("indicator", "bool")
def same_unit(e: Evaluation) -> list[bool]:
    """指标值和完成值的计量单位是否相同（“5万人次”与“52000”不同，不能直接相比）。"""
    return [counted_alike(r.target, r.actual, r.unit) for r in e.indicators]


@trait("indicator", "bool")
def reason_given(e: Evaluation) -> list[bool]:
    """偏差原因栏是否写了内容；“无”“/”不算。"""
    return [bool(r.reason) and squeeze(r.reason or "") not in _NOTHING for r in e.indicators]


@lru_cache(maxsize=4096)
def counted_alike(target: str | None, actual: str | None, unit: str | None) -> bool:
    """Whether both are quantities in one unit, as far as the form says units."""
    if parse_quantity(target) is None or parse_quantity(actual) is None:
        return False
    own = [split_value(text)[2] or unit or "" for text in (target or "", actual or "")]
    one, two = (word.removesuffix("以上") for word in own)
    return one == two or not one or not two
