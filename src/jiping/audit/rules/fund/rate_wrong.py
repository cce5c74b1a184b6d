"""执行率计算有误。

执行率＝全年执行数÷全年预算数。所印执行率若是准确值按所印位数四舍五入的结果，视为相符：57.125 % 印作 57.13 或 57.1
都相符，印作 57.12 不相符。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Compare:
    """The printed rate of every fund line against executed ÷ budget."""
    return Compare(
        left=f.rate,
        right=f.computed_rate,
        agree=f.rate_agrees,
        when=f.rate.notnull() & (f.budget.isnull() | (f.budget != 0)),
        skips=((f.budget.isnull() | f.executed.isnull(), "预算数或执行数没有填写"),),
    )


RULE = Rule(
    code="C-FUND-03",
    title="执行率计算有误",
    severity=Severity.ERROR,
    grain="fund",
    basis=(cite("FORM-SC", "rate"), cite("业务惯例", "rounding")),
    message="“{row.label}”执行率印作 {row.rate} %，按全年执行数 {row.executed} ÷ 全年预算数 {row.adjusted} 应为 {right} %。",
    advice="按“全年执行数÷全年预算数”重新计算执行率，保留两位小数，四舍五入。",
    doc=__doc__,
    fields=("rate", "executed", "adjusted"),
    shown="percent",
    check=check,
    cases=(
        Case(
            "四舍五入到两位",
            {"/funds/0/executed": "45.70", "/funds/0/adjusted": "80.00", "/funds/0/rate": "57.13"},
        ),
        Case(
            "只印一位小数",
            {"/funds/0/executed": "45.70", "/funds/0/adjusted": "80.00", "/funds/0/rate": "57.1"},
        ),
        Case(
            "舍去了尾数",
            {"/funds/0/executed": "45.70", "/funds/0/adjusted": "80.00", "/funds/0/rate": "57.12"},
            at=("/funds/0/rate",),
        ),
        Case("没有填执行数", {"/funds/0/executed": None, "/funds/1/executed": None}, skipped=True),
    ),
)
