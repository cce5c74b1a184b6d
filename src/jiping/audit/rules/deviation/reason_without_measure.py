"""写了原因，没有写改进措施。

偏差原因栏要写两件事：为什么没有做到，打算怎么办。扣了分的行写明了原因，却看不到一句今后或已经采取的措施，提示补写。
原因本身空泛的见 C-DEV-16。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """Points lost, the cause told, and not a word of what is done about it."""
    return Fires(
        ~i.reason_names_measure,
        when=(i.score < i.weight) & i.reason_given & ~i.reason_is_hollow,
    )


RULE = Rule(
    code="C-DEV-24",
    title="有原因而无改进措施",
    severity=Severity.INFO,
    grain="indicator",
    basis=(cite("10号", "11"),),
    message="“{row.name}”扣了分，写了原因“{row.reason}”，没有写改进措施。",
    advice="补写措施：做什么、谁负责、何时完成；客观上不必改进的，也写明。",
    doc=__doc__,
    fields=("reason",),
    shown="none",
    check=check,
    cases=(
        Case(
            "只有原因",
            {
                "/indicators/0": {
                    "actual": "8",
                    "score": "8",
                    "reason": "连日暴雨致道路中断，两场培训没有办成",
                }
            },
            at=("/indicators/0/reason",),
        ),
        Case(
            "有原因有措施",
            {
                "/indicators/0": {
                    "actual": "8",
                    "score": "8",
                    "reason": "连日暴雨致道路中断，两场培训没有办成，定于次年三月补办",
                }
            },
        ),
        Case("没有扣分", {"/indicators/0/reason": "连日暴雨致道路中断，改为线上举办"}),
    ),
)
