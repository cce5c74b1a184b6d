"""一个部门的得分全都一样。

一个部门同一年度有 5 张以上的表，总分全是 100 分，或者全是同一个分数。
只有当按全部表中该分数的比例来看这样的巧合不到千分之一时才问：如果全省一半的表都是 100 分，5 张都是 100 分不足为奇，10 张才问。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.law.cite import cite

FORMS = 5
CHANCE = 1000
"""One in so many."""


def ask(ground: Ground) -> str:
    """One case a department and year."""
    # (total + 1) ÷ (all + 2): a score that nobody else has is no proof by itself.
    shares = {
        total: (count + 1, whole + 2)
        for total, count, whole in ground.rows(
            "SELECT total, count(*), sum(count(*)) OVER () FROM f WHERE total IS NOT NULL GROUP BY total"
        )
    }
    same = ground.rows(
        f"""SELECT dkey, year, min(total), count(*) FROM f WHERE total IS NOT NULL AND dkey <> ''
        GROUP BY dkey, year HAVING count(*) >= {FORMS} AND min(total) = max(total) ORDER BY 1, 2"""
    )
    asked = [row for row in same if _rare(int(shares[row[2]][0]), int(shares[row[2]][1]), row[3])]
    ground.put(
        "flat",
        {
            "dkey": ("VARCHAR", [row[0] for row in asked]),
            "year": ("INTEGER", [row[1] for row in asked]),
            "n": ("BIGINT", [row[3] for row in asked]),
        },
    )
    return """
WITH whole AS (SELECT total, count(*) AS n, sum(count(*)) OVER () AS forms FROM f WHERE total IS NOT NULL GROUP BY total)
SELECT s.dkey || '/' || coalesce(s.year, 0) AS kase, 0 AS rank, f.form, '/total/score' AS pointer, plain(f.total) || ' 分' AS shown,
  s.n AS strength, false AS worse, [s.n::VARCHAR, plain(f.total), percent(w.n, w.forms)] AS words, NULL AS outside
FROM flat s JOIN f ON f.dkey = s.dkey AND f.year IS NOT DISTINCT FROM s.year AND f.total IS NOT NULL JOIN whole w ON w.total = f.total"""


def _rare(count: int, whole: int, times: int) -> bool:
    """Whether ``times`` drawings in a row have a chance under one in `CHANCE`, in whole numbers."""
    return bool(count**times * CHANCE < whole**times)


_OTHERS = tuple(
    form(department=f"某{n}局", unit=f"某{n}局", project=f"业务{n}", total=str(88 + n % 11))
    for n in range(30)
)

RULE = CohortRule(
    code="C-COH-05",
    title="一个部门的得分全都一样",
    severity=Severity.WARNING,
    basis=(cite("部门自评通知", "truth"), cite("10号", "16")),
    question="{0} 张表的总分都是 {1} 分（全部表中这一分数占 {2}），各项目真的没有差别吗？",
    compared="同一部门、同一年度的全部自评表，以及全部表的得分分布",
    innocent="项目都是人员经费、固定补助一类必然完成的支出",
    advice="请抽取几个项目，对照佐证材料核实完成值和扣分。",
    doc=__doc__,
    ask=ask,
    cases=(
        Case(
            "六个项目全是 100 分",
            (*(form(project=f"项目{n}") for n in "甲乙丙丁戊己"), *_OTHERS),
            ((0, 1, 2, 3, 4, 5),),
        ),
        Case(
            "分数有高低",
            (
                *(
                    form(project=f"项目{n}", total=str(90 + k))
                    for k, n in enumerate("甲乙丙丁戊己")
                ),
                *_OTHERS,
            ),
        ),
        Case(
            "大家都是 100 分，六个不足为奇",
            tuple(
                form(department=f"局{n // 6}", unit=f"局{n // 6}", project=f"项目{n}")
                for n in range(30)
            ),
        ),
        Case("只有四个项目", (*(form(project=f"项目{n}") for n in "甲乙丙丁"), *_OTHERS)),
    ),
)
