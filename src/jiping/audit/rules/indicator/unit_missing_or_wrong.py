"""计量单位缺失或有误。

指标值是数的，应有计量单位；名称末尾已写明“人次”“次数”“面积”等，或括号中写明单位的，不再要求。指标值和完成值应当同时
带单位或同时不带。名称是率、比例、满意度而单位不是百分比的（效率、频率、功率等除外），以百分比计而超过100%的（增长、
提高、完成率、利用率等可以超过100%的除外），视为有误。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """The unit fault found in the row's values and name."""
    return Fires(condition=i.unit_fault > 0, when=i.unit_fault.notnull())


RULE = Rule(
    code="C-IND-05",
    title="计量单位缺失或有误",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("业务惯例", "unit"),
        cite("101号", "fields"),
    ),
    message="“{row.name}”计量单位有误：{note.unit_fault}。",
    advice="补齐或改正计量单位，指标值和完成值用同一单位。",
    doc=__doc__,
    fields=("unit", "target", "actual"),
    shown="none",
    check=check,
    cases=(
        Case(
            "没有计量单位",
            {"/indicators/0/name": "举办业务培训", "/indicators/0/unit": None},
            at=("/indicators/0/unit",),
        ),
        Case(
            "只有指标值带百分号",
            {
                "/indicators/2/unit": None,
                "/indicators/2/target": "100%",
                "/indicators/2/actual": "100",
            },
            at=("/indicators/2/unit",),
        ),
        Case("合格率超过百分之百", {"/indicators/2/actual": "105"}, at=("/indicators/2/actual",)),
        Case(
            "覆盖率以家计",
            {"/indicators/2/name": "培训覆盖率", "/indicators/2/unit": "家"},
            at=("/indicators/2/unit",),
        ),
        Case(
            "名称已写明人次", {"/indicators/1/name": "培训基层经办人次", "/indicators/1/unit": None}
        ),
        Case(
            "增长率超过百分之百",
            {"/indicators/6/name": "业务量增长率", "/indicators/6/actual": "120"},
        ),
        Case(
            "执法效率以件计", {"/indicators/2/name": "人均办件效率", "/indicators/2/unit": "件/天"}
        ),
    ),
)
