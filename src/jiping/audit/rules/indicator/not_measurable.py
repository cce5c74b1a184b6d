"""指标不可衡量。

指标值只有“有效”“明显”“长期”“积极推进”一类程度词，没有数量、等次或可核对的标准；或者名称是没有通行算法的比率
（成果率、宣传覆盖率、效果率）；或者给程度性说法配一个百分数（“促进……发展”≥95%，“≥95%，效果明显”）却看不出以什么为基数。
写明增长、下降百分之几的算可衡量。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """The measurability fault found in the row's target and name."""
    return Fires(condition=i.measurability > 0, when=i.measurability.notnull())


RULE = Rule(
    code="C-IND-06",
    title="指标不可衡量",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("88号", "quantified"),
        cite("101号", "principle"),
    ),
    message="“{row.name}”难以衡量：{note.measurability}。",
    advice="写出数量、比率的算法，或分档说明达到什么程度记多少分，并留存佐证材料。",
    doc=__doc__,
    fields=("target", "name"),
    shown="none",
    check=check,
    cases=(
        Case(
            "只写有效提升",
            {
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/target": "有效提升",
                "/indicators/5/actual": "有效提升",
                "/indicators/5/unit": None,
            },
            at=("/indicators/5/target",),
        ),
        Case(
            "成果率没有算法", {"/indicators/2/name": "业务培训成果率"}, at=("/indicators/2/name",)
        ),
        Case(
            "程度词配百分数",
            {"/indicators/5/name": "促进医疗保障事业健康发展", "/indicators/5/target": "95"},
            at=("/indicators/5/target",),
        ),
        Case(
            "百分数后面加明显",
            {"/indicators/5/target": "≥95%，效果明显"},
            at=("/indicators/5/target",),
        ),
        Case("写明提高百分之几", {"/indicators/5/target": "显著提高10%以上"}),
        Case(
            "等次可以核对",
            {
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/target": "省级优秀等次",
                "/indicators/5/actual": "省级优秀等次",
                "/indicators/5/unit": None,
            },
        ),
    ),
)
