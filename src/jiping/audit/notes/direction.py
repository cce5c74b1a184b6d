"""What a row says of its direction."""

from __future__ import annotations

from jiping.audit.notes import note
from jiping.model.evaluation import Evaluation

_NATURE = {"positive": "正向", "negative": "反向", "equal": "等于", "qualitative": "定性"}
_OPERATOR = {">=": "大于等于", ">": "大于", "=": "等于", "<": "小于", "<=": "小于等于"}


@note
def direction(e: Evaluation, number: int) -> str:
    """填报的性质和方向。"""
    row = e.indicators[number]
    said = []
    if row.nature:
        said.append(f"性质填“{_NATURE[row.nature]}”")
    if row.operator:
        said.append(f"方向填“{_OPERATOR[row.operator]}”")
    return "、".join(said) + "，与名称表明的好坏放在一起" if len(said) == 1 else "、".join(said)
