"""Which cell of its source a cell of a web page's `Book` was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.read.book import Book, Table
from jiping.read.formats.html import _is_mhtml, _Page
from jiping.read.html_text import is_hidden

if TYPE_CHECKING:
    from jiping.read.limits import Limits


def html_cells(data: bytes, limits: Limits) -> tuple[dict[tuple[int, int, int], int], int] | None:
    """(table, row, column) → the number, from 0, of the td or th among all of the page; and how
    many there are. None for web archives, which hold their page encoded."""
    if _is_mhtml(data[:2048]):
        return None
    keeper = _Keeper(limits)
    keeper.read(data)
    if keeper.root is None:
        return {}, 0
    numbers = {cell: number for number, cell in enumerate(keeper.root.iter("td", "th"))}
    return {spot: numbers[cell] for spot, cell in keeper.kept.items()}, len(numbers)


class _Keeper(_Page):
    """The reader's own walk, which remembers where cells came from."""

    def __init__(self, limits: Limits) -> None:
        super().__init__(Book("html"), limits)
        self.root: Any = None
        self.kept: dict[tuple[int, int, int], Any] = {}

    def blocks(self, root: Any) -> None:
        """The page, kept."""
        self.root = root
        super().blocks(root)

    def group(self, table: Table, rows: list[Any], later: list[Any]) -> None:
        """The rows of one group: every cell that is shown becomes one of the book, in order."""
        first = len(table.rows)
        super().group(table, rows, later)
        visible = [row for row in rows if not is_hidden(row)]
        for cells, row in zip(table.rows[first:], visible, strict=True):
            shown = [c for c in row if c.tag in ("td", "th") and not is_hidden(c)]
            for cell, element in zip(cells, shown, strict=True):
                self.kept[table.number, cell.row, cell.column] = element
