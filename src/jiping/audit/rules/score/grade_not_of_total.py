"""等级与总分不符。

表上印有等级的，按方案的界限（全国办法：90 分以上为优，80 分以上为良，60 分以上为中，不到 60 分为差，界限归上一档）与所印总分核对。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """The printed grade against the scheme's scale."""
    total, s = f.total_score, f.scheme
    fair = (total >= s.grade_fair).ifelse(2, 1)
    good = (total >= s.grade_good).ifelse(3, fair)
    due = (total >= s.grade_excellent).ifelse(4, good)
    return Fires(
        f.grade_rank != due,
        when=f.grade.notnull(),
        skips=((total.isnull(), "没有填总分"), (f.grade_rank.isnull(), "认不出所印的等级")),
        words=due.cases((4, "优"), (3, "良"), (2, "中"), else_="差"),
    )


RULE = Rule(
    code="C-SCR-09",
    title="等级与总分不符",
    severity=Severity.ERROR,
    grain="form",
    basis=(cite("10号", "18"),),
    message="总分 {form.total.score} 分，等级印作“{form.total.grade}”，按方案应为“{words}”。",
    advice="按总分更正等级。",
    doc=__doc__,
    fields=(
        "/total/grade",
        "/total/score",
    ),
    shown="none",
    check=check,
    cases=(
        Case("满分为优", {"/total/grade": "优"}),
        Case("恰好九十分为优", {"/total/grade": "优", "/total/score": "90.00"}),
        Case("差一厘为良", {"/total/grade": "优", "/total/score": "89.99"}, at=("/total/grade",)),
        Case("没有印等级", {}, skipped=True),
    ),
)
