"""分值压在必然完成的指标上。

先看全部自评表：同名指标有 20 个以上项目、5 个以上单位用过，98% 以上得满分，完成值 95% 以上恰好等于目标的，算“必然完成”（如资金使用合规率 100%）。
一张表的指标分值有一半以上在这些指标上，而且平均每个比其他指标重 1.5 倍以上，就问一问。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.law.cite import cite

FORMS, UNITS = 20, 5
FULL, EQUAL = 98, 95
"""Percent of the rows of an indicator that get all points, and whose result is just the target."""
TIMES = (3, 2)


def ask(ground: Ground) -> str:
    """One case a form with its sure rows, beside the use that others make of the first of them."""
    ground.table(
        "sure",
        f"""SELECT key, count(DISTINCT form) AS forms, count(DISTINCT ukey) AS units, quantile_disc(weight, 0.5) AS usual FROM i
        WHERE key <> '' AND weight > 0 GROUP BY key HAVING forms >= {FORMS} AND units >= {UNITS}
        AND count(*) FILTER (score >= weight) * 100 >= count(*) * {FULL} AND count(*) FILTER (actual = target) * 100 >= count(*) * {EQUAL}""",
    )
    return f"""
WITH held AS (SELECT i.form, i."row", i.key, i.name, i.weight, s.key IS NOT NULL AS easy, s.forms, s.usual FROM i LEFT JOIN sure s USING (key) WHERE weight > 0),
heavy AS (SELECT form, sum(weight) AS whole, sum(weight) FILTER (easy) AS on_sure, count(*) FILTER (easy) AS n, count(*) FILTER (NOT easy) AS others
  FROM held GROUP BY form HAVING n >= 1 AND others >= 1 AND on_sure * 2 >= whole
  AND on_sure * others * {TIMES[1]} >= (whole - on_sure) * n * {TIMES[0]})
SELECT h.form::VARCHAR AS kase, 0 AS rank, h.form, '/indicators/' || r."row" || '/weight' AS pointer,
  r.name || ' ' || plain(r.weight) || ' 分（' || r.forms || ' 个项目用过，几乎都得满分；分值的中位数 ' || plain(r.usual) || ' 分）' AS shown,
  (h.on_sure * 100 // h.whole)::BIGINT AS strength, false AS worse,
  [plain(h.on_sure), plain(h.whole), h.n::VARCHAR] AS words, NULL AS outside
FROM heavy h JOIN held r ON r.form = h.form AND r.easy"""


def _weighed(sure: str, others: str) -> dict[str, object]:
    rows = {
        f"/indicators/{n}/{field}": others for n in range(1, 8) for field in ("weight", "score")
    }
    same = {
        "/indicators/0/name": "资金使用合规率",
        "/indicators/0/target": "100",
        "/indicators/0/actual": "100",
        "/indicators/0/unit": "%",
    }
    return {**rows, **same, "/indicators/0/weight": sure, "/indicators/0/score": sure}


def _many(sure: str, others: str) -> tuple[dict[str, object], ...]:
    usual = (
        form(unit=f"某{n}局", project=f"业务{n}", more=_weighed("5", f"{10 + n % 3}"))
        for n in range(22)
    )
    # The others miss a target now and then.
    lost = form(
        unit="某局",
        project="业务",
        more={**_weighed("5", "12"), **{f"/indicators/{n}/score": "9" for n in range(1, 8)}},
    )
    return (form(unit="重局", project="重项目", more=_weighed(sure, others)), lost, *usual)


RULE = CohortRule(
    code="C-COH-04",
    title="分值压在必然完成的指标上",
    severity=Severity.WARNING,
    basis=(cite("101号"), cite("业务惯例", "weight")),
    question="{1} 分指标分值中有 {0} 分在 {2} 个几乎所有项目都得满分的指标上，这些指标能区分项目做得好坏吗？",
    compared="全部自评表中的同名指标",
    innocent="项目本身以合规、安全为主要任务",
    advice="减少合规类、必然完成类指标的分值，把分值放在反映主要产出和效益的指标上。",
    doc=__doc__,
    ask=ask,
    cases=(
        Case("一个合规指标占了一半以上的分", _many("50", "5"), ((0,),)),
        Case("合规指标的分值和大家一样", _many("5", "12")),
        Case("用过的项目太少，算不上必然", _many("50", "5")[:6]),
    ),
)
