"""What of the goal nobody measures, and why a goal is vague."""

from __future__ import annotations

from jiping.audit.notes import note
from jiping.audit.traits.goals import (
    POLICY_ONLY,
    events_left,
    goal_fault_of,
    results_left,
    tasks_left,
)
from jiping.model.evaluation import Evaluation


def _quoted(pieces: list[str]) -> str:
    return "、".join(f"“{piece}”" for piece in pieces)


@note
def goal_gap(e: Evaluation, _: int) -> str:
    """目标中哪些任务没有指标。"""
    events = events_left(e)
    if events:
        return f"项目名称中的{_quoted(events)}没有对应的产出指标"
    left, looked = tasks_left(e)
    if not looked:
        return f"预期目标没有写明任务，完成情况中的{_quoted(results_left(e))}也没有对应的指标"
    return f"预期目标中的{_quoted(left)}没有对应的产出指标"


@note
def goal_fault(e: Evaluation, _: int) -> str:
    """目标空泛在哪里。"""
    if goal_fault_of(e) == POLICY_ONLY:
        return "预期目标只有政策性、方向性的话，看不出本项目要做什么、做多少"
    return "预期目标和实际完成情况都没有一个数量，做了多少、做到什么程度无从核对"
