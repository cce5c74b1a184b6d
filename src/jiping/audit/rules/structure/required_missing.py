"""必填栏目没有填。

项目名称、主管部门、实施单位、年度、年度资金总额（预算数和执行数）、预期目标、实际完成情况都应填写。空白和“—”“/”等于没有填，0 是填了。
一张表合为一条。原表没有的栏目（表样里就没有这一栏）不算。原表还有没读入的文字时，文字栏目空着可能是没有读到，
不说它没有填：只剩这样的栏目时，这条规则不判断。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Required fields that hold nothing."""
    unsure = f.unread_fields > 0
    return Fires(
        f.missing_fields > 0,
        left=f.missing_fields,
        words=unsure.ifelse("另有文字栏目空着，可能是没有读到，请对照原表。", ""),
        skips=(
            (
                (f.missing_fields == 0) & unsure,
                "有文字栏目空着，而原表有没读入的文字，不能断定没有填",
            ),
        ),
    )


_READ = {"balanced": True, "repairs": [], "unread": []}

RULE = Rule(
    code="C-STR-01",
    title="必填栏目没有填",
    severity=Severity.ERROR,
    grain="form",
    basis=(
        cite("10号", "24"),
        cite("业务惯例", "form"),
    ),
    message="有 {left} 个必填栏目没有填：{note.missing}。{words}",
    advice="补填后重新提交。",
    doc=__doc__,
    at="missing_at",
    shown="count",
    check=check,
    cases=(
        Case("都填了"),
        Case("没有填项目名称", {"/project/name": None}, at=("/project/name",)),
        Case("目标填了横线", {"/goal/expected": "——"}, at=("/goal/expected",)),
        Case("没有填执行数", {"/funds/0/executed": None}, at=("/funds/0/executed",)),
        Case(
            "原表没有目标栏",
            {
                "/goal/expected": None,
                "/reading": {**_READ, "absent": ["/goal/expected"]},
            },
        ),
        Case(
            "目标可能没有读到",
            {
                "/goal/expected": None,
                "/reading": {**_READ, "unread": [{"text": "保障口岸正常运行"}]},
            },
            skipped=True,
        ),
        Case(
            "目标可能没有读到，执行数没有填",
            {
                "/goal/expected": None,
                "/funds/0/executed": None,
                "/reading": {**_READ, "unread": [{"text": "保障口岸正常运行"}]},
            },
            at=("/funds/0/executed",),
        ),
        Case("执行数为零", {"/funds/0/executed": "0.00"}),
    ),
)
