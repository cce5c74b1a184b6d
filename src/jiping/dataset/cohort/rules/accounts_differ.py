"""决算情况与自评表合计不符。

对照给出的决算情况表（--final-accounts）：每个部门一行，写明自评项目个数、预算金额、执行金额（有哪一栏对哪一栏），与该部门全部自评表的合计比较。金额按决算表印出的位数比，差在四舍五入以内的不算。
内容完全相同的表只算一次。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.dataset.cohort.shapes import asked_and_peers
from jiping.law.cite import cite

NEAR = 50_000_000
"""10⁻⁶ 元: half of 0.01 万元, which the rounding of each side explains."""


def ask(_: Ground) -> str:
    """One case a department and year; its forms beside the line of the accounts."""
    return f"""
WITH summed AS (SELECT a.place, a.department, a.year, a.projects, a.budget, a.paid, squeeze(a.department) AS dkey,
  count(f.form) AS n, sum(f.budget) AS budgets, sum(f.paid) AS paids, count(f.form) - count(f.paid) AS blank
  FROM accounts a LEFT JOIN f ON f.dkey = squeeze(a.department) AND (a.year IS NULL OR f.year = a.year) GROUP BY ALL),
apart AS (SELECT *, list_filter([
  CASE WHEN projects <> n THEN '项目个数 ' || projects || '，自评表 ' || n || ' 张' END,
  CASE WHEN abs(budget - coalesce(budgets, 0)) > {
        NEAR
    } THEN '预算 ' || wan(budget) || '，自评表合计 ' || wan(coalesce(budgets, 0)) END,
  CASE WHEN abs(paid - coalesce(paids, 0)) > {
        NEAR
    } THEN '执行 ' || wan(paid) || '，自评表合计 ' || wan(coalesce(paids, 0))
    || CASE WHEN blank > 0 THEN '（' || blank || ' 张没有执行数）' ELSE '' END END], lambda x: x IS NOT NULL) AS said FROM summed),
asked AS (SELECT *, [department, array_to_string(said, '；')] AS words, least(greatest(abs(coalesce(paid - coalesce(paids, 0), 0)),
  abs(coalesce(budget - coalesce(budgets, 0), 0))) // 1000000, 4000000000000000)::BIGINT AS strength FROM apart WHERE len(said) > 0)
{
        asked_and_peers(
            "SELECT place AS kase, NULL::BIGINT AS form, '' AS pointer, department || '：' || words[2] AS shown, place AS outside FROM asked",
            '''SELECT a.place AS kase, f.form, '/funds/' || coalesce(f.money_row, 0) || '/executed' AS pointer,
  f.project || ' ' || coalesce(wan(f.paid), '没有执行数') AS shown, NULL AS outside
FROM asked a JOIN f ON f.dkey = a.dkey AND (a.year IS NULL OR f.year = a.year)''',
            "SELECT place AS kase, strength, false AS worse, words FROM asked",
        )
    }"""


_LINE = {
    "部门": "某市医疗保障局",
    "年度": "2023",
    "项目数": "2",
    "预算数": "100.00",
    "执行数": "98.37",
}
_TWO = (form(project="业务培训"), form(project="设备购置", paid="48.37"))

RULE = CohortRule(
    code="C-PUB-05",
    title="决算情况与自评表合计不符",
    severity=Severity.WARNING,
    basis=(cite("业务惯例", "amounts"),),
    question="{0}：{1}。是漏了自评表，还是口径不同？",
    compared="给出的决算情况表与该部门全部自评表的合计",
    innocent="决算口径含基本支出、上级转移支付，或自评只覆盖部分项目",
    advice="逐个项目核对；口径不同的，在决算说明中写明。",
    doc=__doc__,
    ask=ask,
    needs="final_accounts",
    cases=(
        Case(
            "决算写三个项目，自评表两张",
            _TWO,
            ((),),
            final_accounts=({**_LINE, "项目数": "3"},),
            told="问的是决算表中的一行",
        ),
        Case("个数和金额都相符", _TWO, final_accounts=(_LINE,)),
        Case("没有给决算情况表", _TWO, skipped="--final-accounts"),
    ),
)
