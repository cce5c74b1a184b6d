"""Points and rows of the first- and second-level groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.audit.measures import measure

if TYPE_CHECKING:
    from jiping.model.row import Row


def _points(i: Row, kind: str) -> Any:
    return (i.level1 == kind).ifelse(i.weight, None).sum()


def _rows(i: Row, kind: str) -> Any:
    return (i.level2 == kind).ifelse(1, 0).sum()


@measure("indicator")
def output_points(i: Row) -> Any:
    """产出指标分值之和；没有这一组时为空。"""
    return _points(i, "output")


@measure("indicator")
def benefit_points(i: Row) -> Any:
    """效益指标分值之和；没有这一组时为空。"""
    return _points(i, "benefit")


@measure("indicator")
def satisfaction_points(i: Row) -> Any:
    """满意度指标分值之和；没有这一组时为空。"""
    return _points(i, "satisfaction")


@measure("indicator")
def cost_points(i: Row) -> Any:
    """成本作一级指标时分值之和；没有这一组时为空。"""
    return _points(i, "cost")


@measure("indicator")
def level1_unknown(i: Row) -> Any:
    """认不出一级指标的行数。"""
    return i.level1.isnull().ifelse(1, 0).sum()


@measure("indicator")
def quantity_rows(i: Row) -> Any:
    """数量指标行数。"""
    return _rows(i, "quantity")


@measure("indicator")
def quality_rows(i: Row) -> Any:
    """质量指标行数。"""
    return _rows(i, "quality")


@measure("indicator")
def timeliness_rows(i: Row) -> Any:
    """时效指标行数。"""
    return _rows(i, "timeliness")


@measure("indicator")
def any_cost_rows(i: Row) -> Any:
    """成本指标行数，不论列在哪个一级指标下。"""
    of_cost = i.level2.isin(("cost", "economic_cost", "social_cost", "ecological_cost"))
    return (of_cost | (i.level1 == "cost")).fill_null(False).ifelse(1, 0).sum()
