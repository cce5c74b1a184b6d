"""效益指标归类不当。

列在生态效益而名称和指标值都没有一个说到生态环境的词；列在社会、经济效益而指标值是“长期”“持续”（属于可持续影响）；
列在社会、经济效益而名称是要完成的工作任务（属于产出）。名称填“无”的不在此列。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """The fault found in where a benefit row stands."""
    return Fires(condition=i.benefit_fault > 0, when=i.benefit_fault.notnull())


RULE = Rule(
    code="C-IND-09",
    title="效益指标归类不当",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("10号", "13"),
        cite("101号", "groups"),
    ),
    message="“{row.name}”{note.benefit_fault}，请核实归类。",
    advice="移到相应的二级指标下；没有该类效益的不必硬设，分值归入其他效益指标。",
    doc=__doc__,
    fields=("level2", "name"),
    shown="none",
    check=check,
    cases=(
        Case(
            "生态效益说旅游",
            {"/indicators/5/level2": "生态效益指标", "/indicators/5/name": "促进建设最美旅游口岸"},
            at=("/indicators/5/level2",),
        ),
        Case(
            "社会效益填长期",
            {
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/unit": None,
                "/indicators/5/target": "长期",
                "/indicators/5/actual": "长期",
            },
            at=("/indicators/5/level2",),
        ),
        Case(
            "社会效益是工作任务",
            {"/indicators/5/name": "完成年度重点任务"},
            at=("/indicators/5/name",),
        ),
        Case(
            "生态效益说水质",
            {"/indicators/5/level2": "生态效益指标", "/indicators/5/name": "河流断面水质达标率"},
        ),
        Case(
            "可持续影响填长期",
            {
                "/indicators/5/level2": "可持续影响指标",
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/unit": None,
                "/indicators/5/target": "长期",
                "/indicators/5/actual": "长期",
            },
        ),
    ),
)
