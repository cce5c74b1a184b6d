"""满意度全都等于目标。

一个部门同一年度有 5 个以上满意度指标、3 张以上的表，完成值无一例外地等于目标值。调查得来的数很少恰好等于目标。
数据集里有别的部门可比时（30 个以上满意度），要排除巧合：按全部满意度中等于目标的比例，算出每个部门全部相等的可能；比较的部门多了，
总有几个碰巧全部相等，所以只问这样的部门：碰巧的个数（各部门可能性之和）不到实有个数的十分之一。没有可比的，直接问。
"""

from __future__ import annotations

from fractions import Fraction

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.dataset.cohort.shapes import beyond_chance
from jiping.law.cite import cite

ROWS, FORMS = 5, 3
OTHERS = 30
"""Rows of other departments from which their share says anything."""
FALSE = Fraction(1, 10)
"""So many of the departments asked may be expected by chance."""


def ask(ground: Ground) -> str:
    """One case a department and year."""
    ground.table(
        "satisfied",
        """SELECT form, "row", name, target_text, actual_text, dkey, year, actual = target AS equal FROM i
        WHERE level1 = 'satisfaction' AND target IS NOT NULL AND actual IS NOT NULL AND dkey <> ''""",
    )
    groups = ground.rows(
        f"""SELECT dkey, year, count(*) AS n, count(DISTINCT form) AS forms, bool_and(equal) AS same,
        count(*) FILTER (equal) AS equal FROM satisfied GROUP BY dkey, year
        HAVING n >= {ROWS} AND forms >= {FORMS} ORDER BY 1, 2"""
    )
    ((whole, equal),) = ground.rows("SELECT count(*), count(*) FILTER (equal) FROM satisfied")
    chances = [_chance(equal - row[5], whole - row[2], row[2]) for row in groups]
    comparable = [(c, row[4]) for c, row in zip(chances, groups, strict=True) if c is not None]
    limit, expected, seen = beyond_chance(comparable, FALSE) or (Fraction(-1), Fraction(0), 0)
    asked = [
        (row, c)
        for row, c in zip(groups, chances, strict=True)
        if row[4] and (c is None or c <= limit)
    ]
    by_chance = f"；按巧合估计这样的部门约 {_one_place(expected)} 个，实有 {seen} 个"
    ground.put(
        "exact",
        {
            "dkey": ("VARCHAR", [row[0] for row, _ in asked]),
            "year": ("INTEGER", [row[1] for row, _ in asked]),
            "n": ("BIGINT", [row[2] for row, _ in asked]),
            "forms": ("BIGINT", [row[3] for row, _ in asked]),
            "others": ("BIGINT", [whole - row[2] for row, _ in asked]),
            "others_equal": ("BIGINT", [equal - row[5] for row, _ in asked]),
            "chance": ("VARCHAR", ["" if c is None else by_chance for _, c in asked]),
        },
    )
    return """
SELECT a.dkey || '/' || coalesce(a.year, 0) AS kase, 0 AS rank, h.form, '/indicators/' || h."row" || '/actual' AS pointer,
  h.name || ' 目标 ' || h.target_text || '，完成 ' || h.actual_text AS shown,
  a.n AS strength, false AS worse, [a.n::VARCHAR, a.forms::VARCHAR,
    CASE WHEN a.others = 0 THEN '没有其他表可比' ELSE '其余表的满意度等于目标的占 ' || percent(a.others_equal, a.others) END || a.chance] AS words, NULL AS outside
FROM exact a JOIN satisfied h ON h.dkey = a.dkey AND h.year IS NOT DISTINCT FROM a.year"""


def _chance(equal: int, others: int, times: int) -> Fraction | None:
    """How likely ``times`` equal rows are, as the others are; None with too few others to say."""
    return None if others < OTHERS else Fraction(equal, others) ** times


def _one_place(value: Fraction) -> str:
    tenths = (value.numerator * 20 + value.denominator) // (2 * value.denominator)
    return f"{tenths // 10}.{tenths % 10}"


def _asked(n: int, actual: str) -> dict[str, object]:
    return form(project=f"项目{n}", more={"/indicators/7/actual": actual})


RULE = CohortRule(
    code="C-COH-07",
    title="满意度全都等于目标",
    severity=Severity.INFO,
    basis=(cite("101号"), cite("业务惯例", "evidence")),
    question="{1} 张表的 {0} 个满意度全都等于目标值（{2}），是调查的结果吗？",
    compared="同一部门、同一年度的全部满意度指标，以及其余表的满意度",
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
