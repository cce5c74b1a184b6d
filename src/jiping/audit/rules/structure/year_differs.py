"""年度不一致。

表名、项目名称、时效指标的值中写的年度，与表的年度比较。项目名称中的年度与表不同，而目标或完成情况的文字说到那个年度的
（如上年考核、本年兑现），只作提示。名称中写有几个年度或起止年度而包含表的年度的，视为一致。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> tuple[Fires, Fires, Fires]:
    """Years of the project's name, the title and the time targets."""
    return (
        Fires(
            f.name_year != f.year,
            when=f.name_year.notnull() & f.year.notnull(),
            left=f.name_year,
            right=f.year,
            worse=f.name_year_told,
            words=f.name_year_told.ifelse("项目名称中的年度在文字中有说明", "项目名称中的年度"),
            fields=("/project/name",),
        ),
        Fires(
            f.title_year != f.year,
            when=f.title_year.notnull() & f.year.notnull(),
            left=f.title_year,
            right=f.year,
            words="表名中的年度",
            fields=("/form/title",),
        ),
        Fires(
            f.other_year_values > 0,
            when=f.year.notnull(),
            right=f.year,
            words="时效指标的值写着别的年度",
            fields=("/indicators",),
        ),
    )


RULE = Rule(
    code="C-STR-07",
    title="年度不一致",
    severity=Severity.WARNING,
    grain="form",
    basis=(cite("业务惯例", "year"),),
    message="{words}，与表的年度 {form.year} 不一致，请核实。",
    advice="核对年度；确属跨年度项目的，在文字中说明。",
    doc=__doc__,
    worse=Severity.INFO,
    shown="count",
    check=check,
    cases=(
        Case("名称没有年度"),
        Case("名称写着上年", {"/project/name": "2022年基层培训经费"}, at=("/project/name",)),
        Case(
            "名称写着上年而有说明",
            {
                "/project/name": "2022年基层培训考核奖",
                "/goal/actual": "2022年度考核已于本年完成，奖金已发放。",
            },
            at=("/project/name",),
        ),
        Case("名称写着起止年度", {"/project/name": "2022-2024年基层培训经费"}),
        Case("时效写着别的年度", {"/indicators/3/target": "2022.10"}, at=("/indicators",)),
    ),
)
