"""Groups of indicators: points printed beside a level's name, the heaviest row, even splits."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from jiping.audit.traits.blanks import is_empty_row
from jiping.model.decimals import SCALED_LIMIT, to_scaled
from jiping.model.evaluation import Evaluation, Indicator
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
    return list(
        _heaviest(tuple((level1_kind(r.level1), to_scaled(r.weight)) for r in e.indicators))
    )


@trait("form", "bool")
def even_split(e: Evaluation) -> list[bool | None]:
    """每个二级指标内各行分值是否全都相等；有两行以上的组不足三个时为空。"""
    groups: dict[tuple[str | None, str | None], set[int]] = {}
    counts: dict[tuple[str | None, str | None], int] = {}
    for row in e.indicators:
        weight = to_scaled(row.weight)
        if weight is None or is_empty_row(row):
            continue
        key = (row.level1, row.level2)
        groups.setdefault(key, set()).add(weight)
        counts[key] = counts.get(key, 0) + 1
    several = [key for key, count in counts.items() if count > 1]
    if len(several) < _FEWEST_GROUPS:
        return [None]
    return [all(len(groups[key]) == 1 for key in several)]


def points_printed(e: Evaluation, row: int, level: str) -> int | None:
    """Points in a level's own wording, or in the cell that it was read from."""
    text: str | None = getattr(e.indicators[row], level)
    match = _POINTS.search(half_width(text)) if text else None
    if match is None:
        place = e.places.get(f"/indicators/{row}/{level}")
        match = _POINTS.search(half_width(place.text)) if place and place.text else None
    return to_scaled(match[1]) if match else None


def _groups(e: Evaluation, level: str) -> list[tuple[int | None, int | None]]:
    found: list[tuple[int | None, int | None]] = []
    name: Callable[[Indicator], tuple[str | None, ...]] = lambda r: (  # noqa: E731
        (r.level1,) if level == "level1" else (r.level1, r.level2)
    )
    previous: tuple[str | None, ...] | None = None
    for k, row in enumerate(e.indicators):
        key = name(row)
        if key == previous or getattr(row, level) is None:
            found.append((None, None))
            continue
        previous = key
        points = points_printed(e, k, level)
        weights = [to_scaled(r.weight) for r in e.indicators if name(r) == key]
        known = [w for w in weights if w is not None]
        usable = points is not None and known and abs(sum(known)) < SCALED_LIMIT
        found.append((points, sum(known)) if usable else (None, None))
    return found


@lru_cache(maxsize=512)
def _heaviest(rows: tuple[tuple[str | None, int | None], ...]) -> tuple[bool, ...]:
    found = []
    for kind, weight in rows:
        others = [w for k, w in rows if k == kind and w is not None]
        most = weight is not None and len(others) >= _FEWEST_ROWS
        found.append(most and max(others) == weight and others.count(weight) == 1)
    return tuple(found)
