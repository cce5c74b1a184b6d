"""总分不等于各行得分之和。

总分＝预算执行率得分＋各指标得分。得分都是定数，不是约数，所以一分一厘都应相符；总分少印小数位时按所印位数四舍五入比较。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import wide
from jiping.score.stages import explained

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Compare:
    """The printed total against the sum of the printed scores."""
    total = f.scores + f.fund_score.fill_null(0)
    return Compare(
        left=f.total_score,
        right=total,
        agree=explained(f.total_score, f.total_score_decimals, wide(total), 1),
        when=f.total_score.notnull(),
        skips=(
            (f.scored_rows < f.weighted_rows, "有的指标没有填得分，无法相加"),
            (f.fund_weight.notnull() & f.fund_score.isnull(), "预算执行率没有填得分，无法相加"),
            (f.scores.isnull(), "各行没有得分"),
        ),
    )


RULE = Rule(
    code="C-SCR-05",
    title="总分不等于各行得分之和",
    severity=Severity.ERROR,
    grain="form",
    basis=(cite("10号", "16"),),
    message="总分填报 {form.total.score} 分，各行得分相加为 {right} 分，相差 {size} 分。",
    advice="逐行核对得分，重新计算总分。",
    doc=__doc__,
    fields=("/total/score",),
    check=check,
    cases=(
        Case("各行之和", {}),
        Case("少了一分", {"/total/score": "99"}, at=("/total/score",)),
        Case("分项资金印有得分也不计入", {"/funds/1/score": "10"}),
        Case("预算执行率没有得分", {"/funds/0/score": None}, skipped=True),
        Case("有一行没有得分", {"/indicators/0/score": None}, skipped=True),
    ),
)
