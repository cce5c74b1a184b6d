"""名称不像指标。

名称只是一项工作（调研检查）、一次日常采购（购买办公用品、印刷资料），或者以“等”收尾，看不出衡量什么、范围到哪里。
成本指标按费用名称列示，不在此列。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """The fault found in the name."""
    return Fires(condition=i.naming_fault > 0, when=i.naming_fault.notnull())


RULE = Rule(
    code="C-IND-14",
    title="名称不像指标",
    severity=Severity.INFO,
    grain="indicator",
    basis=(
        cite("业务惯例", "naming"),
        cite("101号", "principle"),
    ),
    message="“{row.name}”{note.naming_fault}。",
    advice="名称写成“做什么＋衡量什么”，如“调研检查次数”“调研报告采纳率”。",
    doc=__doc__,
    fields=("name",),
    shown="none",
    check=check,
    cases=(
        Case("只有任务名称", {"/indicators/0/name": "调研检查"}, at=("/indicators/0/name",)),
        Case(
            "日常采购",
            {"/indicators/0/name": "购买办公用品", "/indicators/0/unit": "批次"},
            at=("/indicators/0/name",),
        ),
        Case(
            "以等收尾", {"/indicators/0/name": "编印业务手册和折页等"}, at=("/indicators/0/name",)
        ),
        Case("任务加次数", {"/indicators/0/name": "调研检查次数"}),
        Case("成本按费用列示", {"/indicators/4/name": "印刷"}),
    ),
)
