"""文字里留着别处的地名。

目标或完成情况里写的县（区、旗）是数据集里另一个单位所在的地方，而本单位、本部门、本项目的名称里没有它，文字里也没有写本地的名称。常见于套用别人的文字忘了改。
只比县、区、旗名，三个字或四个字；去外地学习、对口支援也会写外地的名称，所以只是提示。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.law.cite import cite

_PLACE = r"\p{Han}{2,3}?[县区旗]"
_VISITS = "学习|考察|交流|赴|支援|帮扶|协作|对口|招商|推介|跨"


def ask(ground: Ground) -> str:
    """One case a form and a name; beside it a form of a unit of that place."""
    ground.table(
        "home",
        rf"""SELECT form, regexp_extract(regexp_replace(ukey, '^.*?[省州盟市]', ''), '^{_PLACE}') AS place, ukey, dkey, pkey FROM f""",
    )
    ground.table(
        "places", "SELECT place, min(form) AS form FROM home WHERE place <> '' GROUP BY place"
    )
    return rf"""
WITH texts AS (SELECT form, 1 AS field, actual AS t FROM f UNION ALL SELECT form, 0, expected FROM f),
named AS (SELECT DISTINCT form, field, t, unnest(list_concat(regexp_extract_all(t, '\p{{Han}}{{2}}[县区旗]'),
  regexp_extract_all(t, '\p{{Han}}{{3}}[县区旗]'))) AS place FROM texts),
-- 兴安旗 and 东兴安旗: the shorter one is a part of the longer.
odd AS (SELECT n.form, n.field, n.t, n.place, p.form AS other FROM named n JOIN places p USING (place) JOIN home h ON h.form = n.form
  WHERE h.place <> '' AND h.place <> n.place AND NOT contains(n.t, h.place)
  AND NOT contains(h.ukey || h.dkey || h.pkey, n.place) AND NOT contains(n.place, h.place) AND NOT contains(h.place, n.place)
  AND NOT regexp_matches(n.t, '{_VISITS}')
  QUALIFY row_number() OVER (PARTITION BY n.form, n.field ORDER BY length(n.place) DESC, n.place) = 1)
SELECT o.form || '/' || o.field AS kase, rank, CASE rank WHEN 0 THEN o.form ELSE o.other END AS form,
  CASE WHEN rank = 1 THEN '/unit/name' WHEN o.field = 1 THEN '/goal/actual' ELSE '/goal/expected' END AS pointer,
  CASE rank WHEN 0 THEN o.t ELSE f.unit END AS shown, 1 AS strength, false AS worse, [o.place, h.place] AS words, NULL AS outside
FROM odd o JOIN home h ON h.form = o.form CROSS JOIN (VALUES (0), (1)) r(rank) JOIN f ON f.form = o.other"""


RULE = CohortRule(
    code="C-COH-10",
    title="文字里留着别处的地名",
    severity=Severity.INFO,
    basis=(cite("业务惯例", "duplicate"), cite("业务惯例", "wording")),
    question="文字里写的是“{0}”，没有写本地（{1}），是在那里开展的工作，还是套用文字没有改？",
    compared="数据集中各单位所在县（区、旗）的名称",
    innocent="工作确实在那里开展，或管理区域跨县",
    advice="请核对文字，改为本单位的实际情况。",
    doc=__doc__,
    ask=ask,
    cases=(
        Case(
            "云山县的表写着青溪县",
            (
                form(
                    unit="云山县水务局",
                    project="饮水安全",
                    actual="全年巡查青溪县饮水工程四十二处。",
                ),
                form(
                    unit="青溪县水务局",
                    project="供水保障",
                    actual="全年巡查青溪县饮水工程四十二处。",
                ),
            ),
            ((0,),),
        ),
        Case(
            "写了本地，也写了别处",
            (
                form(
                    unit="云山县水务局",
                    project="饮水安全",
                    actual="云山县与青溪县联合巡查饮水工程四十二处。",
                ),
                form(unit="青溪县水务局", project="供水保障"),
            ),
        ),
        Case(
            "写明是去学习",
            (
                form(
                    unit="云山县水务局",
                    project="饮水安全",
                    actual="组织六人到青溪县考察学习管护经验。",
                ),
                form(unit="青溪县水务局", project="供水保障"),
            ),
        ),
    ),
)
