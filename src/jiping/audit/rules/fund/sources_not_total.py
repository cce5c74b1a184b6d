"""资金合计不平。

年初预算数、全年预算数、全年执行数三栏，年度资金总额应等于财政拨款、上年结转、其他资金等各项来源之和。“其中”之下再分的
中央、地方资金不重复相加。n 个非零分项四舍五入，最多造成 n÷2 个末位单位的差额，以内视为相符；分项有空白而相加不足的，
不判断。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> tuple[Compare, ...]:
    """The total of each amount column against the sum of its sources."""
    parts = (
        ("initial", "年初预算数", f.initial, f.sources_initial, f.slack_initial),
        ("adjusted", "全年预算数", f.adjusted, f.sources_adjusted, f.slack_adjusted),
        ("executed", "全年执行数", f.executed, f.sources_executed, f.slack_executed),
    )
    # A total of zero over lines that are not is C-FUND-02; amounts 10⁴ apart are C-FUND-09.
    return tuple(
        Compare(
            total,
            sources,
            when=f.has_parts
            & total.notnull()
            & ((total != 0) | (sources == 0))
            & ~f.form.amount_slip,
            tolerance=slack,
            skips=((sources.isnull(), "分项资金没有填全"),),
            words=title,
            fields=(field,),
        )
        for field, title, total, sources, slack in parts
    )


RULE = Rule(
    code="C-FUND-01",
    title="资金合计不平",
    severity=Severity.ERROR,
    grain="fund",
    basis=(
        cite("预算法", "75"),
        cite("业务惯例", "rounding"),
    ),
    message="“{row.label}”{words} {left}，各项来源相加为 {right}，相差 {size}。",
    advice="核对各项资金来源，更正分项或合计。",
    doc=__doc__,
    shown="amount",
    check=check,
    cases=(
        Case("合计等于各项之和"),
        Case("分项少填了五万元", {"/funds/1/executed": "45.00"}, at=("/funds/0/executed",)),
        Case(
            "三项四舍五入差一分",
            {
                "/funds/1/adjusted": "30.00",
                "/funds/2/adjusted": "10.00",
                "/funds/3/adjusted": "10.01",
            },
        ),
        Case("只有一项而差一分", {"/funds/1/adjusted": "50.01"}, at=("/funds/0/adjusted",)),
        Case(
            "分项没有填",
            {
                f"/funds/{k}/{field}": None
                for k in (1, 2, 3)
                for field in ("initial", "adjusted", "executed")
            },
            skipped=True,
        ),
    ),
)
