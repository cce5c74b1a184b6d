"""同一件事、同一笔成本出现在两个项目里。

三种线索，由强到弱：
一、两个项目的成本指标完成值是同一个数（同一单位四位以上有效数字，同一部门五位以上）；
二、同一单位同一年度的两个项目，名称里有同一个别处没有的地名、活动名（四个字以上），又都列了同一类活动的数量和成本；
三、同一单位同一年度的两个项目，都把同一种活动（如“调研”）列为数量指标，又都列了这类活动的成本（如差旅费、调研成本）。
只有第三种的，是提示；数据集里有 30 张以上别的表可比时，这样的单位要比碰巧会有的多得多才问（按这种活动在全部表中的比例，碰巧的个数不到实有的五分之一）。
已按第二种问过的两个项目，不再按第三种问。
"""

from __future__ import annotations

from fractions import Fraction

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.dataset.cohort.shapes import first_asked
from jiping.law.cite import cite

UNIT, DEPARTMENT = 4, 5
"""Significant digits from which the same cost is no accident."""
NAME = 4
ACTIVITIES = {
    "差旅": ("调研", "督导", "考察", "出差", "差旅"),
    "宣传": ("宣传", "推介", "推广", "广告"),
    "展会": ("展会", "展览", "参展", "博览会", "展销"),
    "会议": ("会议", "座谈", "论坛", "研讨"),
    "培训": ("培训", "轮训"),
    "印刷": ("印刷", "印制"),
    "租车": ("租车", "车辆租赁"),
    "慰问": ("慰问",),
}
"""What the money goes for → the words of activities that are paid for by it."""


OTHERS = 30
"""Forms from which the share of an activity says anything."""
FALSE = Fraction(1, 5)
"""So many of the units asked about an activity may be expected by chance."""


def ask(ground: Ground) -> str:
    """One case an amount, one a pair of names, one an activity of a unit and year."""
    words = ", ".join(f"('{kind}', '{word}')" for kind, held in ACTIVITIES.items() for word in held)
    ground.table("activity", f"SELECT * FROM (VALUES {words}) w(kind, word)")
    # A row of a cost belongs to a kind, a row of a quantity to a word.
    ground.table(
        "done",
        """SELECT q.ukey, q.year, q.pkey, q.form, a.kind, a.word, min(q."row") AS done_row, min(c."row") AS cost_row
        FROM i q JOIN activity a ON contains(q.key, a.word)
        JOIN (SELECT c.form, c."row", a.kind FROM i c JOIN activity a ON contains(c.key, a.word)
          WHERE c.level2 = 'cost' OR c.level1 = 'cost') c ON c.form = q.form AND c.kind = a.kind
        WHERE q.level2 IN ('quantity', 'quality') AND q.ukey <> '' GROUP BY ALL""",
    )
    # Parts of the names that only one unit's projects have.
    ground.table(
        "named",
        f"""SELECT part, ukey, year, form, pkey FROM (
        SELECT DISTINCT unnest(list_transform(range(1, length(pkey) - {NAME - 2}), lambda n: substr(pkey, n, {NAME}))) AS part,
          ukey, year, form, pkey FROM f WHERE ukey <> '' AND pkey <> '' AND form IN (SELECT form FROM done))
        QUALIFY min(ukey) OVER (PARTITION BY part) = max(ukey) OVER (PARTITION BY part)""",
    )
    _usual(ground)
    return f"""
WITH cost AS (SELECT i.*, CASE WHEN digits(money) >= {
        DEPARTMENT
    } THEN dkey ELSE dkey || '/' || ukey END AS scope FROM i
  WHERE money > 0 AND (level2 = 'cost' OR level1 = 'cost') AND digits(money) >= {
        UNIT
    } AND dkey <> ''),
same AS (SELECT scope, year, money, count(DISTINCT pkey) AS n FROM cost GROUP BY ALL HAVING n > 1),
pairs AS (SELECT a.form AS x, b.form AS y, min(a.word) AS word, min(a.done_row) AS xd, min(a.cost_row) AS xc,
  min(b.done_row) AS yd, min(b.cost_row) AS yc, any_value(n.part) AS part
  FROM done a JOIN done b ON a.ukey = b.ukey AND a.year IS NOT DISTINCT FROM b.year AND a.kind = b.kind AND a.pkey <> b.pkey AND a.form < b.form
  JOIN (SELECT x.form AS x, y.form AS y, min(x.part) AS part FROM named x JOIN named y ON x.part = y.part AND x.ukey = y.ukey
    AND x.year IS NOT DISTINCT FROM y.year AND x.form < y.form AND x.pkey <> y.pkey GROUP BY ALL) n ON n.x = a.form AND n.y = b.form
  GROUP BY a.form, b.form),
acts AS (SELECT ukey, year, word, count(DISTINCT pkey) AS n FROM done d WHERE word NOT IN (SELECT word FROM usual)
  AND NOT EXISTS (SELECT 1 FROM pairs p WHERE d.form IN (p.x, p.y) AND p.word = d.word) GROUP BY ALL HAVING n > 1),
shown AS (
  SELECT 'cost/' || s.scope || '/' || coalesce(s.year, 0) || '/' || s.money AS kase, c.form, c."row" AS at, 'actual' AS what,
    100000 + digits(s.money) AS strength, true AS worse,
    s.n || ' 个项目都有一项成本是 ' || wan(s.money) AS word
  FROM same s JOIN cost c ON c.scope = s.scope AND c.year IS NOT DISTINCT FROM s.year AND c.money = s.money
  UNION ALL SELECT 'name/' || x || '/' || y, unnest([x, x, y, y]), unnest([xd, xc, yd, yc]), 'name', 10000, true,
    '两个项目的名称里都有“' || part || '”，又都列了同类活动的数量和成本' FROM pairs
  UNION ALL SELECT 'done/' || a.ukey || '/' || coalesce(a.year, 0) || '/' || a.word, d.form, unnest([d.done_row, d.cost_row]), 'name', a.n,
    false, a.n || ' 个项目都把“' || a.word || '”列为工作量，又都列了这类支出'
  FROM acts a JOIN done d ON d.ukey = a.ukey AND d.year IS NOT DISTINCT FROM a.year AND d.word = a.word)
{
        first_asked('''SELECT s.kase, s.form, '/indicators/' || s.at || '/' || s.what AS pointer,
  i.name || coalesce('：' || i.actual_text || coalesce(' ' || i.unit, ''), '') AS shown, s.strength, s.worse, [s.word] AS words
FROM shown s JOIN i ON i.form = s.form AND i."row" = s.at''')
    }"""


