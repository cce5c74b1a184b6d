"""How a form spreads its points."""

from __future__ import annotations

from jiping.audit.notes import note
from jiping.model.decimals import from_scaled, to_scaled
from jiping.model.evaluation import Evaluation
from jiping.model.levels import LEVEL1, level1_kind


@note
def distribution(e: Evaluation, _: int) -> str:
    """预算执行率和各一级指标各占多少分。"""
    sums: dict[str, int] = {}
    head = next((f for f in e.funds if f.source == "total"), None)
    if head is not None and (own := to_scaled(head.weight)) is not None:
        sums["execution"] = own
    for row in e.indicators:
        kind, weight = level1_kind(row.level1), to_scaled(row.weight)
        if kind is not None and weight is not None:
            sums[kind] = sums.get(kind, 0) + weight
    return "、".join(f"{LEVEL1[kind]} {from_scaled(points)}" for kind, points in sums.items())
