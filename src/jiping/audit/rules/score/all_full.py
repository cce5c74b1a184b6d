"""各项全部满分。

预算执行率和每一项指标都得满分。不是错误；抽查复核一般优先选取这样的表。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Every row has full points."""
    full = (f.scores == f.weights) & (f.fund_score == f.fund_weight).fill_null(True)
    return Fires(
        full,
        when=f.weights.notnull(),
        right=f.weighted_rows,
        skips=((f.scored_rows < f.weighted_rows, "有的指标没有填得分"),),
    )


RULE = Rule(
    code="C-SCR-12",
    title="各项全部满分",
    severity=Severity.INFO,
    grain="form",
    basis=(
        cite("部门自评通知", "truth"),
        cite("10号", "24"),
    ),
    message="预算执行率和 {right} 项指标全部得满分，请核对各项完成值的依据。",
    advice="逐项备好佐证材料，以备抽查。",
    doc=__doc__,
    fields=("/total/score",),
    shown="count",
    check=check,
    cases=(
        Case("全部满分", {}, at=("/total/score",)),
        Case("有一项没有得满分", {"/indicators/0/score": "9"}),
        Case("有一项没有得分", {"/indicators/0/score": None}, skipped=True),
    ),
)
