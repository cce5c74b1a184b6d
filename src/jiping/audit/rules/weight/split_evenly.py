"""分值平均分摊。

有两行以上的二级指标至少三个，而每个之内各行分值全都相等。办法要求二、三级权重按重要程度确定；只作提示。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Points split evenly inside every second level."""
    return Fires(f.even_split, when=f.even_split.notnull())


RULE = Rule(
    code="C-WGT-06",
    title="分值平均分摊",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("10号", "13"),),
    message="每个二级指标内各行的分值全都相等，看不出指标的轻重。",
    advice="按重要程度确定三级指标的分值，核心指标多占。",
    doc=__doc__,
    fields=("/indicators",),
    shown="none",
    check=check,
    cases=(
        Case("有两行以上的组不足三个", {}, skipped=True),
        Case(
            "各组都平均",
            {
                "/indicators/3/level2": "质量指标",
                "/indicators/5/level2": "经济效益指标",
                "/indicators/7": {"level1": "产出指标", "level2": "成本指标"},
            },
            at=("/indicators",),
        ),
        Case(
            "有一组不平均",
            {
                "/indicators/3/level2": "质量指标",
                "/indicators/5/level2": "经济效益指标",
                "/indicators/7": {"level1": "产出指标", "level2": "成本指标", "weight": "8"},
            },
        ),
    ),
)
