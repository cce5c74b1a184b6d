"""定性指标的值是数。

指标性质填“定性”，而年度指标值是一个数、百分比或时长（100%、3天），本可以按数量计分。时效指标填日期（2023.1-12、
2023年10月）的不在此列。同一指标在别的项目里常按正向或等于填报，性质填错会使计分方法也跟着错。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A qualitative row whose target is a quantity and no date."""
    return Fires(
        condition=i.target.notnull() & i.target_end.isnull(),
        when=(i.nature == "qualitative") & i.measurability.notnull(),
    )


RULE = Rule(
    code="C-IND-01",
    title="定性指标的值是数",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("101号", "principle"),),
    message="“{row.name}”填作定性指标，而指标值“{row.target}”是可以计量的数。",
    advice="改填正向、反向或等于，写明方向、指标值和计量单位，按定量指标计分。",
    doc=__doc__,
    fields=("nature", "target"),
    shown="none",
    check=check,
    cases=(
        Case(
            "定性指标填百分比",
            {
                "/indicators/2/nature": "qualitative",
                "/indicators/2/operator": None,
                "/indicators/2/target": "100%",
                "/indicators/2/actual": "100",
                "/indicators/2/unit": None,
            },
            at=("/indicators/2/nature",),
        ),
        Case(
            "定性指标填天数",
            {"/indicators/3/target": "3天", "/indicators/3/actual": "3天"},
            at=("/indicators/3/target",),
        ),
        Case(
            "时效填年月", {"/indicators/3/target": "2023.1-12", "/indicators/3/actual": "2023.11"}
        ),
        Case(
            "定性指标填等次",
            {
                "/indicators/2/nature": "qualitative",
                "/indicators/2/operator": None,
                "/indicators/2/target": "优秀",
                "/indicators/2/actual": "优秀",
                "/indicators/2/unit": None,
            },
        ),
    ),
)
