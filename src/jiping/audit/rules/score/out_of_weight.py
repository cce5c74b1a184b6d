"""得分超过分值或小于零。

各指标的得分应在 0 与分值之间。预算执行率一行见 C-FUND-05。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A score outside 0 and the weight."""
    return Fires(
        (i.score > i.weight) | (i.score < 0),
        when=i.weight.notnull() & i.score.notnull(),
        left=i.score,
        right=i.weight,
        words=(i.score < 0).ifelse("小于 0", "超过分值"),
    )


RULE = Rule(
    code="C-SCR-01",
    title="得分超过分值或小于零",
    severity=Severity.ERROR,
    grain="indicator",
    basis=(
        cite("10号", "16"),
        cite("一体化系统", "score-limit"),
    ),
    message="“{row.name}”得分 {row.score} 分，{words}（分值 {row.weight} 分）。",
    advice="更正得分：不小于 0，不超过分值。",
    doc=__doc__,
    fields=(
        "score",
        "weight",
    ),
    check=check,
    cases=(
        Case("得分等于分值"),
        Case("得分超过分值", {"/indicators/0/score": "10.5"}, at=("/indicators/0/score",)),
        Case("得分小于零", {"/indicators/0/score": "-1"}, at=("/indicators/0/score",)),
        Case("没有分值", {f"/indicators/{k}/weight": None for k in range(8)}, skipped=True),
    ),
)
