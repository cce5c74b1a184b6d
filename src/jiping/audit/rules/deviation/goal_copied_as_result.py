"""实际完成情况照抄预期目标。

去掉“已”“了”“完成”一类的字和标点后，“实际完成情况”与“预期目标”一字不差：写的是打算做什么，不是做成了什么。改写过的、有
实际数的不报告。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """The result's text is the goal's."""
    return Fires(f.goal_copied, when=f.goal_copied.notnull())


RULE = Rule(
    code="C-DEV-22",
    title="实际完成情况照抄预期目标",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("10号", "11"), cite("10号", "24")),
    message="“实际完成情况”与“预期目标”除“已”“完成”一类的字外完全相同，看不出实际做成了什么，请核实。",
    advice="逐条写明实际做了多少、做到什么程度、没有做到的是什么，与指标完成值一致。",
    doc=__doc__,
    fields=("/goal/actual", "/goal/expected"),
    shown="none",
    check=check,
    cases=(
        Case(
            "一字不差",
            {
                "/goal/actual": "全年举办业务培训10场，培训基层经办人员500人次，提高持证上岗率，降低业务差错率。"
            },
            at=("/goal/actual", "/goal/expected"),
        ),
        Case(
            "只加了“已完成”",
            {
                "/goal/actual": "已完成全年举办业务培训10场，培训了基层经办人员500人次；提高了持证上岗率，降低了业务差错率"
            },
            at=("/goal/actual", "/goal/expected"),
        ),
        Case("写了实际数"),
        Case("没有写完成情况", {"/goal/actual": None}),
    ),
)
