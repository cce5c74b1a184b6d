"""目标不升反降。

与同一单位、同一项目上年的同名指标（计量单位相同）对照，只看越多越好的指标，已到顶的百分比不看。
本年目标不高于上年目标、又明显低于上年已经完成的（上年完成值是本年目标的 1.2 倍以上），算“没有跟上”；一张表有两个以上这样的指标，就问一问；
只有一个的，要达到 2 倍，而且本年又超过目标的 1.2 倍（或没有填完成值）才问：上年一次性的因素使完成值特别高，本年回到目标附近，不问。
预算比上年少的，上年完成值先按预算减少的比例折算：钱少了一半，目标跟着少一半，不问。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.law.cite import cite

TIMES = (6, 5)
"""The result of last year, as far as the money of this year reaches, ÷ the target of this year, from
which a row counts."""
ROWS = 2
FAR = 2


def ask(_: Ground) -> str:
    """One case a form, with every row beside that of the year before."""
    return f"""
WITH money AS (SELECT p.form, CASE WHEN n.budget >= 0 AND o.budget > 0
    THEN least(n.budget * 1000 // o.budget, 1000) ELSE 1000 END AS kept
  FROM prior p JOIN f n ON n.form = p.form JOIN f o ON o.form = p.prior),
low AS (SELECT y.*, target_before IS NOT NULL AND target < target_before AS falls,
    actual_before::HUGEINT * m.kept // 1000 AS reached FROM yoy y JOIN money m USING (form)
  WHERE rising(nature, operator) AND target > 0 AND actual_before IS NOT NULL
  AND (target_before IS NULL OR target <= target_before)
  AND reached * {TIMES[1]} >= target::HUGEINT * {TIMES[0]}),
counted AS (SELECT form, prior, count(*) AS n, count(*) FILTER (falls) AS falling,
  max(reached * 100 // target) AS most,
  bool_or(actual IS NULL OR actual::HUGEINT * {TIMES[1]} >= target::HUGEINT * {TIMES[0]}) AS again FROM low GROUP BY form, prior
  HAVING n >= {ROWS} OR most >= {FAR * 100} AND again),
rows AS (
  SELECT form AS kase, 0 AS rank, form, '/indicators/' || "row" || '/target' AS pointer, name || ' 本年目标 ' || target_text || coalesce(' ' || unit, '') AS shown FROM low
  UNION ALL SELECT form, 1, prior, '/indicators/' || prior_row || '/actual',
    name || ' 上年目标 ' || coalesce(target_text_before, '未写') || '，完成 ' || actual_text_before FROM low)
SELECT c.form::VARCHAR AS kase, r.rank, r.form, r.pointer, r.shown,
  c.n * 1000 + least(c.most, 999) AS strength, false AS worse,
  [c.n::VARCHAR, CASE WHEN c.falling > 0 THEN '，其中 ' || c.falling || ' 个比上年目标还低' ELSE '' END] AS words, NULL AS outside
FROM counted c JOIN rows r ON r.kase = c.form"""


RULE = CohortRule(
    code="C-COH-01",
    title="目标不升反降",
    severity=Severity.WARNING,
    basis=(cite("88号"), cite("业务惯例", "over")),
    question="{0} 个指标的目标没有高于上年目标，又明显低于上年已经完成的数{1}，为什么？",
    compared="同一单位、同一项目上年的同名指标",
    innocent="任务减少了，上年有一次性的因素，或范围有调整",
    advice="请说明目标的测算依据；没有特殊情况的，按上年实际完成数和本年任务重新设定目标。",
    doc=__doc__,
    ask=ask,
    needs="two_years",
    cases=(
        Case(
            "两个指标的目标照旧，上年已经远远超过",
            (
                form(year=2022, more={"/indicators/0/actual": "19", "/indicators/1/actual": "900"}),
                form(year=2023),
            ),
            ((1, 0),),
        ),
        Case(
            "目标随上年完成数提高了",
            (
                form(year=2022, more={"/indicators/0/actual": "19", "/indicators/1/actual": "900"}),
                form(year=2023, more={"/indicators/0/target": "18", "/indicators/1/target": "880"}),
            ),
        ),
        Case("上年刚好完成，目标照旧", (form(year=2022), form(year=2023))),
        Case(
            "上年一个指标达到目标的两倍，本年照旧又远超",
            (
                form(year=2022, more={"/indicators/1/actual": "1040"}),
                form(year=2023, more={"/indicators/1/actual": "980"}),
            ),
            ((1, 0),),
        ),
        Case(
            "上年一次性地做多了，本年回到目标附近",
            (form(year=2022, more={"/indicators/1/actual": "1040"}), form(year=2023)),
        ),
        Case(
            "预算减了一半，目标跟着减",
            (
                form(
                    year=2022,
                    budget="100.00",
                    more={"/indicators/0/actual": "19", "/indicators/1/actual": "900"},
                ),
                form(year=2023, budget="50.00"),
            ),
        ),
        Case("没有上年的表", (form(year=2023),), skipped="前后两年"),
    ),
)
