"""A last column without a header: its numbers are the scores only where the form's total proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jiping.read.layouts.align import align
from jiping.read.layouts.families import unnamed
from jiping.read.layouts.sums import same_sum
from jiping.read.layouts.values import number

if TYPE_CHECKING:
    from jiping.read.layouts.columns import Columns
    from jiping.read.layouts.draft import Draft
    from jiping.read.layouts.lines import Atom, Line
    from jiping.read.layouts.words import Look

ENDS: Final = frozenset(("total", "remark"))
LEAST: Final = 3
"""Two numbers add up to a third by chance."""


def unlabelled(columns: Columns, below: list[Line], draft: Draft) -> None:
    """Add the column 得分 to ``columns`` if one stands behind the last that the header names.

    Proof: the numbers that end the rows, and the score of the funds, give the total printed in
    the head of the form. Without it the column has no meaning: its numbers are left unread.
    """
    roles = columns.roles
    total = draft.total.get("score")
    if total is None or not roles or roles[-1] != "actual" or {"weight", "score"} & set(roles):
        return
    found: list[Atom] = []
    looks: list[list[Look]] = []
    rows = 0
    for line in below:
        if line.groups & ENDS:
            break
        if len(line.atoms) < 2 or line.groups & {"indcol", "head"}:
            continue
        rows += 1
        last = line.atoms[-1]
        digits, tail = number(last.text)
        if digits is not None and tail in ("", "分"):
            found.append(last)
            looks.append([atom.look for atom in line.atoms])
    if len(found) < LEAST or len(found) * 2 < rows:
        return
    parts = [number(atom.text)[0] or "0" for atom in found]
    parts += [row["score"][0] or "0" for row in draft.funds[:1] if "score" in row]
    proved = same_sum(parts, total[0])
    if not proved and not _beyond(looks, roles):
        return
    role = "score" if proved else unnamed(draft.header_words) or "unnamed"
    place = max(columns.starts[-1] + 1, *(atom.column for atom in found))
    roles.append(role)
    columns.starts.append(place)
    for column in range(columns.starts[-2] + 1, place + 1):
        columns.at.setdefault(column, len(roles) - 1)
    draft.indicator_roles = tuple(roles)
    if role == "score":
        why = "这一表式的最后一列是得分，不印表头；各数之和与表头的自评得分不一致。"
        draft.repair(
            "最后一列没有表头，已认定为“得分”。",
            f"这一列各数与资金得分之和等于表头的自评得分{total[0]}。" if proved else why,
            found[0],
        )


def _beyond(rows: list[list[Look]], roles: list[str]) -> bool:
    """Whether the rows fit the header better with one column more than without."""
    wide = [*roles, "score"]
    plain = sum(align(looks[-len(roles) :], roles, None)[0] for looks in rows)
    more = sum(align(looks[-len(wide) :], wide, None)[0] for looks in rows)
    return more < plain