def _usual(ground: Ground) -> None:
    """The table ``usual``: activities that so many units have in two projects by chance."""
    shares = ground.rows("SELECT word, count(DISTINCT form) FROM done GROUP BY word ORDER BY word")
    units = ground.rows(
        "SELECT n, count(*) FROM (SELECT count(DISTINCT pkey) AS n FROM f WHERE ukey <> ''"
        " GROUP BY ukey, year) GROUP BY n ORDER BY n"
    )
    seen = dict(
        ground.rows(
            "SELECT word, count(*) FROM (SELECT word FROM done GROUP BY word, ukey, year"
            " HAVING count(DISTINCT pkey) > 1) GROUP BY word"
        )
    )
    ((forms,),) = ground.rows("SELECT count(*) FROM f")
    usual = [
        word
        for word, held in shares
        if forms - held >= OTHERS
        and sum(k * _twice(Fraction(held, forms), n) for n, k in units) > FALSE * seen.get(word, 0)
    ]
    ground.put("usual", {"word": ("VARCHAR", usual)})


def _twice(share: Fraction, projects: int) -> Fraction:
    """How likely two of so many projects or more have what a share of all has.

    Bounded by the pairs, which is close where the share is small and asks less where it is not."""
    return min(Fraction(1), Fraction(projects * (projects - 1), 2) * share * share)


def _costs(quantity: str, cost: str, actual: str) -> dict[str, object]:
    return {
        "/indicators/0/name": quantity,
        "/indicators/4/name": cost,
        "/indicators/4/actual": actual,
    }


RULE = CohortRule(
    code="C-IND-20",
    title="同一件事、同一笔成本出现在两个项目里",
    severity=Severity.INFO,
    worse=Severity.WARNING,
    basis=(cite("业务惯例", "duplicate"),),
    question="{0}：是两件事，还是同一件事由两个项目列支？",
    compared="同一单位（金额相同时为同一部门）、同一年度的其他项目",
    innocent="同一种日常工作分别在两个项目中开展",
    advice="请对照合同和凭证说明各项目分别承担哪些活动、哪些支出。",
    doc=__doc__,
    ask=ask,
    cases=(
        Case(
            "两个项目的成本是同一个数",
            (
                form(project="业务培训", more=_costs("编写教材", "教材编写费", "13.9771")),
                form(project="宣传活动", more=_costs("制作展板", "活动费用", "13.9771")),
            ),
            ((0, 1),),
        ),
        Case(
            "同一场活动的两个项目",
            (
                form(project="乌兰巴托展会经费", more=_costs("参展企业", "展会服务费", "13.76")),
                form(
                    project="绿色产品博览会暨乌兰巴托文化日",
                    more=_costs("吸引参展人次", "展会资金成本", "139.77"),
                ),
            ),
            ((0, 1),),
            told="名称都有“乌兰巴托”，又都列了参展和展会成本",
        ),
        Case(
            "两个项目都有调研，都列了差旅类支出",
            (
                form(project="口岸经费", more=_costs("旗县等地调研检查", "差旅费", "10.15")),
                form(
                    project="向北开放工作经费",
                    more=_costs("业务调研督导任务次数", "调研督导业务成本", "26.19"),
                ),
            ),
            ((0, 1),),
        ),
        Case(
            "工作不同，金额不同",
            (
                form(project="口岸经费", more=_costs("购置办公桌", "购置费", "10.15")),
                form(project="向北开放", more=_costs("业务调研督导次数", "调研督导成本", "26.19")),
            ),
        ),
    ),
)
