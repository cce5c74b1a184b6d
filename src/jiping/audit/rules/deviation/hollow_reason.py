"""偏差原因空泛或自相矛盾。

丢了分、没有完成或超额过大的行要写原因。原因不足 10 字，或只有“疫情影响”“工作需要”“已完成”一类套话的报告；得了满分，
原因或完成值却写着未完成、延期、取消的，或扣了分而原因只说已全部完成的，也报告。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE, wide

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A reason that is needed and says nothing, or one that speaks against a full score."""
    far = wide(i.actual) * (100 * ONE) >= wide(i.target) * i.scheme.over_reason
    over = i.numeric & i.same_unit & i.kind.isin(("positive", "equal")) & (i.target > 0) & far
    lost = (i.score < i.weight).fill_null(False) | over.fill_null(False)
    lost = lost | ~i.reached.fill_null(True)
    contradicts = ~lost & (i.score == i.weight) & (i.weight > 0) & i.reason_admits_failure
    return Fires(
        (lost & (i.reason_is_hollow | i.reason_claims_done)) | contradicts.fill_null(False),
        when=(lost & i.reason_given) | i.reason_admits_failure,
    )


RULE = Rule(
    code="C-DEV-16",
    title="偏差原因空泛或矛盾",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("10号", "11"),),
    message="“{row.name}”得分 {row.score}（分值 {row.weight}），偏差原因写的是“{row.reason}”，没有说明具体原因，或与得分矛盾，请核实。",
    advice="写明具体原因和改进措施（做什么、谁负责、何时完成）；原因与得分矛盾的，更正其一。",
    doc=__doc__,
    fields=("reason",),
    shown="none",
    check=check,
    cases=(
        Case(
            "只写“疫情影响”",
            {"/indicators/0": {"actual": "8", "score": "8", "reason": "受新冠肺炎疫情影响"}},
            at=("/indicators/0/reason",),
        ),
        Case(
            "满分而写未完成",
            {"/indicators/0/reason": "因场地原因两场培训未完成，顺延至次年举办"},
            at=("/indicators/0/reason",),
        ),
        Case(
            "扣了分而写已全部完成",
            {
                "/indicators/0": {
                    "actual": "8",
                    "score": "8",
                    "reason": "已全部完成年度培训任务，各项工作按计划推进",
                }
            },
            at=("/indicators/0/reason",),
        ),
        Case(
            "原因具体",
            {
                "/indicators/0": {
                    "actual": "8",
                    "score": "8",
                    "reason": "两场培训因暴雨取消，已与承办方商定次年三月前补办",
                }
            },
        ),
        Case("没有偏差，写“无”", {"/indicators/0/reason": "无"}),
    ),
)
