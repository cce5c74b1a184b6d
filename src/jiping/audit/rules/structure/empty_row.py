"""空指标行。

三级指标名称是“无”“/”“不适用”一类，或者指标值和完成值都没有填。分值为 0 的作警告，有分值的作错误：没有内容的指标不能得分。
“事故起数”的指标值写“无”是有内容的。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A row of the indicator table that stands for no indicator."""
    return Fires(i.empty_row, worse=i.weight > 0)


RULE = Rule(
    code="C-STR-04",
    title="空指标行",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("10号", "13"),
        cite("业务惯例", "form"),
    ),
    message="“{row.level2}”下有一行空指标（名称“{row.name}”，指标值“{row.target}”），分值 {row.weight} 分。",
    advice="删去空行；该行有分值的，分值移给实有的指标。",
    doc=__doc__,
    fields=("name",),
    worse=Severity.ERROR,
    shown="none",
    check=check,
    cases=(
        Case("没有空行"),
        Case(
            "名称为“无”、零分",
            {
                "/indicators/6": {
                    "name": "无",
                    "target": "无",
                    "actual": "无",
                    "weight": "0",
                    "score": "0",
                }
            },
            at=("/indicators/6/name",),
        ),
        Case("名称为“无”而有分值", {"/indicators/6/name": "无"}, at=("/indicators/6/name",)),
        Case(
            "指标值写“无”而有名称",
            {"/indicators/6": {"name": "安全事故起数", "target": "无", "actual": "无"}},
        ),
    ),
)
