"""预算项目没有自评表。

对照给出的预算项目清单（--budget-list）：清单上的项目，按项目代码，或按单位和项目名称，在数据集里找不到自评表的，逐个列出；有名称相近的表时一并列出，可能只是名称写法不同。
清单里有年度、单位一栏的，只与同一年度、同一单位的表对照。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.law.cite import cite


def ask(ground: Ground) -> str:
    """One case a project of the list; the forms with the nearest names beside it."""
    ground.table(
        "wanted",
        """SELECT row_number() OVER (ORDER BY place) AS n, *, squeeze(unit) AS ukey,
        without(squeeze(yearless(name)), squeeze(unit)) AS pkey FROM listed""",
    )
    ground.table(
        "missing",
        """SELECT * FROM wanted w WHERE NOT EXISTS (SELECT 1 FROM every e WHERE e.code = w.code AND w.code <> ''
          AND (w.year IS NULL OR e.year = w.year))
        AND NOT EXISTS (SELECT 1 FROM every e WHERE e.pkey = w.pkey AND (w.ukey = '' OR e.ukey = w.ukey OR e.dkey = w.ukey)
          AND (w.year IS NULL OR e.year = w.year))""",
    )
    # Near names are looked for in the unit's own forms, so that the work stays small.
    return """
WITH near AS (SELECT m.n, f.form, f.project, levenshtein(f.pkey, m.pkey) AS apart FROM missing m JOIN f
  ON (f.ukey = m.ukey OR f.dkey = m.ukey) AND m.ukey <> '' AND (m.year IS NULL OR f.year = m.year)
  WHERE levenshtein(f.pkey, m.pkey) * 2 <= greatest(length(f.pkey), length(m.pkey))
  QUALIFY row_number() OVER (PARTITION BY m.n ORDER BY apart, f.form) <= 3),
said AS (SELECT m.*, count(near.form) AS n_near FROM missing m LEFT JOIN near USING (n) GROUP BY ALL)
SELECT n::VARCHAR AS kase, 0 AS rank, NULL::BIGINT AS form, '' AS pointer,
  coalesce(unit || ' ', '') || name || coalesce(' ' || wan(amount), '') AS shown,
  least(coalesce(amount, 0) // 1000000, 4000000000000000)::BIGINT AS strength, n_near = 0 AS worse,
  [name, CASE WHEN n_near > 0 THEN '，但有名称相近的表' ELSE '' END] AS words, place AS outside FROM said
UNION ALL SELECT s.n::VARCHAR, 1, r.form, '/project/name', r.project, least(coalesce(s.amount, 0) // 1000000, 4000000000000000)::BIGINT,
  false, [s.name, '，但有名称相近的表'], NULL FROM said s JOIN near r USING (n)"""


_ROW = {
    "项目名称": "基层经办人员业务培训经费",
    "单位": "某市医疗保障服务中心",
    "年度": "2023",
    "预算数": "50.00",
}

RULE = CohortRule(
    code="C-STR-10",
    title="预算项目没有自评表",
    severity=Severity.WARNING,
    worse=Severity.ERROR,
    basis=(cite("10号", "8"), cite("部门自评通知")),
    question="预算清单上的“{0}”没有找到自评表{1}，漏报了吗？",
    compared="给出的预算项目清单与数据集中的全部自评表",
    innocent="项目撤销、合并或改了名称",
    advice="补报自评表；撤销、合并的，注明调整文件。",
    doc=__doc__,
    ask=ask,
    needs="budget_list",
    cases=(
        Case(
            "清单上多一个项目",
            (form(),),
            ((),),
            budget_list=(_ROW, {**_ROW, "项目名称": "信息系统运行维护", "预算数": "120.5"}),
            told="没有表的项目只在清单里有位置",
        ),
        Case(
            "都有自评表，名称里多了年份",
            (form(project="2023年基层经办人员业务培训经费"),),
            budget_list=(_ROW,),
        ),
        Case("没有给清单", (form(),), skipped="--budget-list"),
    ),
)
