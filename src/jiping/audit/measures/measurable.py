"""How many rows state a target, and how many of those can be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.audit.measures import measure

if TYPE_CHECKING:
    from jiping.model.row import Row


@measure("indicator")
def stated_rows(i: Row) -> Any:
    """填了名称和年度指标值的指标行数。"""
    return i.target_measurable.count()


@measure("indicator")
def quantified_rows(i: Row) -> Any:
    """年度指标值是数或者日期的指标行数。"""
    return i.target_measurable.ifelse(1, 0).sum()
