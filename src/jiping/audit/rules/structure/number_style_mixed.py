"""数字写法不统一。

同样是整数的得分，有的印作“10”，有的印作“100.0”。只看得分和总分；日期写法不一见 C-IND-13。一张表合为一条。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Whole scores printed with and without decimals."""
    return Fires(f.mixed_decimals, when=f.scores.notnull())


RULE = Rule(
    code="C-STR-14",
    title="数字写法不统一",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("业务惯例", "precision"),),
    message="得分有的印小数位，有的不印（如 {note.mixed}）。",
    advice="统一得分的小数位数。",
    doc=__doc__,
    at="mixed_at",
    shown="none",
    check=check,
    cases=(
        Case("写法一致"),
        Case("总分印作100.0", {"/total/score": "100.0"}, at=("/total/score",)),
        Case("没有得分", {f"/indicators/{k}/score": None for k in range(8)}, skipped=True),
    ),
)
