"""How many rows reached their target, and how many hit it exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.audit.measures import measure
from jiping.score.exact import ONE

if TYPE_CHECKING:
    from jiping.model.row import Row


@measure("indicator")
def output_scored(i: Row) -> Any:
    """有分值、有得分的产出指标行数。"""
    return (_output(i) & i.score.notnull()).ifelse(1, 0).sum()


@measure("indicator")
def output_full(i: Row) -> Any:
    """得满分的产出指标行数。"""
    return (_output(i) & (i.score == i.weight)).ifelse(1, 0).sum()


@measure("indicator")
def outputs_missed(i: Row) -> Any:
    """产出指标（成本除外）中没有达到指标值的行数。"""
    deed = _output(i) & ~i.level2.isin(("cost",)).fill_null(False)
    return (deed & ~i.reached.fill_null(True)).ifelse(1, 0).sum()


def _output(i: Row) -> Any:
    return (i.level1 == "output") & (i.weight > 0)


@measure("indicator")
def open_rows(i: Row) -> Any:
    """定量且可以高于或低于指标值的行数；指标值为 100 % 的不计。"""
    return _open(i).ifelse(1, 0).sum()


@measure("indicator")
def hit_rows(i: Row) -> Any:
    """其中完成值恰等于指标值的行数。"""
    return (_open(i) & (i.actual == i.target)).ifelse(1, 0).sum()


def _open(i: Row) -> Any:
    full = (i.unit_kind == "percent") & (i.target == 100 * ONE)
    return i.numeric & i.same_unit & ~i.dated & ~full.fill_null(False)


@measure("indicator")
def satisfaction_rows(i: Row) -> Any:
    """有完成值的满意度指标行数。"""
    return _asked(i).ifelse(1, 0).sum()


@measure("indicator")
def satisfaction_numeric(i: Row) -> Any:
    """指标值和完成值都是数的满意度指标行数。"""
    return (_asked(i) & i.numeric).ifelse(1, 0).sum()


@measure("indicator")
def satisfaction_hit(i: Row) -> Any:
    """完成值恰等于指标值的满意度指标行数。"""
    return (_asked(i) & i.numeric & (i.actual == i.target)).ifelse(1, 0).sum()


@measure("indicator")
def satisfaction_first(i: Row) -> Any:
    """第一个有完成值的满意度指标（行号）。"""
    return _asked(i).ifelse(i.row, None).min()


def _asked(i: Row) -> Any:
    return i.is_satisfaction & i.actual.notnull()
