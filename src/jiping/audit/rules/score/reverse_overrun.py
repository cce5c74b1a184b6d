"""反向指标超标，计分办法各地不一。

反向指标的完成值大于指标值时，国家办法没有给出算式，各地有三种：按超出比例扣分、按目标值与完成值之比、超标即不得分。把三种结果并列，
供核对；填报得分是否符合所用方案，见 C-SCR-02。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import REMOVE, Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A ceiling exceeded: what each of the three methods would give."""
    return Fires(
        i.actual > i.target,
        when=(i.kind == "negative") & i.numeric,
        figures=(i.by_reverse_linear, i.by_reverse_ratio, i.by_reverse_zero),
    )


RULE = Rule(
    code="C-SCR-10",
    title="反向指标超标，计分办法各地不一",
    severity=Severity.INFO,
    grain="indicator",
    basis=(
        cite("10号", "16"),
        cite("FORM-HB", "reverse"),
    ),
    message="“{row.name}”上限 {row.target}，完成值 {row.actual}，已超标。按超出比例扣分得 {figures[0]} 分，按目标与完成之比得 {figures[1]} 分，超标不得分得 {figures[2]} 分；填报 {row.score} 分。",
    advice="核对本地对反向指标的计分规定。",
    doc=__doc__,
    fields=(
        "score",
        "actual",
        "target",
    ),
    check=check,
    cases=(
        Case("没有超标"),
        Case("超标一成", {"/indicators/4/actual": "55"}, at=("/indicators/4/score",)),
        Case("没有反向指标", {"/indicators/4": REMOVE}, skipped=True),
    ),
)
