"""满意度的对象不当。

满意度应问项目的服务对象。问本单位干部职工（而项目并非为职工服务），或问受奖励者本人的，请核实。项目名称表明为本单位
人员服务的（培训、食堂、体检、办公等）不报告。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """The wording of the row names the unit's own people or those rewarded."""
    return Fires(i.asks_own_people, when=i.is_satisfaction)


RULE = Rule(
    code="C-DEV-05",
    title="满意度对象不当",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("101号", "satisfaction"),),
    message="“{row.name}”的对象是本单位人员或利益相关人，请核实是否为本项目的服务对象。",
    advice="改为向项目的服务对象调查；确为服务对象的，请说明。",
    doc=__doc__,
    fields=("name",),
    shown="none",
    check=check,
    cases=(
        Case(
            "对外项目问本单位职工",
            {"/project/name": "口岸经费", "/indicators/7/name": "干部职工满意度"},
            at=("/indicators/7/name",),
        ),
        Case(
            "问受奖励者", {"/indicators/7/name": "受奖励领导干部满意度"}, at=("/indicators/7/name",)
        ),
        Case("职工培训项目问职工", {"/indicators/7/name": "干部职工满意度"}),
        Case("问参训人员", {}),
    ),
)
