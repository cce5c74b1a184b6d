"""重复的表或项目。

同一单位、同一年度、同一项目名称有两张表，列为错误；内容完全相同的表另外注明。项目名称只差一两个字的，金额又相同时列为需说明。
名称只在期次、批次、编号、年份上不同的（“一期”“二期”“第3批”），不算相近。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.dataset.cohort.shapes import first_asked
from jiping.law.cite import cite

NEAR = 2
"""Characters by which near-equal names may differ."""
LONG = 6

_SERIAL = r"[0-9一二三四五六七八九十上下东西南北中ⅠⅡⅢ甲乙丙]"


def ask(ground: Ground) -> str:
    """One case a repeated name, one a pair of near-equal names with the same money."""
    ground.table(
        "repeated",
        """SELECT ukey, year, pkey, e.form, t.first IS NOT NULL AS whole, e.project FROM every e
        LEFT JOIN twin t USING (form) WHERE pkey <> '' AND ukey <> ''
        QUALIFY count(*) OVER (PARTITION BY ukey, year, squeeze(e.project)) > 1""",
    )
    return f"""
WITH named AS (SELECT *, squeeze(project) AS name, max(whole) OVER (PARTITION BY ukey, year, squeeze(project)) AS same FROM repeated),
near AS (SELECT a.form AS x, b.form AS y FROM f a JOIN f b ON a.ukey = b.ukey AND a.year = b.year AND a.paid = b.paid
  AND a.form < b.form AND a.pkey <> b.pkey WHERE a.ukey <> '' AND a.paid > 0 AND digits(a.paid) >= 3
  AND length(a.pkey) >= {LONG} AND abs(length(a.pkey) - length(b.pkey)) <= {NEAR}
  AND levenshtein(a.pkey, b.pkey) <= {NEAR}
  AND regexp_replace(a.pkey, '{_SERIAL}', '', 'g') <> regexp_replace(b.pkey, '{_SERIAL}', '', 'g'))
{first_asked(_MEMBERS)}"""


_MEMBERS = """
SELECT 'same/' || min(form) OVER w AS kase, form,
  '/project/name' AS pointer, project AS shown, 1000 + count(*) OVER w AS strength, true AS worse,
  ['“' || project || '”有 ' || count(*) OVER w || ' 张同年度的表' || CASE WHEN same THEN '，其中有内容完全相同的' ELSE '' END,
   '哪一张是应当保留的'] AS words
FROM named WINDOW w AS (PARTITION BY ukey, year, name)
UNION ALL SELECT 'near/' || x || '/' || y, form, '/project/name', f.project || ' ' || wan(f.paid), 100, false,
  ['两个项目的名称只差几个字，全年执行数相同', '是同一个项目吗']
FROM (SELECT x, y, unnest([x, y]) AS form FROM near) n JOIN f USING (form)"""


RULE = CohortRule(
    code="C-STR-09",
    title="重复的表或项目",
    severity=Severity.WARNING,
    worse=Severity.ERROR,
    basis=(cite("业务惯例", "duplicate"),),
    question="{0}，{1}？",
    compared="同一单位、同一年度的其他自评表",
    innocent="更正后重新报送，旧表没有撤回；或同名的两个项目分别立项",
    advice="核对后只保留一张；确为两个项目的，在名称上区别开。",
    doc=__doc__,
    ask=ask,
    cases=(
        Case("同一项目报了两张，数不一样", (form(), form(paid="49.00")), ((0, 1),)),
        Case("内容完全相同的两张", (form(), form(), form(project="设备购置")), ((0, 1),)),
        Case(
            "名称差一个字，执行数相同",
            (
                form(project="基层经办人员业务培训经费", paid="48.37"),
                form(project="基层经办人员业务培训费", paid="48.37"),
            ),
            ((0, 1),),
        ),
        Case(
            "一期、二期是两个项目",
            (
                form(project="智慧医保平台建设一期", paid="48.37"),
                form(project="智慧医保平台建设二期", paid="48.37"),
            ),
        ),
        Case("不同年度、不同单位", (form(), form(year=2022), form(unit="某县医疗保障局"))),
    ),
)
