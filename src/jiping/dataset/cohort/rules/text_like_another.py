"""与其他项目文字雷同。

把各表的“预期目标”“实际完成情况”与全部其他单位、其他项目的同一栏比较：去掉标点、空白、数字和本单位、本项目的名称后，每四个字为一段，相同的段占 85% 以上的算雷同：只改了数字的也算。
“实际完成情况”雷同的一律列出；“预期目标”只在多数项目名称不同时列出，因为上级统一下达的项目目标本来相同。同一项目与上年雷同的，由 C-DEV-20 列出。
一组雷同的文字算一个问题，不逐对列出。去掉这些后少于 30 字的不比。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.dataset.cohort.shapes import first_asked
from jiping.law.cite import cite

LEAST = 30
SHARE = (85, 100)
"""Agreed with the rule of the catalogue."""

_OWN = """regexp_replace(without(without(without(squeeze({0}), ukey), dkey), squeeze(yearless(project))), '\\p{{N}}+', '', 'g')"""


def ask(ground: Ground) -> str:
    """One case a group of near-duplicate texts, the earliest form asked."""
    # Both fields at once: bit 0 of the id is the field, so that a goal is held against a result too.
    same = ground.alike(
        "goals",
        f"SELECT form * 2 + 1 AS id, {_OWN.format('actual')} AS t FROM f"
        f" UNION ALL SELECT form * 2, {_OWN.format('expected')} FROM f",
        least=LEAST,
        share=SHARE,
    )
    return f"""
WITH held AS (SELECT s.same, s.id % 2 AS field, f.* FROM {same} s JOIN f ON f.form = s.id // 2),
-- One of each unit and project: its other years are no peers.
one AS (SELECT * FROM held QUALIFY row_number() OVER (
  PARTITION BY same, field, ukey, pkey ORDER BY year DESC, form) = 1),
counted AS (SELECT same, field, count(*) AS n, count(DISTINCT ukey) AS units, count(DISTINCT pkey) AS projects,
  min(CASE WHEN field = 1 THEN length(actual) ELSE length(expected) END) AS long
  FROM one GROUP BY same, field HAVING n > 1 AND (field = 1 OR projects * 2 > n))
{first_asked(_MEMBERS, "year, form")}"""


_MEMBERS = """
SELECT c.same || '/' || c.field AS kase, o.year,
  o.form, CASE c.field WHEN 1 THEN '/goal/actual' ELSE '/goal/expected' END AS pointer,
  CASE c.field WHEN 1 THEN o.actual ELSE o.expected END AS shown,
  least(c.n, 1000) * 1000 + least(c.long, 999) AS strength, false AS worse,
  [CASE c.field WHEN 1 THEN '实际完成情况' ELSE '预期目标' END, c.units::VARCHAR, c.n::VARCHAR] AS words
FROM counted c JOIN one o USING (same, field)"""


_TEXT = (
    "全年对辖区四十二处农村饮水工程逐一巡查检修，更换老化管网一万二千米，水质抽检全部合格，"
    "受益群众三万余人，未发生停水超过一天的情况。"
)

_NUMBERS = (
    "全年对辖区42处农村饮水工程逐一巡查检修，更换老化管网12公里，水质抽检全部合格，"
    "受益群众3.1万人，未发生停水超过一天的情况。"
)

RULE = CohortRule(
    code="C-IND-19",
    title="与其他项目文字雷同",
    severity=Severity.WARNING,
    basis=(cite("业务惯例", "duplicate"),),
    question="{1} 个单位 {2} 个项目的“{0}”文字基本相同，是各自的实际情况，还是相互套用？",
    compared="数据集中全部其他单位、其他项目的同一栏文字",
    innocent="几个单位共同完成一件事，或上级统一提供了说明文字",
    advice="请各单位按本项目的实际内容说明；确属共同完成的，写明各自承担的部分。",
    doc=__doc__,
    ask=ask,
    joint=True,
    cases=(
        Case(
            "两个单位的完成情况只有单位名称不同",
            (
                form(
                    unit="甲县水务局",
                    project="饮水安全",
                    expected=None,
                    actual="甲县水务局" + _TEXT,
                ),
                form(
                    unit="乙县水务局",
                    project="供水保障",
                    expected=None,
                    actual="乙县水务局" + _TEXT,
                ),
                form(unit="丙县水务局", project="河道治理"),
            ),
            ((0, 1),),
        ),
        Case(
            "统一下达的项目，预期目标相同，完成情况各写各的",
            (
                form(
                    unit="甲县水务局",
                    project="饮水安全",
                    expected=_TEXT,
                    actual="治理河道十二公里，新建泵站三座，验收一次通过。",
                ),
                form(
                    unit="乙县水务局",
                    project="饮水安全",
                    expected=_TEXT,
                    actual="发放移民补助四百户，回访中没有投诉，账目已经公示。",
                ),
            ),
        ),
        Case(
            "另一个单位的完成情况只改了数字",
            (
                form(unit="甲县水务局", project="饮水安全", expected=None, actual=_NUMBERS),
                form(
                    unit="乙县水务局",
                    project="供水保障",
                    expected=None,
                    actual=_NUMBERS.replace("42", "67").replace("12", "9").replace("3.1", "1.8"),
                ),
            ),
            ((0, 1),),
        ),
        Case("同一项目的两年不算", (form(year=2022, actual=_TEXT), form(year=2023, actual=_TEXT))),
        Case(
            "文字太短，不比",
            (form(unit="甲局", actual="已按期完成。"), form(unit="乙局", actual="已按期完成。")),
        ),
    ),
)
