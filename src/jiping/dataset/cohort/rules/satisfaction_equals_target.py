"""满意度全都等于目标。

一个部门同一年度有 5 个以上满意度指标、3 张以上的表，完成值无一例外地等于目标值。调查得来的数很少恰好等于目标。
数据集里有别的部门可比时（30 个以上满意度），还要看巧合的可能：按别的部门等于目标的比例，全部相等的可能不到二十分之一才问；没有可比的，直接问。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.law.cite import cite

ROWS, FORMS = 5, 3
OTHERS = 30
"""Rows of other departments from which their share says anything."""
CHANCE = 20
"""One in so many."""


def ask(ground: Ground) -> str:
    """One case a department and year."""
    ground.table(
        "satisfied",
        """SELECT form, "row", name, target_text, actual_text, dkey, year, actual = target AS equal FROM i
        WHERE level1 = 'satisfaction' AND target IS NOT NULL AND actual IS NOT NULL AND dkey <> ''""",
    )
    same = ground.rows(
        f"""SELECT dkey, year, count(*) AS n, count(DISTINCT form) AS forms FROM satisfied GROUP BY ALL
        HAVING n >= {ROWS} AND forms >= {FORMS} AND bool_and(equal) ORDER BY 1, 2"""
    )
    ((whole, equal),) = ground.rows("SELECT count(*), count(*) FILTER (equal) FROM satisfied")
    asked = [row for row in same if _rare(equal - row[2], whole - row[2], row[2])]
    ground.put(
        "exact",
        {
            "dkey": ("VARCHAR", [row[0] for row in asked]),
            "year": ("INTEGER", [row[1] for row in asked]),
            "n": ("BIGINT", [row[2] for row in asked]),
            "forms": ("BIGINT", [row[3] for row in asked]),
        },
    )
    return f"""
SELECT a.dkey || '/' || coalesce(a.year, 0) AS kase, 0 AS rank, h.form, '/indicators/' || h."row" || '/actual' AS pointer,
  h.name || ' 目标 ' || h.target_text || '，完成 ' || h.actual_text AS shown,
  a.n AS strength, false AS worse, [a.n::VARCHAR, a.forms::VARCHAR, percent({equal}, {max(whole, 1)})] AS words, NULL AS outside
FROM exact a JOIN satisfied h ON h.dkey = a.dkey AND h.year IS NOT DISTINCT FROM a.year"""


def _rare(equal: int, others: int, times: int) -> bool:
    """Whether ``times`` rows in a row have a chance under one in `CHANCE`, as the others are."""
    return others < OTHERS or bool(equal**times * CHANCE < others**times)


def _asked(n: int, actual: str) -> dict[str, object]:
    return form(project=f"项目{n}", more={"/indicators/7/actual": actual})


RULE = CohortRule(
    code="C-COH-07",
    title="满意度全都等于目标",
    severity=Severity.INFO,
    basis=(cite("101号"), cite("业务惯例", "evidence")),
    question="{1} 张表的 {0} 个满意度全都等于目标值（全部表中等于目标的占 {2}），是调查的结果吗？",
    compared="同一部门、同一年度的全部满意度指标",
    innocent="满意度按区间评定，填报系统自动带出了目标值",
    advice="请提供问卷、样本数和统计结果；没有调查的，不应填写完成值。",
    doc=__doc__,
    ask=ask,
    cases=(
        Case("五个项目都是 90 = 90", tuple(_asked(n, "90") for n in range(5)), ((0, 1, 2, 3, 4),)),
        Case("有一个不等", (*(_asked(n, "90") for n in range(5)), _asked(5, "93.2"))),
        Case(
            "别的部门也大多如此，五个不足为奇",
            (
                *(_asked(n, "90") for n in range(5)),
                *(
                    form(
                        department=f"局{n // 4}",
                        unit=f"局{n // 4}",
                        project=f"别的{n}",
                        more={"/indicators/7/actual": "90" if n % 4 else "91"},
                    )
                    for n in range(32)
                ),
            ),
        ),
        Case("只有四个", tuple(_asked(n, "90") for n in range(4))),
    ),
)
