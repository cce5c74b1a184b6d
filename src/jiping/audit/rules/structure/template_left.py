"""占位符或模板提示没有替换。

“XX”“***”“请填写”“（示例）”“（200字以内）”一类的模板文字留在表里。“无”“/”“—”是允许的写法，掩去中间几位的号码不算。一张表合为一条。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Wording of the template that nobody replaced."""
    return Fires(f.template_left > 0, left=f.template_left)


RULE = Rule(
    code="C-STR-08",
    title="占位符或模板提示没有替换",
    severity=Severity.ERROR,
    grain="form",
    basis=(cite("业务惯例", "form"),),
    message="有 {left} 处留有占位符、示例或模板提示：{note.templates}。",
    advice="换成实际内容；没有的删去。",
    doc=__doc__,
    at="templates_at",
    shown="count",
    check=check,
    cases=(
        Case("没有占位符"),
        Case("单位名写着XX", {"/unit/name": "XX局"}, at=("/unit/name",)),
        Case("留有字数提示", {"/goal/actual": "完成情况（200字以内）"}, at=("/goal/actual",)),
        Case("横线和“无”是允许的", {"/indicators/0/reason": "无", "/indicators/1/reason": "——"}),
    ),
)
