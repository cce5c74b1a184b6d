"""The identities that a form carries itself, and whether they hold in a reading.

Weights to their total, scores to the total, funds to their total, rate = executed ÷ budget. A sum
that the filler got wrong stays as printed: the form is then not balanced, and nothing is altered.
"""

from __future__ import annotations

from jiping.model.evaluation import FundLine, Indicator, Total
from jiping.read.layouts.sums import is_rate, same_sum, scaled

PARTS = (
    ("fiscal", "special_account", "unit", "carryover", "other"),
    ("central", "local", "province", "city", "county", "carryover", "other", "unit"),
)
"""Sources that add up to the total: a 财政拨款 row already holds its 中央 and 地方 parts."""


def balanced(
    funds: tuple[FundLine, ...],
    indicators: tuple[Indicator, ...],
    total: Total,
    points: dict[str, str],
    initial_is_base: bool,
) -> bool | None:
    """True if every identity of the form holds, False if one fails, None if there is none.

    ``points`` are the points printed behind first-level names; ``initial_is_base`` is set where
    the form's rate is over 年初预算数 because it has no other budget column.
    """
    checks = [
        *_totals(funds, indicators, total),
        *_levels(indicators, points),
        *_amounts(funds),
        *_rates(funds, initial_is_base),
    ]
    return all(checks) if checks else None


def _totals(
    funds: tuple[FundLine, ...], indicators: tuple[Indicator, ...], total: Total
) -> list[bool]:
    head = next((f for f in funds if f.source == "total"), None)
    checks: list[bool] = []
    for field in ("weight", "score"):
        printed: str | None = getattr(total, field)
        if printed is None:
            continue
        parts = [v for row in indicators if (v := getattr(row, field)) is not None]
        if not parts:
            continue
        own = getattr(head, field) if head is not None else None
        if own is not None and not (_rated(indicators) and same_sum(parts, printed)):
            parts.append(own)
        checks.append(same_sum(parts, printed))
    return checks


def _rated(indicators: tuple[Indicator, ...]) -> bool:
    """Whether the execution rate is itself an indicator: its points must not count twice."""
    return any("执行率" in (row.name or "") or row.level1 == "预算执行率" for row in indicators)


def _levels(indicators: tuple[Indicator, ...], points: dict[str, str]) -> list[bool]:
    checks: list[bool] = []
    for level, printed in points.items():
        parts = [r.weight for r in indicators if r.level1 == level and r.weight is not None]
        if parts and level != "*":
            checks.append(same_sum(parts, printed))
    return checks


def _amounts(funds: tuple[FundLine, ...]) -> list[bool]:
    head = next((f for f in funds if f.source == "total"), None)
    if head is None:
        return []
    sources = {f.source for f in funds}
    kinds = PARTS[0] if "fiscal" in sources else PARTS[1]
    checks: list[bool] = []
    for field in ("initial", "adjusted", "executed"):
        printed: str | None = getattr(head, field)
        parts = [v for f in funds if f.source in kinds and (v := getattr(f, field)) is not None]
        if printed is not None and parts:
            checks.append(same_sum(parts, printed))
    return checks


def _rates(funds: tuple[FundLine, ...], initial_is_base: bool) -> list[bool]:
    checks: list[bool] = []
    for line in funds:
        base = line.initial if initial_is_base else line.adjusted
        if line.rate is None or base is None or line.executed is None or not scaled(base):
            continue
        checks.append(is_rate(line.executed, base, line.rate))
    return checks
