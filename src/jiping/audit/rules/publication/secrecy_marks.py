"""含有涉密字样。

密级标志（“秘密★”“机密”“绝密”）、“密级：”“国家秘密”“涉密项目”一类的字样。“商业秘密”“保守秘密”不算。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Marks of secrecy and words about secret matters."""
    return Fires(f.secrecy_marks > 0, left=f.secrecy_marks)


RULE = Rule(
    code="C-PUB-04",
    title="含有涉密字样",
    severity=Severity.ERROR,
    grain="form",
    basis=(cite("预算法", "14"),),
    message="有 {left} 处涉密字样：{note.secrets}。",
    advice="涉及国家秘密的内容不得公开；请先经保密审查。",
    doc=__doc__,
    at="secrets_at",
    shown="count",
    check=check,
    cases=(
        Case("没有涉密字样"),
        Case("密级标志", {"/form/title": "秘密★1年 项目支出绩效自评表"}, at=("/form/title",)),
        Case("涉密项目", {"/goal/actual": "完成涉密信息系统改造。"}, at=("/goal/actual",)),
        Case("商业秘密", {"/goal/actual": "与供应商约定保守商业秘密。"}),
    ),
)
