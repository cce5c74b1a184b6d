"""Whether a project pays the unit's own people."""

from __future__ import annotations

import re

from jiping.model.evaluation import Evaluation
from jiping.model.traits import trait

_PERSONNEL = re.compile(
    "考核奖|目标奖|绩效奖|绩效工资|年终奖|文明奖|奖励性补贴|奖金|工资|津贴|津补贴|人员经费|社会保险|社保缴费|"
    "养老保险缴费|公积金|职业年金|职工福利|工会经费|加班费|值班补助|通讯补贴|交通补贴|取暖费补贴|抚恤金"
)
_OTHERS = re.compile(
    "农民工|保证金|企业|学生|学校|教师节|高龄|老人|老年|残疾|农户|农村|农业|村|社区|科技|科学技术|见义勇为|"
    "奖学金|运动员|人才引进|博士后|居民|群众|优抚|退役|义务兵|志愿|计划生育|失独|困难|救助"
)


@trait("form", "bool")
def personnel_project(e: Evaluation) -> list[bool | None]:
    """项目名称像是本单位人员的奖金、工资: not aid, subsidies or prizes for others. Null without a name."""
    name = e.project.name
    if not name:
        return [None]
    return [_PERSONNEL.search(name) is not None and _OTHERS.search(name) is None]
