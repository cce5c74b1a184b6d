"""总额为零而分项有数。

年度资金总额填 0，而财政拨款、上年结转、其他资金等分项有大于 0 的数。空白不是 0，不在此列。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import REMOVE, Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> tuple[Fires, ...]:
    """A total of zero over sources that are not."""
    return tuple(
        Fires(
            total == 0,
            when=f.has_parts & total.notnull() & (sources > 0),
            left=total,
            right=sources,
            words=title,
            fields=(field,),
        )
        for field, title, total, sources in (
            ("initial", "年初预算数", f.initial, f.sources_initial),
            ("adjusted", "全年预算数", f.adjusted, f.sources_adjusted),
            ("executed", "全年执行数", f.executed, f.sources_executed),
        )
    )


RULE = Rule(
    code="C-FUND-02",
    title="总额为零而分项有数",
    severity=Severity.ERROR,
    grain="fund",
    basis=(cite("预算法", "75"),),
    message="“{row.label}”{words}填 0，而各项来源相加为 {right}。",
    advice="补填年度资金总额。",
    doc=__doc__,
    shown="amount",
    check=check,
    cases=(
        Case("总额有数"),
        Case("总额填了零", {"/funds/0/executed": "0.00"}, at=("/funds/0/executed",)),
        Case(
            "没有列资金来源",
            {"/funds/1": REMOVE, "/funds/2": REMOVE, "/funds/3": REMOVE},
            skipped=True,
        ),
    ),
)
