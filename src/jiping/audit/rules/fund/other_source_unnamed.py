"""其他资金未说明来源。

其他资金的预算数或执行数大于 0，而行名、原因、实际完成情况、表尾各栏都没有说明它从哪里来。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import REMOVE, Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """Other funds that are there and unexplained."""
    amount = f.adjusted.fill_null(f.executed)
    return Fires(
        (amount > 0) & ~f.form.other_explained,
        when=(f.source == "other") & amount.notnull(),
        left=amount,
    )


RULE = Rule(
    code="C-FUND-12",
    title="其他资金未说明来源",
    severity=Severity.WARNING,
    grain="fund",
    basis=(cite("FORM-SC", "other"),),
    message="“{row.label}”有 {left}，表中没有说明来源。",
    advice="注明其他资金的来源，如社会投入、银行贷款、单位自筹。",
    doc=__doc__,
    fields=(
        "adjusted",
        "label",
    ),
    shown="amount",
    check=check,
    cases=(
        Case("没有其他资金"),
        Case("其他资金没有说明", {"/funds/3/adjusted": "5.00"}, at=("/funds/3/adjusted",)),
        Case(
            "行名说明是自筹",
            {"/funds/3/adjusted": "5.00", "/funds/3/label": "其他资金（单位自筹）"},
        ),
        Case("没有其他资金一行", {"/funds/3": REMOVE}, skipped=True),
    ),
)
