"""Money planned and spent: cost rows that add up, beside the line of the whole fund."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.audit.measures import measure

if TYPE_CHECKING:
    from jiping.model.row import Row


@measure("indicator")
def cost_rows(i: Row) -> Any:
    """可以相加的成本行数，重复列示的不计。"""
    return (i.cost_target.notnull() | i.cost_actual.notnull()).ifelse(1, 0).sum()


@measure("indicator")
def cost_sum(i: Row) -> Any:
    """成本行完成值之和，折成本表金额单位。"""
    return i.cost_actual.sum()


@measure("indicator")
def cost_target_sum(i: Row) -> Any:
    """成本行指标值之和，折成本表金额单位。"""
    return i.cost_target.sum()


@measure("indicator")
def cost_unfilled(i: Row) -> Any:
    """有指标值而没有完成金额的成本行数。"""
    return (i.cost_target.notnull() & i.cost_actual.isnull()).ifelse(1, 0).sum()


@measure("indicator")
def cost_copied(i: Row) -> Any:
    """完成值与指标值相同的成本行数。"""
    return (i.cost_actual == i.cost_target).ifelse(1, 0).sum()


@measure("fund")
def total_budget(f: Row) -> Any:
    """年度资金总额的全年预算数。"""
    return f.is_scored.ifelse(f.adjusted, None).max()


@measure("fund")
def total_budget_decimals(f: Row) -> Any:
    """年度资金总额的全年预算数印出的小数位数。"""
    return f.is_scored.ifelse(f.adjusted_decimals, None).max()


@measure("fund")
def total_executed(f: Row) -> Any:
    """年度资金总额的全年执行数。"""
    return f.is_scored.ifelse(f.executed, None).max()


@measure("fund")
def parts_executed(f: Row) -> Any:
    """其中各行全年执行数的最大者：总额为零而分项有数时大于零。"""
    return f.is_scored.ifelse(None, f.executed).max()
