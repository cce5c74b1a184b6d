"""Exact arithmetic on printed digits, for the form's own identities. Scaled integers, no float."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

PLACES: Final = 8
ONE: Final = 10**PLACES


@lru_cache(maxsize=65536)
def scaled(digits: str) -> int:
    """``digits`` in 10⁻⁸; digits beyond the eighth place are cut (no form prints them)."""
    sign = -1 if digits.startswith("-") else 1
    whole, _, part = digits.lstrip("-").partition(".")
    return sign * (int(whole) * ONE + int((part + "0" * PLACES)[:PLACES]))


def step(digits: str) -> int:
    """One unit of the last printed digit, in 10⁻⁸."""
    _, _, part = digits.partition(".")
    return int(10 ** max(PLACES - len(part), 0))


def same_sum(parts: list[str], total: str) -> bool:
    """Whether ``parts`` add up to ``total`` within what the total's own rounding explains."""
    gap = abs(sum(map(scaled, parts)) - scaled(total))
    finest = min((step(part) for part in parts), default=ONE)
    return gap * 2 <= step(total) if step(total) > finest else gap == 0


def is_rate(executed: str, budget: str, rate: str) -> bool:
    """Whether ``rate`` (percent) is executed ÷ budget, rounded or cut at its last digit."""
    base = scaled(budget)
    if base == 0:
        return scaled(rate) in (0, 100 * ONE)
    gap = abs(scaled(executed) * 100 * ONE - scaled(rate) * base)
    return gap < step(rate) * abs(base)


def is_score(weight: str, executed: str, budget: str, score: str) -> bool:
    """Whether ``score`` is weight × executed ÷ budget, capped at the weight, rounded or cut."""
    base = scaled(budget)
    if base == 0:
        return True
    done = min(scaled(executed), base)
    gap = abs(scaled(weight) * done - scaled(score) * base)
    return gap < step(score) * abs(base) + abs(base) * ONE // 1000
