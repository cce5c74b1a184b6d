"""项目像是人员支出。

项目支出是基本支出之外、为特定任务安排的支出。项目名称是本单位人员的奖金、工资、津贴补贴、社会保险缴费的，请核实预算
性质。对企业、学生、老人等的奖励和补助，农民工工资等，不在此列。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """The project's name speaks of pay."""
    return Fires(condition=f.personnel_project, when=f.personnel_project.notnull())


RULE = Rule(
    code="C-IND-24",
    title="项目像是人员支出",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("内政5号", "3"),),
    message="“{form.project.name}”像是人员经费，请核实是否应列基本支出。",
    advice="属于基本支出的调整预算科目，不作项目绩效自评；确为项目的，写明任务和依据。",
    doc=__doc__,
    fields=("/project/name",),
    shown="none",
    check=check,
    cases=(
        Case("考核奖", {"/project/name": "2022年领导干部考核奖"}, at=("/project/name",)),
        Case("临时人员工资", {"/project/name": "编外人员工资及社保缴费"}, at=("/project/name",)),
        Case("奖学金", {"/project/name": "高校学生奖学金奖金"}),
        Case("业务培训", {}),
    ),
)
