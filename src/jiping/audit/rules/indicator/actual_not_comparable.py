"""完成值与指标值不可比。

完成值应当回答指标值提出的要求。指标值说“明显”而完成值写一句与程度无关的话，指标值说“有效洽谈交流”而完成值写
“签订4项协议”，指标值以天计而完成值以百分比计，都无从判断是否达到。完成值写明达成、部分达成、未达成，或者与指标值有
相同用词的，视为可比。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """Target and actual of different kinds."""
    return Fires(condition=i.incomparable, when=i.incomparable.notnull())


RULE = Rule(
    code="C-IND-07",
    title="完成值与指标值不可比",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("10号", "16"),
        cite("101号", "scoring"),
    ),
    message="“{row.name}”指标值为“{row.target}”，完成值为“{row.actual}”，说的不是一回事，无法判断是否达到。",
    advice="按指标值的口径填写完成值；原指标值不能反映成果的，下年度改用可计量的指标值。",
    doc=__doc__,
    fields=("actual", "target"),
    shown="none",
    check=check,
    cases=(
        Case(
            "洽谈交流对签订协议",
            {
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/unit": None,
                "/indicators/5/target": "有效洽谈交流",
                "/indicators/5/actual": "签订4项销售合作协议",
            },
            at=("/indicators/5/actual",),
        ),
        Case(
            "明显对一句短语",
            {
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/unit": None,
                "/indicators/5/target": "明显",
                "/indicators/5/actual": "丰富群众消费",
            },
            at=("/indicators/5/actual",),
        ),
        Case(
            "天数对百分比",
            {"/indicators/3/target": "3天", "/indicators/3/actual": "100%"},
            at=("/indicators/3/actual",),
        ),
        Case(
            "写明部分达成",
            {
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/unit": None,
                "/indicators/5/target": "明显",
                "/indicators/5/actual": "部分达成",
            },
        ),
        Case(
            "同一说法",
            {
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/unit": None,
                "/indicators/5/target": "有效提升",
                "/indicators/5/actual": "持证率明显提升",
            },
        ),
        Case("没有填完成值", {"/indicators/3/actual": None}),
    ),
)
