"""与上年重复。

与同一单位、同一项目上年的自评表对照（项目名称去掉年份后相同，或项目代码相同）。两种情形各问一次：
“实际完成情况”除年份外与上年基本相同（95% 以上）；或者至少三个不是常见数的完成值（不是百分比和金额，不少于 20）与上年全部相同。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.likeness import PIECES, proved
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.law.cite import cite

LEAST = 15
VALUES = 3
TELLING = 20_000_000
"""Scaled: a smaller count is the same by chance or by plan."""


def ask(_: Ground) -> str:
    """One case a form and the one of the year before."""
    return f"""
WITH told AS (SELECT prior.form, prior.prior, n.year AS y, n.actual AS now, o.actual AS before,
  squeeze(yearless(n.actual)) AS a, squeeze(yearless(o.actual)) AS b
  FROM prior JOIN f n ON n.form = prior.form JOIN f o ON o.form = prior.prior),
cut AS MATERIALIZED (SELECT form, {PIECES.format("a")} AS p, {PIECES.format("b")} AS q FROM told
  WHERE a <> b AND least(length(a), length(b)) >= {LEAST} AND least(length(a), length(b)) * 10 >= greatest(length(a), length(b)) * 9),
texts AS (SELECT * FROM told WHERE length(a) >= {LEAST}
  AND (a = b OR form IN (SELECT form FROM cut WHERE {proved("p", "q", (95, 100))}))),
valued AS (SELECT form, prior, count(*) AS n, count(*) FILTER (actual = actual_before) AS equal
  FROM yoy WHERE NOT is_rate AND NOT priced(unit) AND actual >= {TELLING} AND actual_before IS NOT NULL
  AND digits(actual // 1000000) >= 2
  GROUP BY form, prior HAVING n >= {VALUES} AND equal = n),
cases AS (SELECT coalesce(t.form, v.form) AS form, coalesce(t.prior, v.prior) AS prior,
  t.form IS NOT NULL AS by_text, coalesce(v.n, 0) AS n FROM texts t FULL JOIN valued v USING (form)),
said AS (SELECT *, by_text::INT * 100 + n AS strength, [CASE WHEN by_text AND n > 0 THEN '完成情况的文字和 ' || n || ' 个完成值'
  WHEN by_text THEN '完成情况的文字' ELSE n || ' 个完成值' END] AS words FROM cases),
rows AS (
  SELECT c.form AS kase, 0 AS rank, c.form, '/goal/actual' AS pointer, t.now AS shown FROM said c JOIN told t USING (form) WHERE by_text
  UNION ALL SELECT c.form, 1, c.prior, '/goal/actual', t.before FROM said c JOIN told t USING (form) WHERE by_text
  UNION ALL SELECT c.form, 0, c.form, '/indicators/' || y."row" || '/actual', y.name || ' ' || y.actual_text
    FROM said c JOIN yoy y USING (form) WHERE n > 0 AND NOT is_rate AND NOT priced(unit) AND y.actual >= {TELLING} AND y.actual = y.actual_before
  UNION ALL SELECT c.form, 1, c.prior, '/indicators/' || y.prior_row || '/actual', y.name || ' ' || y.actual_text_before
    FROM said c JOIN yoy y USING (form) WHERE n > 0 AND NOT is_rate AND NOT priced(unit) AND y.actual >= {TELLING} AND y.actual = y.actual_before)
SELECT r.kase::VARCHAR AS kase, r.rank, r.form, r.pointer, r.shown, s.strength, false AS worse, s.words, NULL AS outside
FROM rows r JOIN said s ON s.form = r.kase"""


_BEFORE = form(
    year=2022,
    more={"/indicators/4/unit": "次", "/indicators/4/actual": "127", "/indicators/0/actual": "36"},
)
_SAME = {"/indicators/4/unit": "次", "/indicators/4/actual": "127", "/indicators/0/actual": "36"}

RULE = CohortRule(
    code="C-DEV-20",
    title="与上年重复",
    severity=Severity.WARNING,
    basis=(cite("部门自评通知", "truth"), cite("业务惯例", "duplicate")),
    question="{0}与上年自评表相同，是本年度的实际情况吗？",
    compared="同一单位、同一项目上年的自评表",
    innocent="每年工作量确实固定的项目（如按编制发放、固定场次）",
    advice="请按本年度的记录核对；确实相同的，附本年度的佐证材料。",
    doc=__doc__,
    ask=ask,
    needs="two_years",
    cases=(
        Case(
            "文字照抄上年，数值变了",
            (
                form(year=2022),
                form(year=2023, more={"/indicators/0/actual": "12", "/indicators/1/actual": "533"}),
            ),
            ((1, 0),),
        ),
        Case(
            "文字重写，三个完成值与上年相同",
            (
                _BEFORE,
                form(
                    year=2023,
                    actual="本年度围绕新系统上线分片集中授课，基层经办机构全部覆盖，业务差错明显减少。",
                    more=_SAME,
                ),
            ),
            ((1, 0),),
        ),
        Case(
            "文字和数值都是本年度的",
            (
                form(year=2022),
                form(
                    year=2023,
                    actual="本年度围绕新系统上线分片集中授课，经办机构全部覆盖。",
                    more={"/indicators/1/actual": "533"},
                ),
            ),
        ),
        Case("没有上年的表", (form(year=2023),), skipped="前后两年"),
    ),
)
