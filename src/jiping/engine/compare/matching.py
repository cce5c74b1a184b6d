"""Pairs between two lists: by equal keys first, then by likeness, each item at most once."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T")
Pairs = list[tuple[int, int]]
Key = Callable[[T], Hashable | None]
"""What two items that belong together have in common; None: this item has no such key."""

ALIKE = 1000
"""Likeness of what is equal; 0 is that of what has nothing in common."""
_MOST = 160
"""Items on a side for which the best of all pairings is sought; beyond, the likest go first."""


def paired(
    old: Sequence[T], new: Sequence[T], keys: Sequence[Key[T]], likeness: Callable[[T, T], int],
    least: int,
) -> Pairs:  # fmt: skip
    """The pairs (index in old, index in new), in the order of old.

    Keys go from the strictest to the loosest; what no key pairs is paired by likeness, from
    ``least`` on, so that the sum is highest. The result doesn't depend on which list is which.
    """
    if repr(old) > repr(new):
        return sorted((i, j) for j, i in paired(new, old, keys, likeness, least))
    found: Pairs = []
    left, right = list(range(len(old))), list(range(len(new)))
    for key in keys:
        groups: dict[Hashable, tuple[list[int], list[int]]] = {}
        for side, items, indices in ((0, old, left), (1, new, right)):
            for index in indices:
                value = key(items[index])
                if value is not None:
                    groups.setdefault(value, ([], []))[side].append(index)
        for ours, theirs in groups.values():
            found += _assigned(old, new, ours, theirs, likeness, 0)
        left = _without(left, {i for i, _ in found})
        right = _without(right, {j for _, j in found})
    found += _assigned(old, new, left, right, likeness, least)
    return sorted(found)


def _without(indices: list[int], taken: set[int]) -> list[int]:
    return [index for index in indices if index not in taken]


def _assigned(
    old: Sequence[T], new: Sequence[T], left: list[int], right: list[int],
    likeness: Callable[[T, T], int], least: int,
) -> Pairs:  # fmt: skip
    """The best pairs between some items of each side."""
    if not left or not right:
        return []
    if len(left) == len(right) == 1:
        pair = (left[0], right[0])
        return [pair] if least <= 0 or likeness(old[pair[0]], new[pair[1]]) >= least else []
    # Of equal likeness, those that stand at the same height among their fellows go together.
    values = [
        [likeness(old[i], new[j]) * 4096 - min(abs(a - b), 4095) for b, j in enumerate(right)]
        for a, i in enumerate(left)
    ]
    chosen = _best(values) if max(len(left), len(right)) <= _MOST else _likest(values)
    bound = least * 4096 - 4095
    return [(left[a], right[b]) for a, b in chosen if least <= 0 or values[a][b] >= bound]


def _likest(values: list[list[int]]) -> Pairs:
    """The likest pair, then the likest of the rest, and so on."""
    ranked = sorted(((-value, a, b) for a, row in enumerate(values) for b, value in enumerate(row)))
    rows: set[int] = set()
    columns: set[int] = set()
    found: Pairs = []
    for _, a, b in ranked:
        if a not in rows and b not in columns:
            rows.add(a)
            columns.add(b)
            found.append((a, b))
    return found


def _best(values: list[list[int]]) -> Pairs:
    """The assignment with the highest sum (Kuhn and Munkres, by shortest augmenting paths)."""
    if len(values) > len(values[0]):
        turned = [list(column) for column in zip(*values, strict=True)]
        return [(a, b) for b, a in _best(turned)]
    n, m = len(values), len(values[0])
    above = max(max(row) for row in values)
    row_potential = [0] * (n + 1)
    column_potential = [0] * (m + 1)
    holder = [0] * (m + 1)  # column → the row (from 1) that has it
    for row in range(1, n + 1):
        holder[0] = row
        at = 0
        slack: list[int | None] = [None] * (m + 1)
        came = [0] * (m + 1)
        used = [False] * (m + 1)
        while True:
            used[at] = True
            here = holder[at]
            delta, following = None, 0
            for column in range(1, m + 1):
                if used[column]:
                    continue
                cost = above - values[here - 1][column - 1]
                reduced = cost - row_potential[here] - column_potential[column]
                known = slack[column]
                if known is None or reduced < known:
                    slack[column], came[column], known = reduced, at, reduced
                if delta is None or known < delta:
                    delta, following = known, column
            if delta is None:
                raise ValueError("fewer columns than rows")
            for column in range(m + 1):
                if used[column]:
                    row_potential[holder[column]] += delta
                    column_potential[column] -= delta
                elif slack[column] is not None:
                    slack[column] = slack[column] - delta  # type: ignore[operator]
            at = following
            if not holder[at]:
                break
        while at:
            holder[at] = holder[came[at]]
            at = came[at]
    return [(holder[column] - 1, column - 1) for column in range(1, m + 1) if holder[column]]


def bare(text: str | None) -> str:
    """A name without what doesn't matter in it: width, spaces, punctuation, case."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(c for c in folded if c.isalnum() or c in "%<>=≥≤")


def likeness_of_texts(one: str | None, other: str | None) -> int:
    """How alike two texts are, 0 to `ALIKE`: by the pairs of characters that they share (Dice)."""
    a, b = bare(one), bare(other)
    if a == b:
        return ALIKE if a else 0
    if len(a) < 2 or len(b) < 2:
        return ALIKE // 2 if a and b and (a in b or b in a) else 0
    ours = Counter(a[i : i + 2] for i in range(len(a) - 1))
    theirs = Counter(b[i : i + 2] for i in range(len(b) - 1))
    return 2 * ALIKE * (ours & theirs).total() // (ours.total() + theirs.total())
