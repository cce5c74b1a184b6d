"""金额为负数。

年初预算数、全年预算数、全年执行数中有负数。预算数不会是负的；执行数为负的，多是收回以前年度支出没有单独说明。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """An amount below zero."""
    known = f.initial.notnull() | f.adjusted.notnull() | f.executed.notnull()
    below = (f.initial < 0).fill_null(False) | (f.adjusted < 0).fill_null(False)
    return Fires(below | (f.executed < 0).fill_null(False), when=known)


RULE = Rule(
    code="C-FUND-15",
    title="金额为负数",
    severity=Severity.WARNING,
    grain="fund",
    basis=(cite("业务惯例", "amounts"),),
    message="“{row.label}”的金额有负数（年初预算数 {row.initial}，全年预算数 {row.adjusted}，全年执行数 {row.executed}），请核实。",
    advice="改正填错的金额；确有冲减、收回的，在原因中写明。",
    doc=__doc__,
    fields=("initial", "adjusted", "executed"),
    shown="none",
    check=check,
    cases=(
        Case(
            "结转填成负数",
            {"/funds/2/initial": "-5.00", "/funds/3/initial": "5.00"},
            at=("/funds/2/initial",),
        ),
        Case("执行数为负", {"/funds/2/executed": "-5.00"}, at=("/funds/2/executed",)),
        Case("都不为负"),
    ),
)
