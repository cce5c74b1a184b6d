"""分值合计不等于总分。

预算执行率的分值与各指标分值相加应等于方案规定的总分（100 分）。资金行没有印分值的，各指标分值之和等于总分、等于总分减预算执行率分值，
都视为相符。分值是定数，一分一厘都应相符；有指标没有填分值而合计不足的，不判断。合计为 100 而“总分”一行印作别的数，另作一条。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> tuple[Compare, Compare]:
    """Weights to the scheme's total; the printed total weight to their sum."""
    whole = f.weights + f.fund_weight.fill_null(0)
    unprinted = f.fund_weight.isnull() & (f.weights == f.scheme.total - f.scheme.exec_weight)
    agree = (whole == f.scheme.total) | unprinted.fill_null(False)
    return (
        Compare(
            left=whole,
            right=f.scheme.total,
            agree=agree,
            when=f.weights.notnull(),
            skips=(
                (
                    ~agree & (whole < f.scheme.total) & (f.weighted_rows < f.rows),
                    "有的指标没有填分值",
                ),
            ),
            words="预算执行率与各指标分值相加",
            fields=("/total/weight",),
        ),
        Compare(
            left=f.total_weight,
            right=whole,
            when=agree & f.total_weight.notnull() & f.fund_weight.notnull(),
            words="“总分”一行所印的分值",
            fields=("/total/weight",),
        ),
    )


RULE = Rule(
    code="C-WGT-01",
    title="分值合计不等于总分",
    severity=Severity.ERROR,
    grain="form",
    basis=(
        cite("10号", "13"),
        cite("10号", "18"),
    ),
    message="{words}：应为 {right} 分，实为 {left} 分，相差 {size} 分。",
    advice="逐行核对分值，使预算执行率与各指标分值之和等于总分。",
    doc=__doc__,
    check=check,
    cases=(
        Case("合计一百分"),
        Case("多了两分", {"/indicators/0/weight": "12"}, at=("/total/weight",)),
        Case("总分印错", {"/total/weight": "90"}, at=("/total/weight",)),
        Case(
            "资金行没有印分值",
            {"/funds/0/weight": None, "/funds/0/score": None, "/total/weight": "90"},
        ),
        Case("有一行没有分值", {"/indicators/0/weight": None}, skipped=True),
    ),
)
