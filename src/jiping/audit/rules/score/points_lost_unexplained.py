"""扣分无原因。

得分少于分值，而“偏差原因分析及改进措施”为空（写“无”“/”等于没有写）。已完成而扣分的见 C-SCR-04。原因不在各行、写在表尾一栏的，
不能逐行核对，作跳过。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """Points lost and the cell of reasons empty."""
    return Fires(
        (i.score < i.weight) & ~i.reason_given,
        when=i.score.notnull() & i.weight.notnull() & ~i.reached.fill_null(False),
        left=i.score,
        right=i.weight,
        skips=((i.form.remarks_give_reasons, "原因写在表尾，请核对是否说到各项"),),
    )


RULE = Rule(
    code="C-SCR-06",
    title="扣分无原因",
    severity=Severity.ERROR,
    grain="indicator",
    basis=(
        cite("10号", "11"),
        cite("一体化系统", "reason"),
    ),
    message="“{row.name}”分值 {row.weight} 分，得分 {row.score} 分，扣了 {size} 分，偏差原因栏没有写。",
    advice="写明偏差原因和改进措施。",
    doc=__doc__,
    fields=(
        "score",
        "reason",
    ),
    check=check,
    cases=(
        Case(
            "扣分写了原因",
            {
                "/indicators/0/actual": "8",
                "/indicators/0/score": "8",
                "/indicators/0/reason": "两场因汛情推迟到次年举办",
            },
        ),
        Case(
            "扣分没有原因",
            {"/indicators/0/actual": "8", "/indicators/0/score": "8"},
            at=("/indicators/0/score", "/indicators/0/reason"),
        ),
        Case(
            "原因栏写“无”",
            {"/indicators/0/actual": "8", "/indicators/0/score": "8", "/indicators/0/reason": "无"},
            at=("/indicators/0/reason",),
        ),
        Case(
            "原因写在表尾",
            {
                "/indicators/0/actual": "8",
                "/indicators/0/score": "8",
                "/indicators/3/nature": "qualitative",
                "/remarks/偏差原因": "两场培训因汛情推迟",
            },
        ),
    ),
)
