"""成本合计与执行数不符。

以金额计、可以相加的成本指标（元、万元、亿元；单价、标准、人均不算），完成值合计应与年度资金总额的全年执行数相当，允许相差
0.02 万元或执行数的千分之一。重复列示的成本先去掉，见 C-DEV-09。合计大于执行数是错误；小于执行数，成本指标又计划了
全部预算的，请核实其余的钱花在哪里。成本指标本来只计划了部分资金的，少于执行数不作判断。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import wide

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Compare:
    """Sum of additive cost actuals against the executed amount."""
    off = (wide(f.cost_sum) - wide(f.total_executed)).abs()
    more = f.cost_sum > f.total_executed
    partly = (wide(f.cost_target_sum) * 100 < wide(f.total_budget) * 95).fill_null(True)
    return Compare(
        left=f.cost_sum,
        right=f.total_executed,
        agree=(off <= f.wan_cent * 2) | (off * 1000 <= f.total_executed),
        when=f.cost_rows > 0,
        worse=more,
        skips=(
            (f.cost_unfilled > 0, "有的成本指标没有填完成金额"),
            (f.total_executed.isnull(), "没有填全年执行数"),
            ((f.total_executed == 0) & (f.parts_executed > 0), "资金总额为零而分项有数，无从比较"),
            (
                partly & ~more & (off > f.wan_cent * 2),
                "成本指标只计划了部分资金，少于执行数不作判断",
            ),
        ),
    )


RULE = Rule(
    code="C-DEV-07",
    title="成本合计与执行数不符",
    severity=Severity.WARNING,
    worse=Severity.ERROR,
    grain="form",
    basis=(cite("10号", "24"), cite("业务惯例", "cost")),
    message="成本指标完成值合计 {left} {form.form.amount_unit}（{note.costs_added}），全年执行数 {right} {form.form.amount_unit}，相差 {size} {form.form.amount_unit}。",
    advice="按会计账核对各项成本和执行数，更正填错的一方；有成本没有列入指标的，补充说明。",
    doc=__doc__,
    fields=("/funds/0/executed",),
    shown="amount",
    check=check,
    cases=(
        Case("相符", {}),
        Case("成本多于执行数", {"/indicators/4/actual": "51.00"}, at=("/funds/0/executed",)),
        Case("有钱没有着落", {"/indicators/4/actual": "49.00"}, at=("/funds/0/executed",)),
        Case(
            "元折算成万元",
            {"/indicators/4": {"unit": "元", "target": "500000", "actual": "500000"}},
        ),
        Case("差在舍入之内", {"/indicators/4/actual": "49.980001"}),
        Case(
            "单价不相加",
            {"/indicators/4": {"name": "人均培训成本", "actual": "0.1", "target": "0.1"}},
        ),
        Case("只计划了部分资金", {"/indicators/4": {"target": "20", "actual": "18"}}, skipped=True),
        Case("没有填完成金额", {"/indicators/4/actual": None}, skipped=True),
    ),
)
