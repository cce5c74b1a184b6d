"""总分: weights and scores added up, the grade, and whether the weights are right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jiping.forms.workbook.expression import (
    EMPTY,
    Address,
    Node,
    call,
    negated,
    node,
    when,
)
from jiping.forms.workbook.scoring import ONE
from jiping.model.decimals import from_scaled

if TYPE_CHECKING:
    from jiping.forms.workbook.funds import Funds
    from jiping.forms.workbook.making import Making
    from jiping.forms.workbook.rows import Made

GRADES = (("grade_excellent", "优"), ("grade_good", "良"), ("grade_fair", "中"))


@dataclass(frozen=True, slots=True)
class TotalCells:
    """Where the total score stands, and the message about the sum of the weights."""

    score: Address | None
    weights: tuple[Address, Node] | None


def make_total(making: Making, rows: list[Made], funds: Funds) -> TotalCells:
    """The formulas of the last row of the table."""
    at, book = making.at, making.book
    weights = [_cell(m.spots.weight) for m in rows if m.spots.weight is not None]
    scores = [_cell(m.spots.score) for m in rows if m.spots.score is not None]
    if funds.weight is not None:
        weights.append(funds.weight)
    if funds.score is not None:
        scores.append(_cell(funds.score))
    weight_at, score_at = at.get("/total/weight"), at.get("/total/score")
    added = call("ROUND", Node("SUM", tuple(weights)), 6) if weights else node(0)
    if weight_at is not None:
        book.cells[weight_at] = replace(book.cells[weight_at], held=added, look="rate")
    if score_at is not None:
        some = call(">", Node("COUNT", tuple(scores)), 0)
        total = call("ROUND", Node("SUM", tuple(scores)), 2)
        book.cells[score_at] = replace(
            book.cells[score_at], held=when(some, total, EMPTY), look="score"
        )
        if (grade_at := at.get("/total/grade")) is not None:
            book.cells[grade_at] = replace(
                book.cells[grade_at], held=_grade(making, _cell(score_at)), look="rate"
            )
    if not weights or "score" not in making.family.indicator_fields():
        return TotalCells(score_at, None)
    wanted = from_scaled(int(making.scheme.columns()["total"] or 0))
    wrong = negated(call("=", added, int(making.scheme.columns()["total"] or 0) // ONE))
    shown = call("&", call("&", "分值合计为 ", added), f" 分，应为 {wanted} 分。")
    spot = weight_at or next(m.spots.weight for m in rows if m.spots.weight is not None)
    return TotalCells(score_at, (spot, when(wrong, shown, EMPTY)) if spot else None)


def _grade(making: Making, score: Node) -> Node:
    columns = making.scheme.columns()
    found: Node = node("差")
    for name, word in reversed(GRADES):
        line = int(columns[name] or 0) // ONE
        found = when(call(">=", call("N", score), line), word, found)
    return when(call("=", score, ""), EMPTY, found)


def _cell(address: Address) -> Node:
    return Node("cell", (address,))
