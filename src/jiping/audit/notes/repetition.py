"""How two indicators repeat each other."""

from __future__ import annotations

from jiping.audit.notes import note
from jiping.audit.traits import repetition as r
from jiping.model.evaluation import Evaluation


@note
def repeats(e: Evaluation, number: int) -> str:
    """两行怎样重复。"""
    found = r.repeats_of(e)[number]
    if found is None:
        return "内容相近"
    other = e.indicators[found[0]]
    match found[1]:
        case r.PART:
            return f"与“{other.name}”说的是同类事物，一个可能包含在另一个之中，同一成果会计两次分"
        case r.ONE_EVENT:
            return f"与“{other.name}”的指标值、完成值都是1，说的是同一件事，必然完成"
        case r.PRODUCT:
            return f"与“{other.name}”只差一个数量，单价乘数量就是总额，同一件事计了两次分"
        case _:
            return f"与“{other.name}”名称相同或只差“次数”“数量”一类的字"
