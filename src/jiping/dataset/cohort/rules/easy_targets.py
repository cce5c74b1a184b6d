"""目标定得过于容易。

一个单位一年的全部正向数量指标（已到顶的百分比不算），完成值达到目标 1.2 倍以上的占六成以上，而且至少有 6 个这样的指标。同年其他单位的这一比例也写明，以便比较；没有别的单位可比的，照样问，并写明没有可比的。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.law.cite import cite

TIMES = (6, 5)
ROWS = 6
SHARE = (60, 100)


def ask(_: Ground) -> str:
    """One case a unit and year; the rows that exceed their targets most."""
    return f"""
WITH held AS (SELECT *, actual::HUGEINT * {TIMES[1]} >= target::HUGEINT * {TIMES[0]} AS easy FROM i
  WHERE rising(nature, operator) AND target > 0 AND actual IS NOT NULL AND ukey <> ''
  AND NOT (is_rate AND target::HUGEINT * {TIMES[0]} > 100000000::HUGEINT * {TIMES[1]})),
whole AS (SELECT year, count(*) AS n, count(*) FILTER (easy) AS easy FROM held GROUP BY year),
units AS (SELECT ukey, year, count(*) AS n, count(*) FILTER (easy) AS easy FROM held GROUP BY ukey, year
  HAVING easy >= {ROWS} AND easy * {SHARE[1]} >= n * {SHARE[0]}),
asked AS (SELECT u.*, w.n AS all_n, w.easy AS all_easy FROM units u JOIN whole w ON w.year IS NOT DISTINCT FROM u.year
  WHERE u.easy * w.n > 2 * w.easy * u.n OR w.n = u.n OR w.easy * {SHARE[1]} >= w.n * {SHARE[0]})
SELECT a.ukey || '/' || coalesce(a.year, 0) AS kase, 0 AS rank, h.form, '/indicators/' || h."row" || '/actual' AS pointer,
  h.name || ' 目标 ' || h.target_text || '，完成 ' || h.actual_text || coalesce(' ' || h.unit, '') AS shown,
  a.easy AS strength, false AS worse,
  [a.n::VARCHAR, a.easy::VARCHAR, percent(a.easy, a.n), CASE WHEN a.all_n = a.n THEN '没有其他单位可比'
    ELSE '其他单位为 ' || percent(a.all_easy - a.easy, a.all_n - a.n) END] AS words, NULL AS outside
FROM asked a JOIN held h ON h.ukey = a.ukey AND h.year IS NOT DISTINCT FROM a.year AND h.easy"""


def _times(*actuals: tuple[int, str]) -> dict[str, object]:
    return {f"/indicators/{row}/actual": text for row, text in actuals}


_EASY = _times((0, "25"), (1, "1400"), (6, "41"))

RULE = CohortRule(
    code="C-COH-03",
    title="目标定得过于容易",
    severity=Severity.WARNING,
    basis=(cite("业务惯例", "over"), cite("10号", "16")),
    question="{0} 个可以超额的指标中有 {1} 个（{2}）超过目标两成以上，同年{3}，目标是怎样测算的？",
    compared="同一年度其他单位的正向指标",
    innocent="需求意外增长，或年中追加了任务和资金而目标没有调整",
    advice="请说明目标的测算依据；下年按实际能力设定目标。",
    doc=__doc__,
    ask=ask,
    cases=(
        Case(
            "一个单位几乎全部超过目标两成",
            (
                form(project="培训甲", more=_EASY),
                form(project="培训乙", more=_EASY),
                *(form(unit=f"某{n}局", project="培训") for n in "甲乙丙"),
            ),
            ((0, 1),),
        ),
        Case(
            "数据集里只有这一个单位",
            (form(project="培训甲", more=_EASY), form(project="培训乙", more=_EASY)),
            ((0, 1),),
        ),
        Case(
            "超过的只是少数",
            (
                form(project="培训甲", more=_times((0, "25"))),
                form(project="培训乙"),
                form(project="培训丙"),
            ),
        ),
        Case(
            "指标太少",
            (
                form(project="培训甲", more=_EASY),
                *(form(unit=f"某{n}局", project="培训") for n in "甲乙丙"),
            ),
        ),
    ),
)
