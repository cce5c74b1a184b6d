"""时效指标检验不了进度。

时效指标以全年为时限（2023.1-12、全年、2023年），只要在年内就算按时；或者考核的是拨款、用款的时间，不是产出完成的时间。
写明期限的（12月底前、2023年10月）不在此列。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """A time target that is the whole year, or the time of payment."""
    return Fires(condition=i.year_range > 0, when=i.year_range.notnull())


RULE = Rule(
    code="C-IND-12",
    title="时效指标检验不了进度",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("101号", "values"),
        cite("业务惯例", "dates"),
    ),
    message="“{row.name}”{note.year_range}。",
    advice="写明产出应当完成的具体期限，如“2023年10月底前”，没有时间要求的可不设时效指标。",
    doc=__doc__,
    fields=("target", "name"),
    shown="none",
    check=check,
    cases=(
        Case(
            "全年区间",
            {"/indicators/3/target": "2023.1-12", "/indicators/3/actual": "2023.1-12"},
            at=("/indicators/3/target",),
        ),
        Case(
            "双横线的全年区间",
            {"/indicators/3/target": "2023.1--12月", "/indicators/3/actual": "2023.12"},
            at=("/indicators/3/target",),
        ),
        Case(
            "拨款时间",
            {
                "/indicators/3/name": "拨款时间",
                "/indicators/3/target": "2023年9-12月",
                "/indicators/3/actual": "2023.11",
            },
            at=("/indicators/3/name",),
        ),
        Case(
            "写明期限",
            {"/indicators/3/target": "2023年12月底前", "/indicators/3/actual": "2023年11月"},
        ),
        Case(
            "天数",
            {
                "/indicators/3/target": "30",
                "/indicators/3/actual": "28",
                "/indicators/3/unit": "天",
                "/indicators/3/nature": "negative",
                "/indicators/3/operator": "<=",
            },
        ),
    ),
)
