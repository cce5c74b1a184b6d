"""The grid of one spreadsheet sheet while it is being filled: limits, merged ranges, stray cells."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from jiping.read.book import Book, Cell, Table, a1
from jiping.read.errors import Unreadable

if TYPE_CHECKING:
    from jiping.read.limits import Limits

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 1, all included."""


class Grid:
    """Collects the cells of a sheet in any order and puts them into a `Table` of the book.

    Cells beyond `Limits.rows` and `Limits.columns` are left out and told in a note: one stray
    mark in the last row of a sheet must not make it unreadable.
    """

    def __init__(self, book: Book, limits: Limits, what: str, number: int, sheet: str) -> None:
        self.book = book
        self.limits = limits
        self.what = what
        self.table = Table(number, sheet=sheet)
        self.merges: list[Range] = []
        self.room = limits.cells - sum(
            len(row) for block in book.blocks if isinstance(block, Table) for row in block.rows
        )
        self.text_room = limits.text_size
        self.strays = 0
        self.first_stray = ""
        self.last_column = 0

    def put(
        self, row: int, column: int, text: str, stored: str | None = None, *, hidden: bool = False
    ) -> None:
        """Add one cell that holds something."""
        if row > self.limits.rows or column > self.limits.columns:
            self.strays += 1
            self.first_stray = self.first_stray or a1(row, column)
            return
        rows = self.table.rows
        while len(rows) < row:
            rows.append([])
        if column > self.last_column:
            self.last_column = column
        self._take(len(text))
        rows[row - 1].append(
            Cell(self.table, row, column, text, 1, 1, None, None, None, hidden, stored)
        )

    def _take(self, length: int) -> None:
        """Count a cell against the limits."""
        self.room -= 1
        self.text_room -= length
        if self.room < 0:
            raise Unreadable(
                f"{self.what}有内容的单元格超过 {self.limits.cells} 个，已停止读取。"
                "请只保留自评表所在的工作表，另存后再试。"
            )
        if self.text_room < 0:
            raise Unreadable(
                f"{self.what}的文字超过 {self.limits.text_size // 2**20} MB，已停止读取。"
                "请只保留自评表所在的工作表，另存后再试。"
            )

    def close(self) -> None:
        """Put the finished table into the book; a sheet without content leaves no table."""
        table = self.table
        if self.strays:
            self.book.notes.append(
                f"工作表“{table.sheet}”有 {self.strays} 个单元格（从 {self.first_stray} 起）在第 "
                f"{self.limits.rows} 行或第 {self.limits.columns} 列之外，未读取。"
            )
        if not table.rows:
            return
        for row in table.rows:
            if any(a.column >= b.column for a, b in pairwise(row)):
                _order(row)
        if self.merges:
            self._merge()
        self.book.blocks.append(table)

    def _merge(self) -> None:
        """Give each merged range to its top left cell, clipped to where the sheet has content."""
        rows = self.table.rows
        height, width = len(rows), self.last_column
        tops: dict[tuple[int, int], Cell] = {}
        covered: set[tuple[int, int]] = set()
        budget = 4 * self.limits.cells
        found: dict[int, dict[int, Cell]] = {}
        for top, left, bottom, right in self.merges:
            if top > height or left > width or (top, left) == (bottom, right):
                continue
            last_row, last_column = min(bottom, height), min(right, width)
            budget -= (last_row - top + 1) * (last_column - left + 1)
            if budget < 0:
                self.book.notes.append(
                    f"工作表“{self.table.sheet}”的合并区域过多，其余的合并未采用。"
                )
                break
            spots = [(r, c) for r in range(top, last_row + 1) for c in range(left, last_column + 1)]
            if any(spot in covered or spot in tops for spot in spots):
                continue
            line = _by_column(found, rows, top)
            cell = line.get(left)
            if cell is None:
                self._take(0)
                cell = Cell(self.table, top, left, "")
                line[left] = cell
                rows[top - 1].append(cell)
                rows[top - 1].sort(key=_column)
            cell.rowspan, cell.colspan = last_row - top + 1, last_column - left + 1
            tops[top, left] = cell
            covered.update(spots[1:])
            self._uncover(found, rows, cell, spots[1:])

    def _uncover(
        self,
        found: dict[int, dict[int, Cell]],
        rows: list[list[Cell]],
        over: Cell,
        spots: list[tuple[int, int]],
    ) -> None:
        """Take out what a merged range covers; a text that differs from the shown one is told."""
        for row, column in spots:
            cell = _by_column(found, rows, row).pop(column, None)
            if cell is None:
                continue
            rows[row - 1].remove(cell)
            if cell.text.strip() and cell.text != over.text:
                self.book.notes.append(
                    f"工作表“{self.table.sheet}”的 {a1(row, column)} 被合并单元格盖住，其中的"
                    f"“{cell.text.strip()[:40]}”不显示，未读取。"
                )


def _by_column(
    found: dict[int, dict[int, Cell]], rows: list[list[Cell]], row: int
) -> dict[int, Cell]:
    line = found.get(row)
    if line is None:
        line = found[row] = {cell.column: cell for cell in rows[row - 1]}
    return line


def _order(row: list[Cell]) -> None:
    """Sort the cells of a row; of two at the same spot the later one stays, as programs do."""
    latest = {cell.column: cell for cell in row}
    row[:] = sorted(latest.values(), key=_column)


def _column(cell: Cell) -> int:
    return cell.column
