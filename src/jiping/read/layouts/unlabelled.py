"""A last column without a header: its numbers are the scores only where the form's total proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jiping.read.layouts.sums import same_sum
from jiping.read.layouts.values import number

if TYPE_CHECKING:
    from jiping.read.layouts.columns import Columns
    from jiping.read.layouts.draft import Draft
    from jiping.read.layouts.lines import Atom, Line

ENDS: Final = frozenset(("total", "remark", "head"))
LEAST: Final = 3
"""Two numbers add up to a third by chance."""


def unlabelled(columns: Columns, below: list[Line], draft: Draft) -> None:
    """Add the column 得分 to ``columns`` if one stands behind the last that the header names.

    Proof: the numbers that end the rows, and the score of the funds, give the total printed in
    the head of the form. Without it the numbers stay where they are: unread, and told so.
    """
    roles = columns.roles
    total = draft.total.get("score")
    if total is None or not roles or roles[-1] != "actual" or {"weight", "score"} & set(roles):
        return
    found: list[Atom] = []
    for line in below:
        if line.groups & ENDS:
            break
        last = line.atoms[-1]
        digits, tail = number(last.text)
        if digits is None or tail not in ("", "分"):
            if len(line.atoms) > 1 and "indcol" not in line.groups:
                return
            continue
        found.append(last)
    if len(found) < LEAST:
        return
    parts = [number(atom.text)[0] or "0" for atom in found]
    parts += [row["score"][0] or "0" for row in draft.funds[:1] if "score" in row]
    if not same_sum(parts, total[0]):
        return
    place = max(columns.starts[-1] + 1, *(atom.column for atom in found))
    roles.append("score")
    columns.starts.append(place)
    for column in range(columns.starts[-2] + 1, place + 1):
        columns.at.setdefault(column, len(roles) - 1)
    draft.indicator_roles = (*draft.indicator_roles, "score")
    draft.repair(
        "最后一列没有表头，已认定为“得分”。",
        f"这一列各数与资金得分之和等于表头的自评得分{total[0]}。",
        found[0],
    )
