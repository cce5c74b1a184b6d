"""文字与指标不一致。

“实际完成情况”里说到的数，按单位和名称对到唯一的一行指标，再与完成值比较。“30余家”指30至39家，“约50”容许一成出入，
“200以上”指不少于200，其余应当相等（文字少印小数的按所印位数四舍五入）。说的是其中一部分、去年或人均的不比较；对不上
唯一一行的不判断。相符的也计入核对数。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Compare:
    """The number told in the text against the actual value of its row."""
    return Compare(left=i.actual, right=i.told, agree=i.told_agrees, when=i.told_agrees.notnull())


RULE = Rule(
    code="C-DEV-15",
    title="文字与指标不一致",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("10号", "24"), cite("业务惯例", "amounts")),
    message="“{row.name}”完成值 {row.actual}，而实际完成情况的文字中说的是 {right}，请核实。",
    advice="核对原始资料，使文字和指标一致；所说的不是一回事时，请写清楚。",
    doc=__doc__,
    fields=("actual", "/goal/actual"),
    shown="value",
    check=check,
    cases=(
        Case("文字与指标相同", {}),
        Case("文字说“10余场”", {"/goal/actual": "全年举办业务培训10余场，效果良好。"}),
        Case(
            "文字说8场，指标填11场",
            {"/goal/actual": "全年举办业务培训8场。"},
            at=("/indicators/0/actual", "/goal/actual"),
        ),
        Case("说的是其中一部分", {"/goal/actual": "举办业务培训，其中线上业务培训3场。"}),
        Case("文字没有数", {"/goal/actual": "全面完成了各项培训任务。"}),
    ),
)
