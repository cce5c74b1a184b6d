"""单位成本与同类相差很大。

两种单位成本：成本指标本身是单价的（元/人、万元/公里等），与全部单位的同名、同计量单位的指标比；项目名称相同、数量指标相同的，用全年执行数除以完成数量，与其他单位比。
同类有 8 个以上单位才比。用中位数和离散程度判断：先求每个数与中位数的倍数，再取这些倍数的中位数 M；超过 M 的 5 次方（约合对数尺度上 3.4 倍标准离差）并且在 3 倍以上的，才问。高的、低的都问，低的常常是计量单位写错。
"""

from __future__ import annotations

from decimal import Decimal

from jiping.audit.rule import Severity
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import Case, CohortRule, form
from jiping.law.cite import cite

PEERS = 8
POWER = 5
"""M is the median of the ratios to the median, so ln M = 0.6745 σ, and M⁵ lies at 3.4 σ."""
TIMES = 3
SCALE = 10_000
LARGEST = 10**15


def ask(ground: Ground) -> str:
    """One case a value that stands far from those like it; the peers are the nearest to the median."""
    ground.table(
        "priced",
        """SELECT 'p/' || key || '/' || unit AS kind, form, '/indicators/' || "row" || '/actual' AS pointer, ukey,
          actual::HUGEINT AS x, name || ' ' || actual_text || ' ' || unit AS shown, unit AS of
        FROM i WHERE unit_kind = 'money_rate' AND actual > 0 AND length(key) >= 2 AND ukey <> ''
        UNION ALL
        SELECT 'q/' || f.pkey || '/' || i.key || '/' || i.unit, f.form, '/indicators/' || i."row" || '/actual', f.ukey,
          f.paid * 1000000 // i.actual, f.project || '：' || wan(f.paid) || ' ÷ ' || i.actual_text || ' ' || i.unit, '元/' || i.unit
        FROM i JOIN f USING (form) WHERE i.level2 = 'quantity' AND i.unit_kind NOT IN ('money', 'money_rate', 'percent')
          AND i.actual > 0 AND f.paid > 0 AND length(f.pkey) >= 4 AND f.ukey <> '' AND i.unit IS NOT NULL""",
    )
    ground.table(
        "middle",
        f"""SELECT kind, quantile_disc(x, 0.5) AS m, count(DISTINCT ukey) AS n FROM priced WHERE x > 0
        GROUP BY kind HAVING n >= {PEERS}""",
    )
    ground.table(
        "apart",
        f"""SELECT p.*, c.m, c.n, greatest(p.x, c.m) * {SCALE} // least(p.x, c.m) AS ratio
        FROM priced p JOIN middle c USING (kind) WHERE p.x > 0""",
    )
    spread = ground.rows(
        "SELECT kind, quantile_disc(ratio, 0.5) FROM apart GROUP BY kind ORDER BY 1"
    )
    ground.put(
        "bound",
        {
            "kind": ("VARCHAR", [kind for kind, _ in spread]),
            "bound": ("BIGINT", [_bound(ratio) for _, ratio in spread]),
        },
    )
    return f"""
WITH far AS (SELECT a.* FROM apart a JOIN bound b USING (kind) WHERE a.ratio > b.bound),
peers AS (SELECT a.* FROM apart a WHERE kind IN (SELECT kind FROM far)
  QUALIFY row_number() OVER (PARTITION BY kind ORDER BY ratio, form) <= 5)
SELECT f.kind || '/' || f.form AS kase, 0 AS rank, f.form, f.pointer, f.shown || '（合 ' || plain(f.x) || ' ' || f.of || '）' AS shown,
  least(f.ratio, {LARGEST})::BIGINT AS strength, false AS worse,
  [CASE WHEN f.x > f.m THEN '高' ELSE '低' END, f.n::VARCHAR, plain(f.m) || ' ' || f.of, plain(f.ratio * 100 // 10 * 10 * {1_000_000 // SCALE // 100})] AS words,
  NULL AS outside FROM far f
UNION ALL SELECT f.kind || '/' || f.form, 1, p.form, p.pointer, p.shown || '（合 ' || plain(p.x) || ' ' || p.of || '）',
  least(f.ratio, {LARGEST})::BIGINT, false,
  [CASE WHEN f.x > f.m THEN '高' ELSE '低' END, f.n::VARCHAR, plain(f.m) || ' ' || f.of, plain(f.ratio * 100 // 10 * 10 * {1_000_000 // SCALE // 100})], NULL
FROM far f JOIN peers p ON p.kind = f.kind AND p.form <> f.form"""


def _bound(ratio: int) -> int:
    """The ratio, ten-thousandths, beyond which a value is asked about."""
    power = Decimal(int(ratio)) ** POWER / Decimal(SCALE) ** (POWER - 1)
    return min(max(int(power), TIMES * SCALE), LARGEST)


def _price(text: str) -> dict[str, object]:
    return {
        "/indicators/4/name": "人均培训成本",
        "/indicators/4/unit": "元/人",
        "/indicators/4/actual": text,
    }


_USUAL = ("412", "395", "430", "388", "405", "440", "420", "376", "451")

RULE = CohortRule(
    code="C-COH-02",
    title="单位成本与同类相差很大",
    severity=Severity.WARNING,
    basis=(cite("10号", "16"), cite("业务惯例", "cost")),
    question="单位成本比 {1} 个单位的中位数（{2}）{0}，相差 {3} 倍，是标准不同、口径不同，还是填错了？",
    compared="全部单位的同名、同计量单位的指标",
    innocent="标准、地区、内容不同，或计量单位、数量的口径不同",
    advice="请核对金额、数量和计量单位；确属标准不同的，说明依据。",
    doc=__doc__,
    ask=ask,
    cases=(
        Case(
            "九个单位四百元上下，一个 4 300 元",
            (
                *(
                    form(unit=f"第{n}医保中心", project=f"培训{n}班", more=_price(x))
                    for n, x in enumerate(_USUAL)
                ),
                form(unit="另一中心", project="另一培训班", more=_price("4300")),
            ),
            ((9,),),
        ),
        Case(
            "各单位本来就相差很大",
            tuple(
                form(unit=f"第{n}医保中心", project=f"培训{n}班", more=_price(str(x)))
                for n, x in enumerate((40, 90, 160, 300, 520, 900, 1700, 2600, 4300))
            ),
        ),
        Case(
            "同类太少",
            (
                *(
                    form(unit=f"第{n}医保中心", project=f"培训{n}班", more=_price("400"))
                    for n in range(4)
                ),
                form(unit="另一中心", project="另一培训班", more=_price("4300")),
            ),
        ),
    ),
)
