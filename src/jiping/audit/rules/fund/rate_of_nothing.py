"""0÷0 的执行率印作 0。

预算数和执行数都是 0 的行，执行率没有意义，应填横线。多数自动生成的表印作 0，只作提示，一张表合为一条。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import REMOVE, Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Fund lines of 0 ÷ 0 whose rate is printed as 0."""
    return Fires(f.zero_rates > 0, when=f.zero_lines > 0, left=f.zero_rates)


RULE = Rule(
    code="C-FUND-11",
    title="0÷0 的执行率印作 0",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("业务惯例", "zero-budget"),),
    message="有 {left} 行资金的预算数和执行数都是 0，执行率印作 0；没有预算就没有执行率。",
    advice="这些行的执行率填“—”。",
    doc=__doc__,
    at="zero_rates_at",
    shown="count",
    check=check,
    cases=(
        Case("零预算不印执行率"),
        Case(
            "零预算印作零",
            {"/funds/2/rate": "0", "/funds/3/rate": "0.00"},
            at=("/funds/2/rate", "/funds/3/rate"),
        ),
        Case("各行都有预算", {"/funds/2": REMOVE, "/funds/3": REMOVE}, skipped=True),
    ),
)
