"""The cells of an original that were not read, by the column they stand in.

A form of a region may have whole columns that no field is made for; a line for each of their cells
would bury the few that somebody should look at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jiping.api.originals import OriginalBlock
from jiping.model.evaluation import Evaluation, Unread

_TOGETHER = 3
"""So many cells of one column are shown as one line."""
_Spot = tuple[int, int, int]
"""Table, row, column."""


@dataclass(frozen=True, slots=True)
class Column:
    """Cells of one column; ``head``: its title, "" where the original doesn't tell."""

    table: int
    number: int
    head: str
    cells: tuple[Unread, ...]


def by_column(
    evaluation: Evaluation, blocks: Iterable[OriginalBlock] = ()
) -> tuple[list[Column], list[Unread]]:
    """Whole columns, and what stands alone, each in the order of the original.

    ``blocks``: the original's tables, where they are shown as tables: they have the titles.
    """
    columns: dict[tuple[int, int], list[Unread]] = {}
    for each in evaluation.reading.unread:
        spot = _spot(each)
        if spot is not None:
            columns.setdefault((spot[0], spot[2]), []).append(each)
    together = {key: cells for key, cells in columns.items() if len(cells) >= _TOGETHER}
    heads = _Heads(evaluation, blocks)
    found = [
        Column(table, number, heads.above(cells[0]), tuple(cells))
        for (table, number), cells in together.items()
    ]
    grouped = {id(each) for cells in together.values() for each in cells}
    return found, [each for each in evaluation.reading.unread if id(each) not in grouped]


def _spot(each: Unread) -> _Spot | None:
    place = each.place
    if place is None or place.table is None or place.row is None or place.column is None:
        return None
    return place.table, place.row, place.column


class _Heads:
    """Titles of columns: the nearest cell above that holds neither a value nor something unread."""

    def __init__(self, evaluation: Evaluation, blocks: Iterable[OriginalBlock]) -> None:
        self._texts: dict[_Spot, str] = {}
        for block in blocks:
            for row in block.rows:
                for cell in row:
                    for across in range(cell.across):
                        self._texts[block.number or 0, cell.row, cell.column + across] = cell.text
        self._taken = {spot for each in evaluation.reading.unread if (spot := _spot(each))}
        for pointer in evaluation.places:
            place = evaluation.places.get(pointer)
            if place and place.table and place.row and place.column:
                self._taken.add((place.table, place.row, place.column))

    def above(self, each: Unread) -> str:
        spot = _spot(each)
        if spot is None:
            return ""
        table, row, column = spot
        for above in range(row - 1, 0, -1):
            text = self._texts.get((table, above, column), "").strip()
            if text and (table, above, column) not in self._taken:
                return "".join(text.split())
        return ""
