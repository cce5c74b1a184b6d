"""几张表的资金相同。

同一部门、同一年度的不同项目，全年执行数完全相同。数字要有足够的有效位数才问：同一单位四位以上，同一部门的不同单位五位以上（100.00万元这样的整数相同不奇怪）。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.dataset.cohort.shapes import first_asked
from jiping.law.cite import cite

UNIT, DEPARTMENT = 4, 5
"""Significant digits from which the same amount is no accident."""


def ask(_: Ground) -> str:
    """One case an amount."""
    return f"""
WITH held AS (SELECT *, CASE WHEN digits(paid) >= {DEPARTMENT} THEN dkey ELSE dkey || '/' || ukey END AS scope
  FROM f WHERE paid > 0 AND dkey <> '' AND digits(paid) >= {UNIT}),
same AS (SELECT scope, year, paid, count(DISTINCT pkey) AS n FROM held GROUP BY ALL HAVING n > 1)
{first_asked(_MEMBERS)}"""


_MEMBERS = """
SELECT s.scope || '/' || coalesce(s.year, 0) || '/' || s.paid AS kase, h.form,
  '/funds/' || h.money_row || '/executed' AS pointer, wan(h.paid) AS shown,
  digits(s.paid) * 10 + s.n AS strength, false AS worse, [s.n::VARCHAR, wan(s.paid)] AS words
FROM same s JOIN held h ON h.scope = s.scope AND h.year IS NOT DISTINCT FROM s.year AND h.paid = s.paid"""


RULE = CohortRule(
    code="C-COH-08",
    title="几张表的资金相同",
    severity=Severity.WARNING,
    basis=(cite("业务惯例", "amounts"), cite("业务惯例", "duplicate")),
    question="{0} 个项目的全年执行数都是 {1}，是各自的支出，还是同一笔资金写进了几张表？",
    compared="同一部门、同一年度其他项目的全年执行数",
    innocent="几个项目按同一标准、同一数量支付",
    advice="请对照支付凭证，确认每笔资金只在一张表中反映。",
    doc=__doc__,
    ask=ask,
    cases=(
        Case(
            "两个项目的执行数都是 48.37 万元",
            (
                form(project="业务培训", paid="48.37"),
                form(project="宣传活动", paid="48.37"),
                form(project="设备购置", paid="51.02"),
            ),
            ((0, 1),),
        ),
        Case(
            "整数相同不问",
            (form(project="业务培训", paid="50.00"), form(project="宣传活动", paid="50.00")),
        ),
        Case(
            "元和万元写法不同，钱相同",
            (
                form(project="业务培训", paid="483712.55", more={"/form/amount_unit": "元"}),
                form(project="宣传活动", paid="48.371255"),
            ),
            ((0, 1),),
        ),
        Case(
            "不同部门不比",
            (
                form(project="业务培训", paid="48.37"),
                form(project="宣传", paid="48.37", department="某市教育局"),
            ),
        ),
    ),
)
