"""大型活动的成果归于一个项目。

“实际完成情况”写明活动由别的单位主办，而表中的成果按本项目的成绩填报，请核实哪些成果属于本项目。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """The result text names another body as organiser."""
    return Fires(f.hosted_by_others)


RULE = Rule(
    code="C-DEV-18",
    title="归因不当",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("业务惯例", "evidence"),),
    message="实际完成情况写明活动由其他单位主办，请核实所填成果（人次、家数、成交额等）是否都属于本项目。",
    advice="只填本项目经费直接形成的成果；整个活动的成果在文字中说明归属。",
    doc=__doc__,
    fields=("/goal/actual",),
    shown="none",
    check=check,
    cases=(
        Case(
            "展览会由贸促会主办",
            {"/goal/actual": "由自治区贸促会主办的展览会隆重开幕，观众5万人次。"},
            at=("/goal/actual",),
        ),
        Case("由本局主办", {"/goal/actual": "由市医疗保障局主办的培训顺利结束。"}),
        Case("没有说主办单位", {}),
    ),
)
