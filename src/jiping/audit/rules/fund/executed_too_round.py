"""执行数过整。

全年执行数是整万元，又不等于全年预算数，而成本指标的完成值精确到百元以下。取整的执行数会使执行率和得分都不准。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import REMOVE, Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """A whole executed amount beside costs that are not."""
    return Fires(f.cost_finer, when=f.cost_finer.notnull())


RULE = Rule(
    code="C-FUND-14",
    title="执行数过整",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("业务惯例", "precision"),),
    message="全年执行数是整万元，而成本指标的金额精确到元；执行数可能取了整，请核实。",
    advice="按实际支付数填写全年执行数，并重新计算执行率和得分。",
    doc=__doc__,
    fields=("/funds/0/executed",),
    shown="none",
    check=check,
    cases=(
        Case("执行数等于预算数", {"/indicators/4/actual": "49.123456"}),
        Case(
            "执行数取整",
            {"/funds/0/executed": "45.00", "/indicators/4/actual": "44.771575"},
            at=("/funds/0/executed",),
        ),
        Case("没有成本指标", {"/indicators/4": REMOVE}, skipped=True),
    ),
)
