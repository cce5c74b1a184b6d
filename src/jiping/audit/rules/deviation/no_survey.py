"""满意度没有调查依据。

有满意度指标，而全表没有一处提到问卷、回访、测评等取得办法。没有投诉不等于满意。每张表只报一次。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Satisfaction is claimed, and nothing in the form tells how it was asked."""
    return Fires(~f.survey_told, when=f.satisfaction_rows > 0, other=f.satisfaction_first)


RULE = Rule(
    code="C-DEV-04",
    title="满意度无调查",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("101号", "satisfaction"), cite("业务惯例", "evidence")),
    message="“{other.name}”填报 {other.actual}，表中没有写明是怎样调查得来的。",
    advice="写明调查方式、发放和收回份数，附问卷汇总；没有调查的不能填报满意度。",
    doc=__doc__,
    fields=("/goal/actual",),
    shown="none",
    check=check,
    cases=(
        Case("没有写调查办法", {}, at=("/indicators/7",)),
        Case("写了问卷", {"/goal/actual": "培训11场，发放问卷120份，收回118份，满意度94.6%。"}),
        Case(
            "没有满意度指标",
            {"/indicators/7/level1": "效益指标", "/indicators/7/level2": "社会效益指标"},
        ),
    ),
)
