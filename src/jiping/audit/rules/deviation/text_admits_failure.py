"""文字写有未完成而各项指标全部满分。

“实际完成情况”里写着未完成、延期、取消、正在实施，而所有指标都得满分：要么有指标的完成值填高了，要么没有做完的事没有设指标。
“不存在未完成事项”一类的话不算。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Every indicator full though the result's text tells of what was not done."""
    return Fires(
        f.goal_admits_failure & (f.scores == f.weights),
        when=f.goal_admits_failure.notnull()
        & f.scores.notnull()
        & (f.scored_rows == f.weighted_rows),
    )


RULE = Rule(
    code="C-DEV-23",
    title="文字写有未完成而全部满分",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("10号", "11"), cite("10号", "24")),
    message="“实际完成情况”写有没有完成、延期、取消或正在实施的事，而各项指标全部得满分，请核实。",
    advice="没有做完的，按完成情况计分并写明原因和改进措施；与指标无关的，在文字中说清。",
    doc=__doc__,
    fields=("/goal/actual", "/indicators"),
    shown="none",
    check=check,
    cases=(
        Case(
            "两场没有完成",
            {"/goal/actual": "全年举办业务培训11场，另有2场因故未能完成。"},
            at=("/goal/actual", "/indicators"),
        ),
        Case(
            "正在实施",
            {"/goal/actual": "已举办业务培训11场，题库建设正在实施。"},
            at=("/goal/actual", "/indicators"),
        ),
        Case(
            "扣了分",
            {
                "/goal/actual": "全年举办业务培训8场，2场因故未能完成。",
                "/indicators/0": {"actual": "8", "score": "8"},
            },
        ),
        Case("没有这样的事", {"/goal/actual": "全年举办业务培训11场，不存在未完成事项。"}),
    ),
)
