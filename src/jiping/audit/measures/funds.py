"""The scored fund line as columns of the form, and what the lines below it explain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.audit.measures import measure
from jiping.score.exact import wide

if TYPE_CHECKING:
    from jiping.model.row import Row


@measure("fund")
def total_overspent(f: Row) -> Any:
    """年度资金总额一行执行数是否大于预算数：是 1，否 0。"""
    return (f.is_scored & (f.executed > f.budget)).ifelse(1, 0).max()


@measure("fund")
def carried_in(f: Row) -> Any:
    """上年结转在全年预算数中比年初预算数多出的金额：表内已说明的调整。"""
    carried = wide(f.adjusted.fill_null(0)) - wide(f.initial.fill_null(0))
    return (f.source == "carryover").ifelse(carried, 0).sum()


@measure("fund")
def zero_lines(f: Row) -> Any:
    """全年预算数和执行数都是 0 的资金行数。"""
    return ((f.adjusted == 0) & (f.executed == 0)).ifelse(1, 0).sum()


@measure("fund")
def zero_rates(f: Row) -> Any:
    """其中执行率印作 0 的行数。"""
    return ((f.adjusted == 0) & (f.executed == 0) & (f.rate == 0)).ifelse(1, 0).sum()
