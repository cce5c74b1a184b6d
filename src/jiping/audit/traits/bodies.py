"""The bodies that a form names."""

from __future__ import annotations

from jiping.model.evaluation import Evaluation
from jiping.model.text import squeeze
from jiping.model.traits import trait


@trait("form", "bool")
def same_body(e: Evaluation) -> list[bool | None]:
    """主管部门和实施单位是否同一单位；缺一个时为空。"""
    if not e.department.name or not e.unit.name:
        return [None]
    return [squeeze(e.department.name) == squeeze(e.unit.name)]
