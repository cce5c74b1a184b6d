"""定性满分没有评分依据。

定性指标的完成值与指标值一字不差、得满分，偏差原因栏也没有说明。“优秀”“合格”“是”一类本身可以核对的不算；时间、数字写成定性的
不算。一张表合为一条。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Qualitative rows that repeat their target and get full points."""
    return Fires(f.copied_full > 0, when=f.qualitative_full > 0, left=f.copied_full)


RULE = Rule(
    code="C-SCR-08",
    title="定性满分没有评分依据",
    severity=Severity.WARNING,
    grain="form",
    basis=(
        cite("10号", "16"),
        cite("10号", "24"),
    ),
    message="{left} 行定性指标的完成值照抄指标值而得满分：{note.copied}；看不出实际做到什么程度。",
    advice="写明可以核对的完成情况（数量、文件、事例），再按档评分。",
    doc=__doc__,
    at="copied_at",
    shown="count",
    check=check,
    cases=(
        Case("没有定性指标", {}, skipped=True),
        Case(
            "照抄指标值得满分",
            {
                "/indicators/5": {
                    "nature": "qualitative",
                    "operator": None,
                    "target": "有效提升",
                    "actual": "有效提升",
                    "unit": None,
                }
            },
            at=("/indicators/5/actual",),
        ),
        Case(
            "写明了做到什么",
            {
                "/indicators/5": {
                    "nature": "qualitative",
                    "operator": None,
                    "target": "有效提升",
                    "actual": "持证上岗率由86%升至93%",
                    "unit": None,
                }
            },
        ),
    ),
)
