"""完成却扣分而无说明。

完成值达到了指标值，得分却少于分值，偏差原因栏没有写。办法允许因目标定得过低而扣分，但应写明。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A target reached and points lost without a reason."""
    return Fires(
        (i.score < i.weight) & ~i.reason_given,
        when=i.reached & i.score.notnull() & i.weight.notnull(),
        left=i.score,
        right=i.weight,
        skips=((i.form.remarks_give_reasons, "原因写在表尾，请核对是否说到各项"),),
    )


RULE = Rule(
    code="C-SCR-04",
    title="完成却扣分而无说明",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("10号", "16"),
        cite("10号", "11"),
    ),
    message="“{row.name}”指标值 {row.target}，完成值 {row.actual}，已经完成，得分 {row.score} 分却少于分值 {row.weight} 分，没有说明原因。",
    advice="核对得分；确因目标偏低等原因扣分的，在偏差原因栏写明。",
    doc=__doc__,
    fields=(
        "score",
        "reason",
    ),
    check=check,
    cases=(
        Case("完成得满分"),
        Case("完成却得零分", {"/indicators/0/score": "0"}, at=("/indicators/0/score",)),
        Case(
            "完成却扣分而写明原因",
            {"/indicators/0/score": "9", "/indicators/0/reason": "目标定得偏低，主动扣减1分"},
        ),
        Case("没有一行可以比较", {f"/indicators/{k}/score": None for k in range(8)}, skipped=True),
    ),
)
