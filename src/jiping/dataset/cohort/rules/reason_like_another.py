"""偏差原因照抄。

把“偏差原因分析及改进措施”与其他单位、其他项目比较。同样的一段话（15 字以上，85% 以上相同）出现在三个以上不同项目里，就问一问：各项目的原因真的一样吗？
一次自然灾害、一项政策可以影响许多项目，所以只是提示。
"""

from __future__ import annotations

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.dataset.cohort.shapes import first_asked
from jiping.law.cite import cite

LEAST = 15
PROJECTS = 3


def ask(ground: Ground) -> str:
    """One case a group of near-duplicate reasons."""
    same = ground.alike(
        "reasons",
        """SELECT form * 4096 + "row" AS id, without(without(squeeze(reason), ukey), dkey) AS t
        FROM i WHERE reason IS NOT NULL AND "row" < 4096""",
        least=LEAST,
        share=(85, 100),
    )
    return f"""
WITH one AS (SELECT s.same, i.* FROM {same} s JOIN i ON i.form = s.id // 4096 AND i."row" = s.id % 4096
  QUALIFY row_number() OVER (PARTITION BY s.same, ukey, pkey ORDER BY i.year DESC, i.form, i."row") = 1),
counted AS (SELECT same, count(*) AS n, count(DISTINCT ukey) AS units FROM one GROUP BY same HAVING n >= {PROJECTS})
{first_asked(_MEMBERS, "year, form")}"""


_MEMBERS = """
SELECT c.same::VARCHAR AS kase, o.year, o.form, '/indicators/' || o."row" || '/reason' AS pointer, o.reason AS shown,
  c.n AS strength, false AS worse, [c.units::VARCHAR, c.n::VARCHAR] AS words FROM counted c JOIN one o USING (same)"""


_REASON = {
    "/indicators/1/reason": "因施工单位更换项目经理，进场推迟两个月，下一步倒排工期加快实施。"
}

RULE = CohortRule(
    code="C-COH-09",
    title="偏差原因照抄",
    severity=Severity.INFO,
    basis=(cite("业务惯例", "duplicate"), cite("10号", "11")),
    question="{0} 个单位 {1} 个项目写了同样的偏差原因，原因真的相同吗？",
    compared="数据集中全部其他项目的偏差原因分析及改进措施",
    innocent="同一件事（汛情、停工、政策调整）影响了这些项目",
    advice="请按各项目的实际写明原因、影响的数量和改进措施。",
    doc=__doc__,
    ask=ask,
    joint=True,
    cases=(
        Case(
            "三个项目同一段原因",
            tuple(form(unit=f"{name}县教育局", more=_REASON) for name in "甲乙丙"),
            ((0, 1, 2),),
        ),
        Case("只有两个项目", tuple(form(unit=f"{name}县教育局", more=_REASON) for name in "甲乙")),
        Case(
            "三个项目各有原因",
            tuple(
                form(unit=f"{name}县教育局", more={"/indicators/1/reason": text})
                for name, text in zip(
                    "甲乙丙",
                    (
                        "道路封闭，材料运输延误，已改走省道。",
                        "两名授课教师生病，补课安排在次年一月。",
                        "报名人数少于预计，下年改在农闲时举办。",
                    ),
                    strict=True,
                )
            ),
        ),
    ),
)
