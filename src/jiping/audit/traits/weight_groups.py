"""Groups of indicators: points printed beside a level's name, the heaviest row, even splits."""

from __future__ import annotations

import re
from functools import lru_cache

from jiping.audit.traits.blanks import is_empty_row
from jiping.model.decimals import SCALED_LIMIT, to_scaled
from jiping.model.evaluation import Evaluation
from jiping.model.levels import level1_kind
from jiping.model.text import half_width
from jiping.model.traits import trait

_POINTS = re.compile(r"[(（]?([0-9]+(?:\.[0-9]+)?)分[)）]?\s*$")
_FEWEST_GROUPS = 3
_FEWEST_ROWS = 3


@trait("indicator", "int64")
def level1_points(e: Evaluation) -> list[int | None]:
    """一级指标名称后印出的分值，如“产出指标（50分）”，只在该组第一行。"""
    return [points for points, _ in _groups(e, "level1")]


@trait("indicator", "int64")
def level1_sum(e: Evaluation) -> list[int | None]:
    """印出一级分值的那一组，各行分值之和，只在该组第一行。"""
    return [total for _, total in _groups(e, "level1")]


@trait("indicator", "int64")
def level2_points(e: Evaluation) -> list[int | None]:
    """二级指标名称后印出的分值，只在该组第一行。"""
    return [points for points, _ in _groups(e, "level2")]


@trait("indicator", "int64")
def level2_sum(e: Evaluation) -> list[int | None]:
    """印出二级分值的那一组，各行分值之和，只在该组第一行。"""
    return [total for _, total in _groups(e, "level2")]


@trait("indicator", "bool")
def is_heaviest(e: Evaluation) -> list[bool]:
    """是否为同一级指标中分值最高的一行（不与别行并列，同组至少三行）。"""
    return list(_heaviest(tuple((r.level1, r.weight) for r in e.indicators)))


@trait("form", "bool")
def even_split(e: Evaluation) -> list[bool | None]:
    """每个二级指标内各行分值是否全都相等；有两行以上的组不足三个时为空。"""
    rows = tuple((r.level1, r.level2, r.weight) for r in e.indicators if not is_empty_row(r))
    return [_even(rows)]


def points_printed(e: Evaluation, row: int, level: str) -> int | None:
    """Points in a level's own wording, or in the cell that it was read from."""
    text: str | None = getattr(e.indicators[row], level)
    if text and (points := _points(text)) is not None:
        return points
    place = e.places.get(f"/indicators/{row}/{level}") if len(e.places) else None
    return _points(place.text) if place is not None and place.text else None


@lru_cache(maxsize=4096)
def _points(text: str) -> int | None:
    match = _POINTS.search(half_width(text)) if "分" in text else None
    return to_scaled(match[1]) if match else None


def _groups(e: Evaluation, level: str) -> list[tuple[int | None, int | None]]:
    one = level == "level1"
    keys = [(r.level1, None if one else r.level2) for r in e.indicators]
    found: list[tuple[int | None, int | None]] = [(None, None)] * len(keys)
    for k, key in enumerate(keys):
        if (k and key == keys[k - 1]) or key[0 if one else 1] is None:
            continue
        points = points_printed(e, k, level)
        if points is None:
            continue
        weights = [
            to_scaled(r.weight) for r, own in zip(e.indicators, keys, strict=True) if own == key
        ]
        known = [w for w in weights if w is not None]
        if known and abs(sum(known)) < SCALED_LIMIT:
            found[k] = points, sum(known)
    return found


@lru_cache(maxsize=512)
def _even(rows: tuple[tuple[str | None, str | None, str | None], ...]) -> bool | None:
    groups: dict[tuple[str | None, str | None], list[int]] = {}
    for level1, level2, printed in rows:
        weight = to_scaled(printed)
        if weight is not None:
            groups.setdefault((level1, level2), []).append(weight)
    several = [weights for weights in groups.values() if len(weights) > 1]
    if len(several) < _FEWEST_GROUPS:
        return None
    return all(len(set(weights)) == 1 for weights in several)


@lru_cache(maxsize=512)
def _heaviest(printed: tuple[tuple[str | None, str | None], ...]) -> tuple[bool, ...]:
    rows = [(level1_kind(level1), to_scaled(weight)) for level1, weight in printed]
    found = []
    for kind, weight in rows:
        others = [w for k, w in rows if k == kind and w is not None]
        most = weight is not None and len(others) >= _FEWEST_ROWS
        found.append(most and max(others) == weight and others.count(weight) == 1)
    return tuple(found)
