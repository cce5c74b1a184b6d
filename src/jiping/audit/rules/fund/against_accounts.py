"""与决算、国库支付数不符。

全年执行数应与部门决算、国库集中支付的数一致。一张自评表判断不了，要有决算或支付台账才能核对。
"""

from __future__ import annotations

from jiping.audit.rule import Rule, Severity
from jiping.law.cite import cite

RULE = Rule(
    code="C-FUND-13",
    title="与决算、国库支付数不符",
    severity=Severity.ERROR,
    grain="fund",
    basis=(cite("预算法", "75"),),
    message="“{row.label}”全年执行数 {left}，决算或国库支付数为 {right}，相差 {size}。",
    advice="以决算、国库支付数为准更正。",
    doc=__doc__,
    fields=("executed",),
    shown="amount",
    needs="需要部门决算或国库支付台账：提供按项目列示预算数、支付数的表格后才能核对",
)
