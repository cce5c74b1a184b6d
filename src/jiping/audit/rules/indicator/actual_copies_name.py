"""完成值照抄指标名称。

实际完成值是本行或别行指标名称中的一段话，没有说明完成得怎样。完成值写明已完成、达到的，与指标值相同的，或者只有两三个字的，
不在此列。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """The actual value stands in an indicator's name."""
    copied = i.copied_from >= 0
    return Fires(
        condition=copied,
        when=i.copied_from.notnull(),
        other=(copied & (i.copied_from != i.row)).ifelse(i.copied_from, None),
    )


RULE = Rule(
    code="C-IND-08",
    title="完成值照抄指标名称",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(cite("10号", "24"),),
    message="“{row.name}”的完成值“{row.actual}”只是指标名称里的话，没有说明完成情况。",
    advice="写明实际做到的数量、程度或等次。",
    doc=__doc__,
    fields=("actual", "name"),
    shown="none",
    check=check,
    cases=(
        Case(
            "抄名称后半段",
            {
                "/indicators/5/name": "激活绿色加工优势丰富群众消费",
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/unit": None,
                "/indicators/5/target": "明显",
                "/indicators/5/actual": "丰富群众消费",
            },
            at=("/indicators/5/actual",),
        ),
        Case(
            "抄别行的名称",
            {
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/unit": None,
                "/indicators/5/target": "明显",
                "/indicators/5/actual": "业务差错率下降幅度",
            },
            at=("/indicators/5/actual", "/indicators/6/actual"),
        ),
        Case(
            "写明已完成",
            {"/indicators/3/target": "按时完成", "/indicators/3/actual": "全部培训完成"},
        ),
        Case(
            "与指标值相同",
            {
                "/indicators/5/name": "制度全覆盖",
                "/indicators/5/nature": "qualitative",
                "/indicators/5/operator": None,
                "/indicators/5/unit": None,
                "/indicators/5/target": "制度全覆盖",
                "/indicators/5/actual": "制度全覆盖",
            },
        ),
    ),
)
