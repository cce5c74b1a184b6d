"""What is wrong with a value's number or unit."""

from __future__ import annotations

from jiping.audit.notes import note
from jiping.audit.traits.units import (
    MISSING,
    NEITHER,
    NO_ACTUAL,
    NO_TARGET,
    NOT_PERCENT,
    ONE_SIDE,
    OVER_HUNDRED,
    number_fault_of,
    unit_fault_of,
)
from jiping.model.evaluation import Evaluation


def _value(text: str | None, what: str) -> str:
    return f"{what}“{text}”中没有数" if text else f"{what}没有填"


@note
def number_fault(e: Evaluation, number: int) -> str:
    """哪个值没有数。"""
    row = e.indicators[number]
    fault = number_fault_of(row, e.year, filled=True)
    said = []
    if fault in (NO_TARGET, NEITHER):
        said.append(_value(row.target, "年度指标值"))
    if fault in (NO_ACTUAL, NEITHER):
        said.append(_value(row.actual, "实际完成值"))
    return "，".join(said)


@note
def unit_fault(e: Evaluation, number: int) -> str:
    """计量单位错在哪里。"""
    row = e.indicators[number]
    match unit_fault_of(row, e.year):
        case int(fault) if fault == MISSING:
            return f"指标值“{row.target}”没有计量单位"
        case int(fault) if fault == ONE_SIDE:
            return f"指标值填“{row.target}”，完成值填“{row.actual}”，只有一边带单位"
        case int(fault) if fault == OVER_HUNDRED:
            return f"以百分比计，而指标值“{row.target}”、完成值“{row.actual}”超过了100%"
        case int(fault) if fault == NOT_PERCENT:
            unit = f"计量单位却是“{row.unit}”" if row.unit else "指标值却没有百分号"
            return f"名称是比率，{unit}"
        case _:
            return "计量单位不一致"
