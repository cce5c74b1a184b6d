"""以合规要求充作绩效指标。

资金使用合格率、经费支出合规性、专款专用、管理制度健全性等，是每个项目都要遵守的要求，必然填100%，反映不出本项目做成了
什么。决策、过程类评价指标不在此列。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A name that states compliance, outside decision and process groups."""
    return Fires(
        condition=i.compliance_filler,
        when=i.compliance_filler.notnull()
        & ~i.level1.isin(("decision", "process", "execution")).fill_null(False),
    )


RULE = Rule(
    code="C-IND-11",
    title="以合规要求充作绩效指标",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("101号", "principle"),),
    message="“{row.name}”（{row.weight} 分）是资金管理的普遍要求，不是本项目的产出或效果。",
    advice="换成反映本项目完成质量的核心指标，如验收合格率、达标率；资金合规放在管理情况中说明。",
    doc=__doc__,
    fields=("name", "weight"),
    shown="none",
    check=check,
    cases=(
        Case(
            "资金使用合格率", {"/indicators/2/name": "资金使用合格率"}, at=("/indicators/2/name",)
        ),
        Case(
            "经费支出合规性", {"/indicators/2/name": "经费支出合规性"}, at=("/indicators/2/name",)
        ),
        Case("结业考试合格率", {}),
        Case(
            "过程评价指标",
            {
                "/indicators/2/name": "资金使用合规性",
                "/indicators/2/level1": "过程指标",
                "/indicators/2/level2": "资金管理",
            },
        ),
    ),
)
