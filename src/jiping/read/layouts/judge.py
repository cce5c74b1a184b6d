"""The form's own sums as referee where a row's cells alone don't say what they are.

A row that lost a cell may hold one number for 分值 and 得分. Its place decided first; if the sums
of the form then fail and hold with the number in the other column, the sums are believed.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from jiping.read.layouts.sums import same_sum

if TYPE_CHECKING:
    from jiping.read.layouts.draft import Draft
    from jiping.read.layouts.lines import Atom

    Row = dict[str, tuple[str | None, Atom]]

MOST: Final = 8
"""With more doubtful rows than this the sums prove nothing."""


def settle(draft: Draft) -> None:
    """Move single points of doubtful rows to the other column if only that makes the sums hold."""
    doubtful = [row for row in draft.doubtful if ("weight" in row) != ("score" in row)]
    if not doubtful or len(doubtful) > MOST or not draft.total or _holds(draft):
        return
    answers: list[tuple[Row, ...]] = []
    for count in range(1, len(doubtful) + 1):
        for chosen in combinations(doubtful, count):
            for row in chosen:
                _flip(row)
            if _holds(draft):
                answers.append(chosen)
            for row in chosen:
                _flip(row)
        if answers:
            break
    if len(answers) != 1:
        return
    for row in answers[0]:
        _flip(row)
        role = "weight" if "weight" in row else "score"
        value, atom = row[role]
        name = row["name"][0] if "name" in row else ""
        draft.repair(
            f"“{name}”只有一个分数“{value}”，已归为{'分值' if role == 'weight' else '得分'}。",
            "只有这样，各指标分值之和、得分之和才与总分一致。",
            atom,
        )


def _flip(row: Row) -> None:
    if "weight" in row:
        row["score"] = row.pop("weight")
    else:
        row["weight"] = row.pop("score")


def _holds(draft: Draft) -> bool:
    """Whether the printed totals are the sums of their columns."""
    rows = [*draft.rows, *draft.funds[:1]]
    for role, (printed, _) in draft.total.items():
        if role == "grade":
            continue
        parts = [value for row in rows if (value := row.get(role, (None,))[0]) is not None]
        if not same_sum(parts, printed):
            return False
    return True
