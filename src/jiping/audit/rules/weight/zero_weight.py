"""指标分值为零。

有名称、有指标值而分值为 0 的指标。名称为“无”的空行见 C-STR-04。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A real indicator without any points."""
    return Fires(i.weight == 0, when=i.weight.notnull() & ~i.empty_row)


RULE = Rule(
    code="C-WGT-05",
    title="指标分值为零",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("10号", "13"),
        cite("一体化系统", "weight"),
    ),
    message="“{row.name}”分值为 0，完成得好坏都不影响得分。",
    advice="给该指标分配分值；不需要的指标予以删除。",
    doc=__doc__,
    fields=("weight",),
    shown="none",
    check=check,
    cases=(
        Case("都有分值"),
        Case(
            "分值为零",
            {"/indicators/6/weight": "0", "/indicators/6/score": "0"},
            at=("/indicators/6/weight",),
        ),
        Case(
            "空行的分值为零",
            {"/indicators/6/name": "无", "/indicators/6/weight": "0", "/indicators/6/score": "0"},
        ),
    ),
)
