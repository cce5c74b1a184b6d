"""得分、执行率的小数位数不便复核。

得分多于两位小数，或者执行率有尾数却少于两位小数（57.125 % 印作 57.1）的，与通行的两位小数不一致，不便复核。只作提示，一张表合为一条。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Scores with more, rates with fewer than two decimals."""
    return Fires(
        f.odd_digits > 0, when=f.scores.notnull() | f.fund_score.notnull(), left=f.odd_digits
    )


RULE = Rule(
    code="C-SCR-11",
    title="得分、执行率的小数位数不便复核",
    severity=Severity.INFO,
    grain="form",
    basis=(
        cite("业务惯例", "precision"),
        cite("业务惯例", "rounding"),
    ),
    message="有 {left} 处得分多于两位小数，或执行率少于两位小数：{note.digits}。",
    advice="得分和执行率保留两位小数，四舍五入。",
    doc=__doc__,
    at="digits_at",
    shown="count",
    check=check,
    cases=(
        Case("位数合宜"),
        Case("得分三位小数", {"/indicators/0/score": "9.875"}, at=("/indicators/0/score",)),
        Case(
            "执行率一位小数",
            {"/funds/0/executed": "45.70", "/funds/0/adjusted": "80.00", "/funds/0/rate": "57.1"},
            at=("/funds/0/rate",),
        ),
        Case(
            "没有得分",
            {"/funds/0/score": None, **{f"/indicators/{k}/score": None for k in range(8)}},
            skipped=True,
        ),
    ),
)
