"""预算调整无说明。

全年预算数与年初预算数之差超过年初预算数的 10 %（以计分方案为准），或者年初为 0 而年中追加，表中又没有“追加”“调减”“上级下达”
一类的说明。因上年结转增加的部分表内已经列明，先予扣除。年初预算数空白的不判断：空白不是 0。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite
from jiping.score.exact import ONE, wide

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> Fires:
    """A budget changed by more than the scheme's share, unexplained."""
    change = wide(f.adjusted) - wide(f.initial) - wide(f.form.carried_in)
    beyond = change.abs() * (100 * ONE) > wide(f.initial) * f.scheme.adjust_reason
    return Fires(
        beyond & ~f.form.adjustment_explained,
        when=f.is_scored,
        left=f.adjusted,
        right=f.initial,
        skips=((f.initial.isnull() | f.adjusted.isnull(), "年初预算数或全年预算数没有填写"),),
    )


RULE = Rule(
    code="C-FUND-07",
    title="预算调整无说明",
    severity=Severity.WARNING,
    grain="fund",
    basis=(
        cite("FORM-SC", "adjust"),
        cite("业务惯例", "adjust-10"),
    ),
    message="“{row.label}”年初预算数 {row.initial}，全年预算数 {row.adjusted}，相差 {size}，全表没有说明为什么调整。",
    advice="在表中说明追加或调减预算的原因和批复文件。",
    doc=__doc__,
    fields=(
        "adjusted",
        "initial",
    ),
    shown="amount",
    check=check,
    cases=(
        Case("没有调整"),
        Case(
            "年中追加没有说明",
            {"/funds/0/initial": "0.00", "/funds/1/initial": "0.00"},
            at=("/funds/0/adjusted",),
        ),
        Case("调减一成以内", {"/funds/0/initial": "55.00"}),
        Case("调减两成", {"/funds/0/initial": "62.50"}, at=("/funds/0/adjusted",)),
        Case(
            "写明上级追加",
            {"/funds/0/initial": "0.00", "/remarks/备注": "年中追加，依据市财预〔2023〕8号"},
        ),
        Case(
            "增加的是上年结转",
            {
                "/funds/0/initial": "40.00",
                "/funds/1/initial": "40.00",
                "/funds/1/adjusted": "40.00",
                "/funds/2/adjusted": "10.00",
            },
        ),
        Case("年初预算数空白", {"/funds/0/initial": None}, skipped=True),
    ),
)
