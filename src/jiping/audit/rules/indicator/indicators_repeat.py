"""指标互相重复。

同一张表里的两个指标，有以下情形之一的，请核实是否同一成果计了两次分：

- 名称和单位相同，或者名称只差“次数”“数量”一类的字而指标值也相同；
- 名称和指标值相同，列在两个二级指标下；
- 名称相近，一个说全部、国内外，另一个说其中一部分；
- 指标值、完成值都是1，说的是同一件事（1人、1次）；
- 单价乘以数量正好是另一个总额指标。

春季和秋季、小学和初中这样并列的两项不算重复。成本金额的重复列示另有规则。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(i: Row) -> Fires:
    """The earlier row that a row repeats."""
    repeated = i.repeats >= 0
    return Fires(
        condition=repeated,
        when=i.repeats.notnull(),
        other=repeated.ifelse(i.repeats, None),
    )


RULE = Rule(
    code="C-IND-18",
    title="指标互相重复",
    severity=Severity.WARNING,
    grain="indicator",
    basis=(
        cite("业务惯例", "naming"),
        cite("101号", "principle"),
    ),
    message="“{row.name}”{note.repeats}，请核实。",
    advice="保留其中一个，或者改为互不包含的两项，分值合并到主要指标。",
    doc=__doc__,
    fields=("name",),
    shown="none",
    check=check,
    cases=(
        Case(
            "一个包含另一个",
            {
                "/indicators/0": {
                    "name": "组织国际国内参展企业进行宣传",
                    "unit": "家",
                    "target": "80",
                    "actual": "100",
                },
                "/indicators/1": {
                    "name": "本地参展企业进行宣传",
                    "unit": "家",
                    "target": "20",
                    "actual": "25",
                },
            },
            at=("/indicators/1/name", "/indicators/0/name"),
        ),
        Case(
            "一人一次",
            {
                "/indicators/0": {
                    "name": "奖励干部人数",
                    "unit": "人",
                    "target": "1",
                    "actual": "1",
                },
                "/indicators/1": {
                    "name": "奖励资金发放次数",
                    "unit": "次",
                    "target": "1",
                    "actual": "1",
                },
            },
            at=("/indicators/1/name", "/indicators/0/name"),
        ),
        Case(
            "单价乘数量等于总额",
            {
                "/indicators/1": {"unit": "人"},
                "/indicators/4": {"target": "50", "actual": "52"},
                "/indicators/-": {
                    "level1": "产出指标",
                    "level2": "成本指标",
                    "name": "人均培训费",
                    "nature": "negative",
                    "operator": "<=",
                    "unit": "元/人",
                    "target": "1000",
                    "actual": "1000",
                },
            },
            at=("/indicators/8/name", "/indicators/4/name"),
        ),
        Case(
            "名称相同",
            {"/indicators/1": {"name": "举办业务培训场次", "unit": "场"}},
            at=("/indicators/1/name",),
        ),
        Case(
            "产出和效益各列一次",
            {"/indicators/5": {"name": "结业考试合格率", "target": "95", "actual": "97.5"}},
            at=("/indicators/5/name", "/indicators/2/name"),
        ),
        Case(
            "对象不同的两项",
            {
                "/indicators/0": {
                    "name": "资助小学困难学生人数",
                    "unit": "人次",
                    "target": "100",
                    "actual": "100",
                },
                "/indicators/1": {"name": "资助初中困难学生人数", "target": "80", "actual": "80"},
            },
        ),
        Case("样表", {}),
    ),
)
