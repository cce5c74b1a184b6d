"""The computed total and what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.audit.measures import measure

if TYPE_CHECKING:
    from jiping.model.row import Row


@measure("fund")
def fund_computed(f: Row) -> Any:
    """重算的预算执行率得分。"""
    return f.is_scored.ifelse(f.computed, None).max()


@measure("indicator")
def computed_sum(i: Row) -> Any:
    """各指标重算得分之和；无法按数计分的行取填报得分。"""
    return i.computed.fill_null(i.score).sum()


@measure("indicator")
def uncomputed(i: Row) -> Any:
    """有分值而既算不出、也没有填报得分的行数。"""
    return (i.weight.notnull() & i.computed.isnull() & i.score.isnull()).ifelse(1, 0).sum()
