"""Where an indicator belongs instead."""

from __future__ import annotations

from jiping.audit.notes import note
from jiping.audit.traits import placement as p
from jiping.model.evaluation import Evaluation


@note
def benefit_fault(e: Evaluation, number: int) -> str:
    """效益类指标错在哪里。"""
    row = e.indicators[number]
    match p.benefit_fault_of(row):
        case p.NO_ECOLOGY:
            return f"列在“{row.level2}”，名称和指标值都没有说到生态环境"
        case p.TASK:
            return f"列在“{row.level2}”，说的是要完成的工作任务，属于产出"
        case _:
            return f"列在“{row.level2}”，指标值“{row.target}”说的是持续时间，属于可持续影响"


@note
def output_fault(e: Evaluation, number: int) -> str:
    """产出类指标错在哪里。"""
    row = e.indicators[number]
    match p.output_fault_of(row, e.year):
        case p.PEOPLE:
            return "列在质量指标，数的是人数、人次，属于数量或者社会效益"
        case p.TIME:
            return "列在质量指标，考核的是时间，属于时效"
        case p.PRECONDITION:
            return "列在质量指标，而它是项目实施的前提条件，不是项目产出的质量"
        case _:
            return "列在数量指标，数的是付出的钱，不是做成的事"
