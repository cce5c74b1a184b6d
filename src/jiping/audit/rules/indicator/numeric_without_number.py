"""定量指标没有数。

正向、反向、等于指标，或者填了指标方向的指标，年度指标值和实际完成值都应当是数。没有填性质和方向的，指标值是数而
完成值只写“达成预期指标”之类的，也无法按完成比例计分。值中带有数字的文字、日期不算没有数；“无”和整列未填完成值的
目标表不在此列。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A numeric row whose target or actual holds no number."""
    return Fires(condition=i.number_fault > 0, when=i.number_fault.notnull())


RULE = Rule(
    code="C-IND-02",
    title="定量指标没有数",
    severity=Severity.ERROR,
    grain="indicator",
    basis=(
        cite("101号", "fields"),
        cite("业务惯例", "unit"),
    ),
    message="“{row.name}”是定量指标，{note.number_fault}，无法按完成比例计分。",
    advice="填写具体的数和计量单位；确实不能用数衡量的，改为定性指标并写明评判等次。",
    doc=__doc__,
    fields=("target", "actual"),
    shown="none",
    check=check,
    cases=(
        Case(
            "完成值只写达成", {"/indicators/0/actual": "达成预期指标"}, at=("/indicators/0/actual",)
        ),
        Case(
            "未填性质而指标值是数",
            {
                "/indicators/0/nature": None,
                "/indicators/0/operator": None,
                "/indicators/0/actual": "达成预期指标",
            },
            at=("/indicators/0/actual",),
        ),
        Case("没有填完成值", {"/indicators/1/actual": None}, at=("/indicators/1/actual",)),
        Case("指标值是有效", {"/indicators/1/target": "有效"}, at=("/indicators/1/target",)),
        Case(
            "带单位和余字的数", {"/indicators/0/target": "10场", "/indicators/0/actual": "11余场"}
        ),
        Case(
            "定性指标",
            {
                "/indicators/0/nature": "qualitative",
                "/indicators/0/operator": None,
                "/indicators/0/target": "有效",
                "/indicators/0/actual": "有效",
            },
        ),
    ),
)
