"""Text without any separator: only arithmetic says where one number ends and the next begins.

“202010100.00%10” under 预算数, 执行数, 分值, 执行率, 得分 is 20 | 20 | 10 | 100.00% | 10, because no
other cut makes the rate the quotient and the score its product. What has no such proof is not cut.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from jiping.model.patterns import lazy
from jiping.read.layouts.sums import is_rate, is_score, scaled
from jiping.read.layouts.words import narrow

NUMBER = lazy(r"(?:0|[1-9]\d*)(?:\.\d+)?")
QUANTITY = lazy(r"([≥≤><=]?)((?:0|[1-9]\d*)(?:\.\d+)?)([^\d≥≤><=]{0,6})")
ORDERS: Final = (
    ("name", "weight", "target", "actual", "score"),
    ("name", "target", "actual", "weight", "score"),
)
LIMIT: Final = 400
"""A longer piece is not searched."""


def amounts(text: str, roles: tuple[str, ...], total: tuple[str, ...] = ()) -> list[str] | None:
    """The only cut of ``text`` into one number for each role that its rate and score prove.

    ``total`` holds the amounts of the total row: a row of parts without a rate (“2020”) is cut
    into as many amounts, none above its total, if just one such cut equals the total row.
    """
    flat = narrow(text)
    if not re.fullmatch(r"[\d.%]+", flat) or len(flat) > 40:
        return None
    proved = [cut for cut in _cuts(flat, len(roles)) if _proved(cut, roles)]
    if len(proved) == 1:
        return proved[0]
    if total and not proved:
        same = [cut for cut in _cuts(flat, len(total)) if cut == list(total)]
        if len(same) == 1:
            return same[0]
    return None


def halves(text: str) -> list[str] | None:
    """Weight and score of the total: “100100” → 100, 100; “10096.5” → 100, 96.5."""
    found = re.match(r"100((?:0|[1-9]\d*)(?:\.\d+)?)(?![\d.])", text)
    if found is not None and scaled(found[1]) <= scaled("100"):
        return ["100", found[1]]
    return None


@lru_cache(maxsize=256)
def rows(text: str, order: tuple[str, ...]) -> tuple[tuple[str, ...], ...] | None:
    """The rows glued in ``text``, each (name, weight, target, actual, score); None if unsure.

    Taken is the cheapest cut, where it costs to print another actual than target and another
    score than weight; two cuts of one price prove nothing.
    """
    flat = narrow(text).rstrip("….")
    if order not in ORDERS or len(flat) > LIMIT:
        return None
    found = _parse(flat, 0, order[1] == "weight")
    if found is None or found[2]:
        return None
    return found[1]


Found = tuple[int, tuple[tuple[str, ...], ...], bool]
"""Cost, rows, and whether another cut costs the same."""


@lru_cache(maxsize=4096)
def _parse(flat: str, at: int, weight_first: bool) -> Found | None:
    if at >= len(flat):
        return 0, (), False
    best: Found | None = None
    for end, row, cost in _row(flat, at, weight_first):
        rest = _parse(flat, end, weight_first)
        if rest is None:
            continue
        price = cost + rest[0]
        if best is None or price < best[0]:
            best = (price, (row, *rest[1]), rest[2])
        elif price == best[0]:
            best = (best[0], best[1], True)
    return best


def _row(flat: str, at: int, weight_first: bool) -> list[tuple[int, tuple[str, ...], int]]:
    out: list[tuple[int, tuple[str, ...], int]] = []
    if flat[at].isdigit():
        return out
    name_end = at + 1
    while name_end < len(flat) and not (flat[name_end].isdigit() or flat[name_end] in "≥≤><="):
        name_end += 1
    if weight_first:
        name = flat[at:name_end]
        for weight, after in _numbers(flat, name_end):
            for target, actual, end, cost in _pair(flat, after):
                for score, stop in _numbers(flat, end):
                    if _ends(flat, stop) and scaled(score) <= scaled(weight):
                        price = cost + (score != weight)
                        out.append((stop, (name, weight, target, actual, score), price))
        return out
    for begin in range(at + 1, name_end + 1):
        for target, actual, end, cost in _pair(flat, begin):
            if begin < name_end and target != actual:
                continue
            for weight, after in _numbers(flat, end):
                for score, stop in _numbers(flat, after):
                    if _ends(flat, stop) and scaled(score) <= scaled(weight):
                        price = cost + (score != weight)
                        out.append((stop, (flat[at:begin], weight, target, actual, score), price))
    return out


def _ends(flat: str, at: int) -> bool:
    return at == len(flat) or not (flat[at].isdigit() or flat[at] in ".%≥≤><=")


def _numbers(flat: str, at: int) -> list[tuple[str, int]]:
    """Numbers up to 100 that begin at ``at``: (digits, end)."""
    out = []
    for end in range(at + 1, min(at + 6, len(flat)) + 1):
        digits = flat[at:end]
        if NUMBER.fullmatch(digits) and scaled(digits) <= scaled("100"):
            out.append((digits, end))
    return out


def _pair(flat: str, at: int) -> list[tuple[str, str, int, int]]:
    """(target, actual, end, cost) that may begin at ``at``."""
    out: list[tuple[str, str, int, int]] = []
    for size in range(1, min(24, len(flat) - at) + 1):
        target = flat[at : at + size]
        if flat.startswith(target, at + size) and _whole(target):
            out.append((target, target, at + 2 * size, 0))
    first = QUANTITY.match(flat, at)
    if first is not None and first[3]:
        second = QUANTITY.match(flat, first.end())
        if second is not None and second[3] == first[3] and second[0] != first[0]:
            out.append((first[0], second[0], second.end(), 1))
    return out


def _whole(target: str) -> bool:
    if not any(c.isdigit() for c in target):
        return target[0] not in "≥≤><=%"
    return QUANTITY.fullmatch(target) is not None and target[0] != "0"


def _cuts(flat: str, count: int) -> list[list[str]]:
    if count == 0:
        return [] if flat else [[]]
    out: list[list[str]] = []
    for end in range(1, len(flat) - count + 2):
        piece = flat[:end]
        if NUMBER.fullmatch(piece.removesuffix("%")):
            out += [[piece, *rest] for rest in _cuts(flat[end:], count - 1)]
    return out


def _proved(cut: list[str], roles: tuple[str, ...]) -> bool:
    got = dict(zip(roles, cut, strict=True))
    if any("%" in value for role, value in got.items() if role != "rate"):
        return False
    base, executed, rate = got.get("adjusted"), got.get("executed"), got.get("rate")
    if base is None or executed is None or rate is None or scaled(base) == 0:
        return False
    if not is_rate(executed, base, rate.removesuffix("%")):
        return False
    weight, score = got.get("weight"), got.get("score")
    if weight is None or score is None:
        return "%" in rate
    return scaled(weight) <= scaled("20") and is_score(weight, executed, base, score)
