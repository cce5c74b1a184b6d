"""Sums of weights, scores and costs, and how many rows there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.audit.measures import measure

if TYPE_CHECKING:
    from jiping.model.row import Row


@measure("indicator")
def rows(i: Row) -> Any:
    """三级指标行数。"""
    return i.row.count()


@measure("indicator")
def weights(i: Row) -> Any:
    """各指标分值之和；没有一行有分值时为空。"""
    return i.weight.sum()


@measure("indicator")
def weighted_rows(i: Row) -> Any:
    """有分值的指标行数。"""
    return i.weight.count()


@measure("indicator")
def scores(i: Row) -> Any:
    """各指标填报得分之和。"""
    return i.score.sum()


@measure("indicator")
def scored_rows(i: Row) -> Any:
    """填了得分的指标行数。"""
    return i.score.count()


@measure("fund")
def fund_weight(f: Row) -> Any:
    """预算执行率一行（年度资金总额）的分值。"""
    return f.is_scored.ifelse(f.weight, None).max()


@measure("fund")
def fund_score(f: Row) -> Any:
    """预算执行率一行的填报得分。"""
    return f.is_scored.ifelse(f.score, None).max()
