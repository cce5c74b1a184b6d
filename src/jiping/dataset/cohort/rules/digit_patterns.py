"""完成值的数字有规律。

一个部门同一年度的完成值，两种情形：
一、百分比指标（等于 100% 的不算）有 15 个以上，其中同一个数（如 95）占八成以上；
二、两位以上的数量有 40 个以上，末位数字的分布与全部单位的差得很远（卡方值超过 50，巧合的可能不到百万分之一），而且一个末位数字占六成以上。
人们习惯写整数，所以不是与均匀分布比，而是与全部单位的末位数字比。
"""

from __future__ import annotations

from fractions import Fraction

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.law.cite import cite

RATES, RATE_SHARE = 15, (80, 100)
COUNTS, DIGIT_SHARE = 40, (60, 100)
FAR = 50
"""Chi-square of nine degrees of freedom: 1 in 10 million, for the many departments of a nation."""


def ask(ground: Ground) -> str:
    """One case a department, year and kind."""
    ground.table(
        "rated",
        """SELECT dkey, year, form, "row", actual AS value FROM i WHERE is_rate AND actual > 0 AND actual <> 100000000
        AND dkey <> '' AND level1 IS DISTINCT FROM 'satisfaction'""",
    )
    ground.table(
        "ended",
        """SELECT dkey, year, form, "row", (actual // 1000000) % 10 AS value FROM i
        WHERE NOT is_rate AND unit_kind IS DISTINCT FROM 'money' AND actual >= 10000000 AND actual % 1000000 = 0 AND dkey <> ''""",
    )
    counts = ground.rows("SELECT dkey, year, value, count(*) FROM ended GROUP BY ALL")
    asked = _far(counts)
    ground.put(
        "odd",
        {
            "dkey": ("VARCHAR", [row[0] for row in asked]),
            "year": ("INTEGER", [row[1] for row in asked]),
            "value": ("BIGINT", [row[2] for row in asked]),
            "n": ("BIGINT", [row[3] for row in asked]),
            "whole": ("BIGINT", [row[4] for row in asked]),
        },
    )
    return f"""
WITH rates AS (SELECT dkey, year, value, n, sum(n) OVER (PARTITION BY dkey, year) AS whole FROM (
  SELECT dkey, year, value, count(*) AS n FROM rated GROUP BY ALL)
  QUALIFY whole >= {RATES} AND n * {RATE_SHARE[1]} >= whole * {RATE_SHARE[0]}),
held AS (
  SELECT 'rate/' || r.dkey || '/' || coalesce(r.year, 0) AS kase, x.form, x."row", r.n, r.whole,
    '百分比指标的完成值有 ' || r.whole || ' 个，其中 ' || r.n || ' 个是 ' || plain(r.value) || '%' AS word
  FROM rates r JOIN rated x ON x.dkey = r.dkey AND x.year IS NOT DISTINCT FROM r.year AND x.value = r.value
  UNION ALL SELECT 'end/' || o.dkey || '/' || coalesce(o.year, 0), x.form, x."row", o.n, o.whole,
    '数量指标的完成值有 ' || o.whole || ' 个，其中 ' || o.n || ' 个的末位是 ' || o.value
  FROM odd o JOIN ended x ON x.dkey = o.dkey AND x.year IS NOT DISTINCT FROM o.year AND x.value = o.value)
SELECT h.kase, 0 AS rank, h.form, '/indicators/' || h."row" || '/actual' AS pointer,
  i.name || ' ' || i.actual_text || coalesce(' ' || i.unit, '') AS shown, h.n AS strength, false AS worse, [h.word] AS words, NULL AS outside
FROM held h JOIN i ON i.form = h.form AND i."row" = h."row" """


def _far(
    counts: list[tuple[str, int | None, int, int]],
) -> list[tuple[str, int | None, int, int, int]]:
    """Departments whose last digits are spread unlike all others': the digit, its count, all."""
    whole: dict[int, int] = {}
    held: dict[tuple[str, int | None], dict[int, int]] = {}
    for department, year, digit, count in counts:
        whole[digit] = whole.get(digit, 0) + count
        held.setdefault((department, year), {})[digit] = count
    every = sum(whole.values())
    found = []
    for (department, year), own in sorted(
        held.items(), key=lambda item: (item[0][0], item[0][1] or 0)
    ):
        n = sum(own.values())
        digit, most = max(own.items(), key=lambda item: (item[1], -item[0]))
        others = every - n
        if n < COUNTS or most * DIGIT_SHARE[1] < n * DIGIT_SHARE[0] or others < n:
            continue
        # Held against the others, every digit with one more than it has, so that none is impossible.
        chi = Fraction(0)
        for d in range(10):
            expected = Fraction((whole.get(d, 0) - own.get(d, 0) + 1) * n, others + 10)
            chi += (own.get(d, 0) - expected) ** 2 / expected
        if chi > FAR:
            found.append((department, year, digit, most, n))
    return found


def _rates(n: int, value: str) -> dict[str, object]:
    rows = {f"/indicators/{row}/unit": "%" for row in (0, 1, 4)}
    return form(
        project=f"项目{n}",
        more={**rows, **{f"/indicators/{row}/actual": value for row in (0, 1, 2, 4, 5, 6)}},
    )


RULE = CohortRule(
    code="C-COH-06",
    title="完成值的数字有规律",
    severity=Severity.INFO,
    basis=(cite("部门自评通知", "truth"), cite("业务惯例", "evidence")),
    question="{0}，这些数是统计出来的吗？",
    compared="同一部门、同一年度的全部完成值；末位数字与全部单位的比较",
    innocent="考核标准本身就是这个数，或统计口径只取整数",
    advice="请抽取几个指标，对照台账、统计表核实。",
    doc=__doc__,
    ask=ask,
    cases=(
        Case("三个项目的百分比全是 95", tuple(_rates(n, "95") for n in range(3)), ((0, 1, 2),)),
        Case(
            "百分比各不相同",
            tuple(
                form(
                    project=f"项目{n}",
                    more={
                        f"/indicators/{row}/actual": f"{80 + (n * 7 + row * 3) % 20}"
                        for row in (2, 5, 6)
                    },
                )
                for n in range(6)
            ),
        ),
        Case(
            "数量的末位全是 8，别的部门各种数字都有",
            (
                *(
                    form(
                        department="某怪局",
                        unit="某怪局",
                        project=f"项目{n}",
                        more={"/indicators/0/actual": f"{n}8", "/indicators/1/actual": f"5{n}8"},
                    )
                    for n in range(1, 23)
                ),
                *(
                    form(
                        project=f"别的{n}",
                        more={
                            "/indicators/0/actual": str(10 + n),
                            "/indicators/1/actual": str(531 + 7 * n),
                        },
                    )
                    for n in range(40)
                ),
            ),
            (tuple(range(12)),),
            told="报告只列前24处",
        ),
        Case("百分比太少", tuple(_rates(n, "95") for n in range(2))),
    ),
)
