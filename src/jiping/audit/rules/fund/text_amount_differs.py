"""文字中的金额与表不符。

实际完成情况中写明是预算、执行、支出、支付总数的金额，与表中资金各行、成本各行的任何一个数都不相等。文字中的数按所写位数四舍五入
比较；“其中”“用于”之后的是部分金额，“余”“约”是约数，都不比较。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Compare, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Compare:
    """Amounts that the result text calls budget or spending against the table's."""
    return Compare(f.told_amount, f.told_table, when=f.told_amount.notnull())


RULE = Rule(
    code="C-FUND-10",
    title="文字中的金额与表不符",
    severity=Severity.ERROR,
    grain="form",
    basis=(
        cite("10号", "24"),
        cite("业务惯例", "amounts"),
    ),
    message="{note.told_amount}，相差 {size}。",
    advice="核对后统一文字和表中的金额。",
    doc=__doc__,
    fields=("/goal/actual",),
    shown="amount",
    check=check,
    cases=(
        Case("金额相符", {"/goal/actual": "全年预算资金50万元，执行数50.00万元。"}),
        Case(
            "执行数写错",
            {"/goal/actual": "全年预算资金50万元，执行数48万元。"},
            at=("/goal/actual",),
        ),
        Case("单位写错", {"/goal/actual": "本项目预算资金50元。"}, at=("/goal/actual",)),
        Case("只是部分金额", {"/goal/actual": "培训11场，其中支出教材费3.2万元。"}, skipped=True),
    ),
)
