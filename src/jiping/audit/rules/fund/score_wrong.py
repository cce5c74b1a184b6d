"""执行率得分有误。

得分＝分值×全年执行数÷全年预算数，不超过分值。由准确的比值，或由表中印对了的执行率，按所印位数四舍五入得到的数，都视为相符：
89.47 % 印 8.95 分、8.9 分均可，印 9 分须四舍五入到整数才相符。只核对年度资金总额一行；“其中”各行印有得分的不计分。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Compare:
    """The printed points of the scored fund line against weight × executed ÷ budget."""
    return Compare(
        left=f.score,
        right=f.computed,
        agree=(f.score <= f.points_weight) & f.score_agrees,
        when=f.is_scored & f.score.notnull(),
        skips=(
            (f.budget == 0, "全年预算数为 0，执行率没有意义，由人判断"),
            (f.budget.isnull() | f.executed.isnull(), "预算数或执行数没有填写"),
            (f.points_weight.isnull(), "没有分值"),
        ),
    )


RULE = Rule(
    code="C-FUND-05",
    title="执行率得分有误",
    severity=Severity.ERROR,
    grain="fund",
    basis=(
        cite("10号", "13"),
        cite("业务惯例", "rounding"),
    ),
    message="“{row.label}”得分填报 {row.score} 分，按执行数 {row.executed} ÷ 预算数 {row.adjusted} 应为 {right} 分，相差 {size} 分。",
    advice="按“分值×全年执行数÷全年预算数”重新计算，保留两位小数，最高不超过分值。",
    doc=__doc__,
    fields=(
        "score",
        "executed",
        "adjusted",
    ),
    check=check,
    cases=(
        Case(
            "按准确比值",
            {
                "/funds/0/executed": "13.75",
                "/funds/0/adjusted": "15.36",
                "/funds/0/rate": "89.52",
                "/funds/0/score": "8.95",
            },
        ),
        Case(
            "按印出的执行率",
            {
                "/funds/0/executed": "89.47",
                "/funds/0/adjusted": "100.00",
                "/funds/0/rate": "89.5",
                "/funds/0/score": "8.95",
            },
        ),
        Case(
            "四舍五入到整数",
            {"/funds/0/executed": "45.00", "/funds/0/rate": "90.00", "/funds/0/score": "9"},
        ),
        Case(
            "整数少了一分",
            {"/funds/0/executed": "45.00", "/funds/0/rate": "90.00", "/funds/0/score": "8"},
            at=("/funds/0/score",),
        ),
        Case(
            "未执行完仍得满分",
            {"/funds/0/executed": "45.70", "/funds/0/adjusted": "80.00", "/funds/0/rate": "57.13"},
            at=("/funds/0/score",),
        ),
        Case("分项印有得分不算", {"/funds/1/score": "7"}),
        Case("超过分值", {"/funds/0/score": "10.5"}, at=("/funds/0/score",)),
        Case("预算为零", {"/funds/0/executed": "0.00", "/funds/0/adjusted": "0.00"}, skipped=True),
    ),
)
