"""How targets stand among those of the same indicator in many forms, where a library is given."""

from __future__ import annotations

from jiping.model.evaluation import Evaluation
from jiping.model.peers import Standing, peers
from jiping.model.traits import trait


def _standings(e: Evaluation) -> list[Standing | None]:
    others = peers()
    return [others.standing(row, e) if others is not None else None for row in e.indicators]


@trait("indicator", "int32")
def peer_count(e: Evaluation) -> list[int | None]:
    """指标库中同类指标、同一单位的年度指标值个数；没有用指标库为空，库中没有同类的为 0。"""
    none = 0 if peers() is not None else None
    return [found.count if found is not None else none for found in _standings(e)]


@trait("indicator", "int32")
def peer_place(e: Evaluation) -> list[int | None]:
    """年度指标值在同类指标中由小到大的百分位（0—100）；没有可比的为空。"""
    return [found.percentile if found is not None else None for found in _standings(e)]
