"""错别字、文件名称或文号写法不一。

只报没有疑义的：常见错别字、同一文号引用了两个标题、文号的年份没有用六角括号“〔〕”。一张表合为一条。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Typos beyond doubt, one 文号 with two titles, wrong brackets."""
    return Fires(f.spelling_slips > 0, left=f.spelling_slips)


RULE = Rule(
    code="C-STR-13",
    title="错别字、文件名称或文号写法不一",
    severity=Severity.INFO,
    grain="form",
    basis=(cite("业务惯例", "wording"),),
    message="文字有 {left} 处不当：{note.slips}。",
    advice="更正后再公开。",
    doc=__doc__,
    at="slips_at",
    shown="count",
    check=check,
    cases=(
        Case("文字无误"),
        Case("错别字", {"/goal/actual": "培训任务己经全部完成。"}, at=("/goal/actual",)),
        Case(
            "同一文号两个标题",
            {
                "/goal/expected": "按照《关于加强培训工作的意见》（市医保发〔2023〕6号）要求开展培训。",
                "/goal/actual": "按照《加强和改进培训工作的意见》（市医保发〔2023〕6号）完成培训。",
            },
            at=("/goal/expected", "/goal/actual"),
        ),
    ),
)
