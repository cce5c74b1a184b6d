"""一级、二级分值与下级合计不符。

有的表在一级、二级指标名称后印有分值，如“产出指标（50分）”，应等于下面各行分值之和。没有印的不比较。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> tuple[Compare, Compare]:
    """Points printed beside a level's name against the rows below it."""
    return (
        Compare(
            i.level1_points,
            i.level1_sum,
            when=i.level1_points.notnull(),
            words="一级指标",
            fields=("level1",),
        ),
        Compare(
            i.level2_points,
            i.level2_sum,
            when=i.level2_points.notnull(),
            words="二级指标",
            fields=("level2",),
        ),
    )


RULE = Rule(
    code="C-WGT-03",
    title="一级、二级分值与下级合计不符",
    severity=Severity.ERROR,
    grain="indicator",
    basis=(
        cite("10号", "13"),
        cite("一体化系统", "weight"),
    ),
    message="{words}所印分值 {left} 分，下面各行分值相加为 {right} 分，相差 {size} 分。",
    advice="核对该组各行的分值，使之与上级分值相等。",
    doc=__doc__,
    check=check,
    cases=(
        Case("没有印上级分值", {}, skipped=True),
        Case("一级分值相符", {"/indicators/7/level1": "满意度指标（10分）"}),
        Case(
            "一级分值不符",
            {"/indicators/7/level1": "满意度指标（15分）"},
            at=("/indicators/7/level1",),
        ),
        Case(
            "二级分值不符", {"/indicators/2/level2": "质量指标(12分)"}, at=("/indicators/2/level2",)
        ),
    ),
)
