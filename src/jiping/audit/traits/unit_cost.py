"""Which quantity a cost paid for: 产品宣传成本 and 农畜产品宣传营销推介次数.

Paired by shared wording alone, and only where one quantity fits clearly better than all others
and belongs to no second cost: a wrong pair would accuse.
"""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.audit.traits.comparable import counted_alike
from jiping.audit.traits.overlap import longest_shared
from jiping.model.decimals import SCALED_LIMIT
from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.levels import level1_kind, level2_kind
from jiping.model.quantity import parse_quantity
from jiping.model.traits import trait

_COST_WORDS = re.compile("成本|费用|经费|资金|支出|控制数|总额|费|总")
_COUNT_WORDS = re.compile("任务|次数|数量|人数|人次|场次|个数|完成|数$")


@trait("indicator", "int32")
def paid_quantity(e: Evaluation) -> list[int | None]:
    """成本行所对应的数量指标（行号），按名称中相同的词配对；配不上或不唯一时为空。"""
    return list(pairs_of(e.indicators))


@trait("indicator", "int64")
def paid_target(e: Evaluation) -> list[int | None]:
    """所对应数量指标的指标值，10⁻⁶。"""
    return [_low(e.indicators[n].target) if n is not None else None for n in pairs_of(e.indicators)]


@trait("indicator", "int64")
def paid_actual(e: Evaluation) -> list[int | None]:
    """所对应数量指标的完成值，10⁻⁶。"""
    return [_low(e.indicators[n].actual) if n is not None else None for n in pairs_of(e.indicators)]


def _low(text: str | None) -> int | None:
    quantity = parse_quantity(text)
    if quantity is None or quantity.is_range:
        return None
    value = int(quantity.low * 1_000_000)
    return value if 0 < value < SCALED_LIMIT else None


@lru_cache(maxsize=64)
def pairs_of(rows: tuple[Indicator, ...]) -> tuple[int | None, ...]:
    """For every cost row the number of its quantity row; None where there is none or two."""
    counted = {
        n: _COUNT_WORDS.sub("", r.name or "")
        for n, r in enumerate(rows)
        if level2_kind(r.level2) == "quantity" and counted_alike(r.target, r.actual, r.unit)
    }
    found: list[int | None] = []
    for row in rows:
        is_cost = level2_kind(row.level2) in ("cost", "economic_cost")
        is_cost = is_cost or level1_kind(row.level1) == "cost"
        found.append(_best(_COST_WORDS.sub("", row.name or ""), counted) if is_cost else None)
    taken = [n for n in found if n is not None]
    return tuple(n if n is not None and taken.count(n) == 1 else None for n in found)


def _best(name: str, counted: dict[int, str]) -> int | None:
    sizes = {n: len(longest_shared(name, other)) for n, other in counted.items()}
    most = max(sizes.values(), default=0)
    best = [n for n, size in sizes.items() if size == most]
    return best[0] if most >= 2 and len(best) == 1 else None
