"""执行率偏低无说明。

全年执行数÷全年预算数低于 90 %（以计分方案为准），而资金行的原因、成本指标的原因、实际完成情况、表尾各栏都没有“原因”
“结余”“由于”一类的说明，作警告；低于 60 % 作错误。按准确的比值判断，不按印出的执行率。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE, wide

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """A rate below the scheme's line with no explanation anywhere."""
    paid = wide(f.executed) * (100 * ONE)
    low = paid < wide(f.budget) * f.scheme.rate_warn
    return Fires(
        low & ~f.form.execution_explained,
        when=f.is_scored,
        left=f.computed_rate,
        right=f.scheme.rate_warn,
        worse=paid < wide(f.budget) * f.scheme.rate_error,
        skips=((f.computed_rate.isnull(), "预算数为 0，或预算数、执行数没有填写"),),
    )


RULE = Rule(
    code="C-FUND-06",
    title="执行率偏低无说明",
    severity=Severity.WARNING,
    grain="fund",
    basis=(
        cite("10号", "25"),
        cite("FORM-SC", "rate-90"),
        cite("业务惯例", "rate-60"),
    ),
    message="“{row.label}”执行率 {left} %，低于 {scheme.rate_warn} %，全表没有一处说明原因。",
    advice="在偏差原因或实际完成情况中说明资金没有用完的原因和处理办法；严重偏低的应单独说明。",
    doc=__doc__,
    fields=(
        "rate",
        "executed",
        "adjusted",
    ),
    worse=Severity.ERROR,
    shown="percent",
    check=check,
    cases=(
        Case("执行完毕"),
        Case("执行八成没有说明", {"/funds/0/executed": "40.00"}, at=("/funds/0/rate",)),
        Case("执行五成没有说明", {"/funds/0/executed": "25.00"}, at=("/funds/0/rate",)),
        Case(
            "执行八成而写明结余",
            {
                "/funds/0/executed": "40.00",
                "/goal/actual": "培训任务已完成，招标节约资金，结余10万元已交回。",
            },
        ),
        Case(
            "执行八成而资金行写了原因",
            {"/funds/0/executed": "40.00", "/funds/0/reason": "尾款待验收后支付"},
        ),
        Case("没有填执行数", {"/funds/0/executed": None}, skipped=True),
    ),
)
