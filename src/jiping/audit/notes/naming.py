"""What a name lacks to be an indicator's name."""

from __future__ import annotations

from jiping.audit.notes import note
from jiping.audit.traits import naming as n
from jiping.model.evaluation import Evaluation
from jiping.model.text import squeeze


@note
def naming_fault(e: Evaluation, number: int) -> str:
    """名称为什么不是指标。"""
    match n.naming_fault_of(e.indicators[number].name or ""):
        case n.BARE_TASK:
            return "只是一项工作的名称，看不出衡量什么"
        case n.ROUTINE:
            return "是日常采购，不反映项目要做成的事"
        case _:
            return "以“等”收尾，衡量的范围不确定"


@note
def joined(e: Evaluation, number: int) -> str:
    """名称里有几件事。"""
    row = e.indicators[number]
    if n.joined_of(row.name or "", row.unit) == n.COUNTS_ELSE:
        return f"名称说的是一项活动，指标值“{row.target}{row.unit}”数的却是参加者"
    things = dict.fromkeys(n.things_in(squeeze(row.name or "")))
    if len(things) < 3:
        return "把几件事并列在一个名称里"
    return f"把{'、'.join(f'“{thing}”' for thing in things)}几件事放在一个名称里"
