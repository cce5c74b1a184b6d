"""Header words to the columns of 绩效指标: one tier or two, roles in order, where each stands."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from jiping.read.layouts.families import declared_data
from jiping.read.layouts.words import narrow

if TYPE_CHECKING:
    from jiping.read.layouts.draft import Draft
    from jiping.read.layouts.lines import Atom, Line
MONEY: Final = frozenset(("initial", "adjusted", "executed", "rate", "arrived", "planned"))
"""Fund words among indicator columns say nothing of an indicator."""


class Columns:
    """The columns a header names: roles in order, where each stands, grid column → index."""

    __slots__ = ("at", "roles", "ruled", "starts")

    def __init__(
        self, roles: list[str], starts: list[int], ends: list[int], *, ruled: bool = False
    ) -> None:
        self.roles = roles
        self.starts = starts
        self.ruled = ruled
        self.at: dict[int, int] = {}
        spans = sorted(
            zip(starts, ends, range(len(starts)), strict=True),
            key=lambda span: span[0] - span[1],
        )
        for start, end, index in spans:
            for column in range(start, end if self.ruled else start + 1):
                self.at[column] = index


def is_header(line: Line) -> bool:
    """Whether a line names indicator columns (at least two of them)."""
    if "indcol" not in line.groups:
        return False
    return sum(1 for atom in line.atoms if atom.look.group == "indcol") >= 2


def columns_of(lines: list[Line], draft: Draft) -> Columns:
    """The columns of one header, which may take two lines (three columns under 年度指标值)."""
    atoms: list[tuple[int, Atom]] = []
    for depth, line in enumerate(lines):
        for atom in line.atoms:
            seen = atom.look
            if seen.group in ("indcol", "col", "fundcol"):
                atoms.append((depth, atom))
                atom.read = True
                draft.header_words.add(narrow(seen.text))
            elif seen.group in ("indicators", "goalcol", "goal", "funds"):
                atom.read = True
                if seen.group == "goalcol" and seen.role == "actual":
                    atoms.append((depth, atom))
                elif seen.points and seen.group == "indicators":
                    draft.points["*"] = seen.points
    ruled = lines[0].ruled
    bare = _under_groups(atoms, ruled=ruled)
    has_target = any(a.look.role == "target" for _, a in atoms)
    revised = any(narrow(a.text).startswith("调整") for _, a in atoms if a.look.role == "target")
    second = {a.look.role for d, a in atoms if d == 1}
    placed: list[tuple[int, int, str]] = []
    taken: set[str] = set()
    for depth, atom in atoms:
        role = atom.look.role
        if role == "target_group":
            if has_target or ("nature" in second and "unit" in second):
                continue
            role = "target"
        if role in MONEY:
            role = "other"
        if role == "target" and revised and narrow(atom.text).startswith("年初"):
            role = "start"
        if role in taken and role != "other":
            role = "other" if role != "reason" else "method"
        if depth == 0 and role in second and role != "other":
            continue
        taken.add(role)
        placed.append((atom.column, atom.column + atom.span, role))
    if bare and "target" not in taken:
        placed.append((bare, bare + 1, "target"))
    if lines[0].columns and not ruled and (lines[0].cut or _collides(atoms)):
        own = _declared(draft)
        if own is not None:
            return own
        placed = sorted(placed) if lines[0].cut else _by_tier(placed, atoms)
    elif lines[0].columns:
        placed.sort()
    elif len(lines) > 1:
        own = _declared(draft)
        if own is not None:
            return own
    roles = [role for _, _, role in placed]
    if "unit" in roles and roles.index("unit") < roles.index("name" if "name" in roles else "unit"):
        roles[roles.index("unit")] = "other"
    draft.indicator_roles = tuple(roles)
    return Columns(roles, [s for s, _, _ in placed], [e for _, e, _ in placed], ruled=ruled)


def _declared(draft: Draft) -> Columns | None:
    """The columns that a family of these header words declares for its rows."""
    own = declared(draft.header_words)
    if own is None:
        return None
    roles, places = own
    draft.indicator_roles = tuple(roles)
    return Columns(roles, places, [p + 1 for p in places])


def declared(words: Collection[str]) -> tuple[list[str], list[int]] | None:
    """Roles and columns (from 2) that a family of these header words says of its own rows."""
    for family in declared_data():
        if family.data_words <= set(words):
            return list(family.data), list(range(2, len(family.data) + 2))
    return None


PARENTS: Final = frozenset(("target", "target_group", "score"))
"""Roles of header cells that may stand over several columns: 预期指标值, 年度指标值, 自评得分."""


def _under_groups(atoms: list[tuple[int, Atom]], *, ruled: bool) -> int:
    """Drop the cells that only stand over others; gives the column of a value left without a name.

    预期指标值 over 符号 | (blank) | 单位: the blank one holds the value. 0 for none.
    """
    upper = sorted((a for d, a in atoms if d == 0), key=lambda a: a.column)
    lower = [a for d, a in atoms if d == 1]
    bare = 0
    if not lower or (not ruled and _collides(atoms)):
        return 0
    for number, atom in enumerate(upper):
        behind = upper[number + 1].column if number + 1 < len(upper) else atom.column + 3
        end = atom.column + atom.span if ruled else behind
        below = [a for a in lower if atom.column <= a.column < end]
        if len(below) < 2 or atom.look.role not in PARENTS:
            continue
        roles = {a.look.role for a in below}
        if atom.look.role == "target" and "target" not in roles:
            held = {c for a in below for c in range(a.column, a.column + a.span)}
            bare = next((c for c in range(atom.column, end) if c not in held), 0)
        if atom.look.role != "target_group":
            atoms.remove((0, atom))
    return bare


def _collides(atoms: list[tuple[int, Atom]]) -> bool:
    """Whether a cell of the second tier stands where the first has one: merged cells were dropped."""
    upper = {a.column for d, a in atoms if d == 0 and a.look.role not in PARENTS}
    return any(d == 1 and a.column in upper for d, a in atoms)


def _by_tier(
    placed: list[tuple[int, int, str]], atoms: list[tuple[int, Atom]]
) -> list[tuple[int, int, str]]:
    """Columns of two tiers in the order of their meaning, numbered anew from the second column.

    The lower tier (一级指标 … 度量单位) stands under the first cells of the upper one and so left of
    what the upper tier names alone (实际完成值, 分值, 得分).
    """
    upper = {a.look.role for d, a in atoms if d == 0}
    lower = {a.look.role for d, a in atoms if d == 1}
    order = [p for p in placed if p[2] in lower or p[2] not in upper]
    order += [p for p in placed if p not in order]
    return [(number, number + 1, role) for number, (_, _, role) in enumerate(order, 2)]
