"""目标空泛。

预期目标每一句都是贯彻落实、推动加强一类政策性、方向性的话，没有一个数，也没有一项具体任务；或者预期目标写了任务，但预期
目标和实际完成情况从头到尾没有一个数量。年份、文号、序号不算数量。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Why the goal is vague, as found in its text."""
    return Fires(condition=f.goal_fault > 0, when=f.goal_fault.notnull())


RULE = Rule(
    code="C-IND-17",
    title="目标空泛",
    severity=Severity.WARNING,
    grain="form",
    basis=(
        cite("88号", "clear"),
        cite("88号", "quantified"),
    ),
    message="{note.goal_fault}。",
    advice="写明本项目做什么、做多少、达到什么效果、花多少钱，完成情况逐条对应写实。",
    doc=__doc__,
    fields=("/goal/expected", "/goal/actual"),
    shown="none",
    check=check,
    cases=(
        Case(
            "只有政策表述",
            {
                "/goal/expected": "为贯彻党的二十大精神，落实中央经济工作会议精神，持续推动对外开放，加强区域联系。"
            },
            at=("/goal/expected",),
        ),
        Case(
            "全文没有一个数量",
            {
                "/goal/expected": "举办业务培训，提高持证上岗率。",
                "/goal/actual": "完成了业务培训，持证上岗率有所提高。",
            },
            at=("/goal/actual",),
        ),
        Case("完成情况有数量", {"/goal/expected": "举办业务培训，提高持证上岗率。"}),
        Case("没有填目标", {"/goal/expected": None}),
    ),
)
