"""Which cell of a row stands for which column, when the columns themselves can't be trusted.

A monotone alignment: cells keep their order, columns keep theirs, every pairing costs what the
cell's kind says against the column's meaning, every column left empty costs what its absence
says, and leaving the common shift costs something. The cheapest alignment is the reading; the
form's sums (see `judge`) have the last word where several are as cheap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from jiping.model.units import is_unit
from jiping.read.layouts.words import Look

WRONG: Final = 9.0
"""Cost of a pairing that no form means."""

FIT: Final[dict[str, dict[str, float]]] = {
    "level1": {"level1": 0, "level2": 0.5, "text": 3.5, "label": 4},
    "level2": {"level2": 0, "level1": 0.3, "text": 2.5, "label": 4},
    "name": {
        "text": 0, "unit": 0.9, "quantity": 1.5, "date": 1.5, "level2": 1.5, "level1": 2.5, "dash": 1.2,
        "label": 0.8, "number": 5, "percent": 5,
    },
    "nature": {"nature": 0, "operator": 0.1, "dash": 0.5},
    "operator": {"operator": 0, "dash": 0.5, "nature": 0.4},
    "target": {
        "number": 0, "percent": 0, "quantity": 0, "date": 0, "text": 0.3, "dash": 0.3, "unit": 1.2,
        "level1": 3, "level2": 3, "label": 2,
    },
    "actual": {
        "number": 0, "percent": 0, "quantity": 0, "date": 0, "text": 0.3, "dash": 0.3, "unit": 1.2,
        "level1": 3, "level2": 3, "label": 2,
    },
    "unit": {"unit": 0, "dash": 0.3, "text": 1.2},
    "weight": {"number": 0, "percent": 0.6, "dash": 0.4, "quantity": 2.5},
    "score": {"number": 0, "percent": 2, "dash": 0.4, "quantity": 2.5},
    "reason": {
        "text": 0.1, "dash": 0.2, "number": 3.5, "date": 1.5, "quantity": 2.5, "percent": 3.5, "label": 1,
        "level1": 6, "level2": 6, "unit": 4,
    },
    "start": {"number": 0, "percent": 0, "quantity": 0, "date": 0, "text": 0.1, "dash": 0.2, "unit": 2},
    "revised": {"number": 0, "percent": 0, "quantity": 0, "date": 0, "text": 0.1, "dash": 0.2, "unit": 2},
    "coefficient": {"number": 0, "percent": 0, "dash": 0.3, "quantity": 2},
    "core": {"text": 0.0, "dash": 0.2},
    "method": {"text": 0.1, "dash": 0.2, "number": 4, "date": 2, "quantity": 3},
    "unnamed": {"number": 0, "dash": 0.2, "quantity": 0.8, "percent": 1},
    "other": {
        "text": 0.4, "dash": 0.2, "number": 0.4, "percent": 0.5, "quantity": 0.8, "level1": 0.6, "level2": 0.6,
        "label": 0.6, "unit": 0.8, "date": 0.8,
    },
}  # fmt: skip
"""Cost of a cell kind under a column role."""

SOUND: Final = {
    ("name", "quality"): 1.6, ("target", "quality"): 0.0, ("actual", "quality"): 0.0, ("reason", "quality"): 0.7,
    ("name", "cause"): 2.2, ("target", "cause"): 1.3, ("actual", "cause"): 1.0, ("reason", "cause"): 0.0,
    ("name", "rule"): 5.0, ("target", "rule"): 3.0, ("actual", "rule"): 3.0, ("reason", "rule"): 3.0,
    ("name", "none"): 1.6, ("target", "none"): 0.4, ("actual", "none"): 0.5, ("reason", "none"): 0.0,
    ("start", "quality"): 0.0, ("revised", "quality"): 0.0, ("method", "rule"): 0.0, ("method", "quality"): 1.5, ("method", "cause"): 1.5,
}  # fmt: skip
"""Cost of a text of a run by what it sounds like (see `wording`)."""

ABSENT: Final[dict[str, float]] = {
    "level1": 0, "level2": 0, "name": 3.0, "nature": 0.6, "operator": 0.1, "target": 1.0, "actual": 0.9,
    "unit": 0.1, "weight": 1.5, "score": 1.6, "reason": 0, "method": 0, "other": 0,
    "unnamed": 0.4, "start": 0.4, "revised": 0.25, "coefficient": 0.4, "core": 0.2,
}  # fmt: skip
"""Cost of a column left empty."""

FIRST: Final = ("产出指标", "效益指标", "满意度指标", "成本指标")
"""A longer text that begins with one of these is two cells glued together."""
SHIFT: Final = 0.6
"""Cost of leaving the shift that the cell before had."""
MOST_COLUMNS: Final = 48
"""A row of a wider table is not aligned: the work grows with the square of the columns."""
HOPELESS: Final = 1e9
ROW: Final = 0.2
"""Cost of beginning another row inside a run."""

NEEDED: Final = frozenset(("name", "nature", "target", "actual", "weight", "score"))
"""Roles that forms fill in every row."""


def fit(role: str, seen: Look) -> float:
    """Cost of reading ``seen`` as ``role``."""
    kind = seen.kind
    if kind == "empty":
        return ABSENT[role] * 0.9
    cost = FIT[role].get(kind, WRONG)
    if kind == "text":
        if role in ("level1", "level2") and (seen.points or seen.text.endswith("指标")):
            if seen.text.startswith(FIRST):
                return cost
            return 0.6 if role == "level1" and seen.points else 0.4
        if seen.role:
            return SOUND.get((role, seen.role), cost)
        if role in ("unit", "target", "actual") and is_unit(seen.text):
            return 0.2 if role == "unit" else 1.2
        if role == "unit" and len(seen.text) > 5:
            return 4.0
        if role in ("weight", "score") and seen.text.endswith("分"):
            return 0.5
    elif kind == "quantity" and role in ("weight", "score"):
        return 0.3 if seen.text.endswith("分") else cost
    elif kind == "level2" and seen.text.endswith("满意度"):
        return {"name": 0.3, "level2": 0.9}.get(role, cost)
    elif kind == "label" and role in ("level1", "level2", "name") and seen.role == "rate":
        return 1.0 if role == "level2" else 0.2
    elif kind == "dash" and role == "name":
        return cost if len(seen.text) else WRONG
    return cost


def incomplete(paired: Sequence[int], roles: Sequence[str]) -> bool:
    """Whether a row lacks a cell that forms fill: it may be glued to its neighbour."""
    got = {roles[i] for i in paired}
    if "start" in got:
        got.add("target")
    return any(role in NEEDED and role not in got for role in roles)


def align(
    looks: Sequence[Look], roles: Sequence[str], shifts: Sequence[Sequence[int]] | None
) -> tuple[float, list[int]]:
    """Cheapest monotone pairing of cells with columns of one row.

    ``shifts[i][j]``: how far cell i stands from where column j has its cells; None when nothing
    is known of columns. Gives the cost and the column index of every cell. There must not be
    more cells than columns.
    """
    n, m = len(looks), len(roles)
    if m > MOST_COLUMNS:
        return HOPELESS, list(range(n))
    ahead = [0.0] * (m + 1)
    for j, role in enumerate(roles):
        ahead[j + 1] = ahead[j] + ABSENT[role]
    best: list[list[tuple[float, int]]] = []
    for i, seen in enumerate(looks):
        row: list[tuple[float, int]] = []
        for j, role in enumerate(roles):
            if j < i or m - j < n - i:
                row.append((1e9, -1))
                continue
            cost = fit(role, seen)
            if i == 0:
                start = ahead[j]
                if shifts is not None and shifts[0][j]:
                    start += SHIFT
                row.append((cost + start, -1))
                continue
            previous = best[i - 1]
            low, arg = 1e9, -1
            here = shifts[i][j] if shifts is not None else 0
            for k in range(i - 1, j):
                total = previous[k][0] + ahead[j] - ahead[k + 1]
                if shifts is not None and shifts[i - 1][k] != here:
                    total += SHIFT
                if total < low:
                    low, arg = total, k
            row.append((low + cost, arg))
        best.append(row)
    if not n:
        return ahead[m], []
    low, last = min((best[n - 1][j][0] + ahead[m] - ahead[j + 1], j) for j in range(m))
    path = [last]
    for i in range(n - 1, 0, -1):
        path.append(best[i][path[-1]][1])
    path.reverse()
    return low, path


def cut(
    looks: Sequence[Look], roles: Sequence[str], *, whole: bool = True
) -> list[tuple[int, int]]:
    """A run of cells cut into rows: (row number, column index) of every cell, −1 for dropped blanks.

    The run's blanks count as evidence of empty columns, but a blank may also be dropped: a
    converter adds and loses them. ``whole=False``: the document breaks off inside the run, so
    the last row need not be complete.
    """
    return _cut(looks, roles, whole=whole)[1]


def cut_cost(looks: Sequence[Look], roles: Sequence[str]) -> float:
    """What the best cut of a run into rows costs."""
    return _cut(looks, roles, whole=True)[0]


def _cut(
    looks: Sequence[Look], roles: Sequence[str], *, whole: bool
) -> tuple[float, list[tuple[int, int]]]:
    m = len(roles)
    ahead = [0.0] * (m + 1)
    for j, role in enumerate(roles):
        ahead[j + 1] = ahead[j] + ABSENT[role]
    drop = 0.35
    costs = [0.0] * m
    trail: list[list[tuple[int, bool, bool]]] = []
    first = True
    for seen in looks:
        fits = [fit(role, seen) for role in roles]
        empty = seen.kind == "empty"
        row: list[float] = []
        back: list[tuple[int, bool, bool]] = []
        for j in range(m):
            low, arg, wrapped = (ahead[j], -1, True) if first else (1e9, -1, False)
            if not first:
                for k in range(m):
                    if k < j:
                        total = costs[k] + ahead[j] - ahead[k + 1]
                        wrap = False
                    else:
                        total = costs[k] + ahead[m] - ahead[k + 1] + ahead[j] + ROW
                        wrap = True
                    if total < low:
                        low, arg, wrapped = total, k, wrap
            low += fits[j]
            if empty and not first and costs[j] + drop < low:
                row.append(costs[j] + drop)
                back.append((j, False, True))
            else:
                row.append(low)
                back.append((arg, wrapped, False))
        costs = row
        trail.append(back)
        first = False
    if not looks:
        return 0.0, []
    state = min(range(m), key=lambda j: costs[j] + (ahead[m] - ahead[j + 1] if whole else 0))
    low = costs[state]
    steps: list[tuple[int, bool, bool]] = []
    for back in reversed(trail):
        arg, wrapped, dropped = back[state]
        steps.append((state, wrapped, dropped))
        state = arg
    steps.reverse()
    out: list[tuple[int, int]] = []
    number = -1
    for column, wrapped, dropped in steps:
        if wrapped:
            number += 1
        out.append((max(number, 0), -1 if dropped else column))
    return low, out
