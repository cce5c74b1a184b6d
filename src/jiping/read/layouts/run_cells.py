"""The cells of a run before they are rows: headers in order, headers printed again, last columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jiping.read.layouts.align import cut_cost

if TYPE_CHECKING:
    from jiping.read.layouts.lines import Atom

AGAIN: Final = frozenset(("indcol", "col"))
AGAIN_LEAST: Final = 3
"""So many header cells in a row are the header printed again, as behind a page break."""
POINTS: Final = ("number", "percent", "quantity")
FIRST_TIER: Final = ("actual", "weight", "score", "reason", "method")


def without_headers(data: list[Atom]) -> list[list[Atom]]:
    """The cells before and behind each header that is printed again inside the run."""
    parts: list[list[Atom]] = [[]]
    at = 0
    while at < len(data):
        end = at
        while end < len(data) and data[end].look.group in AGAIN:
            end += 1
        if end - at >= AGAIN_LEAST:
            for atom in data[at:end]:
                atom.read = True
            parts.append([])
            at = end
        else:
            parts[-1].append(data[at])
            at += 1
    return [part for part in parts if part]


def ends_in_numbers(data: list[Atom], roles: list[str]) -> bool:
    """Whether the rows end in a number that the header has no word for (see `unlabelled`)."""
    if roles[-1] != "actual" or {"weight", "score"} & set(roles):
        return False
    looks = [atom.look for atom in data]
    plain = cut_cost(looks, roles)
    return cut_cost(looks, [*roles, "score"]) < plain


def pointless(row: list[Atom], roles: list[str]) -> bool:
    """Text that found a place among the columns but carries no points: a note, no indicator."""
    if "weight" not in roles or all(a.look.kind in ("level1", "level2", "empty") for a in row):
        return False
    least = roles.index("weight") + 1
    return not any(atom.column >= least and atom.look.kind in POINTS for atom in row)


def in_order(header: list[Atom]) -> list[Atom]:
    """Header cells of two tiers in the order of their columns.

    Read tier by tier the upper cells come first (实际完成值, 分值, 得分), although the lower ones
    (一级指标 … 度量单位) stand left of them, under 年度指标值.
    """
    roles = [atom.look.role for atom in header]
    if "level1" not in roles or "weight" not in roles:
        return header
    if roles.index("level1") < roles.index("weight"):
        return header
    upper = [a for a in header if a.look.role in FIRST_TIER]
    lower = [a for a in header if a.look.role not in FIRST_TIER and a.look.role != "target_group"]
    return [*lower, *upper]
