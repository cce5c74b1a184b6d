"""Why a target can't be measured, or an actual value not compared."""

from __future__ import annotations

from jiping.audit.notes import note
from jiping.audit.traits.measurability import FOR_SHOW, UNDEFINED, fault_of
from jiping.model.evaluation import Evaluation


@note
def measurability(e: Evaluation, number: int) -> str:
    """为什么不可衡量。"""
    row = e.indicators[number]
    fault = fault_of(row)
    if fault == UNDEFINED:
        return f"这个比率没有通行的算法，表中看不出分子、分母是什么，“{row.target}”无从核对"
    if fault == FOR_SHOW:
        value = (
            row.target
            if not row.unit or row.unit in (row.target or "")
            else f"{row.target}{row.unit}"
        )
        return f"指标值“{value}”是给程度性的说法配的百分数，看不出以什么为基数、怎样测得"
    return f"指标值“{row.target}”只有程度性词语，没有数量、等次或可核对的标准"
