"""A table in a frame of lines: sections with columns of their own, cells joined both ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiping.report._blocks import Cell, Section, Span, Table
from jiping.report._wrap import width_of, wrap

# Which lines meet in a crossing, as (up, down, left, right).
_CROSSINGS = {
    (False, True, False, True): "┌", (False, True, True, True): "┬", (False, True, True, False): "┐",
    (True, True, False, True): "├", (True, True, True, True): "┼", (True, True, True, False): "┤",
    (True, False, False, True): "└", (True, False, True, True): "┴", (True, False, True, False): "┘",
    (True, True, False, False): "│", (False, False, True, True): "─",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as it is drawn: where its cells end, counted in columns of the screen."""

    cells: tuple[Cell, ...]
    widths: tuple[int, ...]

    def edges(self) -> list[int]:
        """The positions of its upright lines, the outer ones among them."""
        found = [0]
        for width in self.widths:
            found.append(found[-1] + width + 1)
        return found


def framed(table: Table, width: int) -> Iterator[list[Span]]:
    """The lines of a table that is exactly ``width`` columns wide."""
    rows = [row for section in table.sections for row in _rows(section, width)]
    above: _Row | None = None
    for row in [*rows, None]:
        yield [Span(_rule(above, row, width), "dim")]
        if row is not None:
            yield from _drawn(row)
        above = row


def _rows(section: Section, width: int) -> Iterator[_Row]:
    widths = _column_widths(section, width)
    for cells in section.rows:
        at, sizes = 0, []
        for cell in cells:
            part = widths[at : at + cell.across]
            sizes.append(sum(part) + len(part) - 1)
            at += cell.across
        yield _Row(cells, tuple(sizes))


def _column_widths(section: Section, width: int) -> list[int]:
    """Every column its least, the rest by share; the last one that shares takes what is over."""
    room = width - 1 - len(section.columns)
    widths = [column.least for column in section.columns]
    over = room - sum(widths)
    shares = sum(column.share for column in section.columns)
    sharing = [n for n, column in enumerate(section.columns) if column.share]
    for n in sharing:
        widths[n] += over * section.columns[n].share // shares
    widths[sharing[-1] if sharing else -1] += room - sum(widths)
    return widths


def _rule(above: _Row | None, below: _Row | None, width: int) -> str:
    """The line between two rows: broken where a cell is joined to the one above."""
    ups = set(above.edges()) if above else set()
    downs = set(below.edges()) if below else set()
    solid = [True] * width
    if below is not None:
        edges = below.edges()
        for cell, left, right in zip(below.cells, edges, edges[1:], strict=False):
            if cell.joined:
                solid[left + 1 : right] = [False] * (right - left - 1)
    drawn = []
    for x in range(width):
        if x not in ups and x not in downs:
            drawn.append("─" if solid[x] else " ")
            continue
        left = x > 0 and solid[x - 1]
        right = x < width - 1 and solid[x + 1]
        drawn.append(_CROSSINGS.get((x in ups, x in downs, left, right), "│"))
    return "".join(drawn)


def _drawn(row: _Row) -> Iterator[list[Span]]:
    texts: list[list[list[Span]]] = [
        wrap((Span(cell.text, cell.style),), width) if cell.text else [[]]
        for cell, width in zip(row.cells, row.widths, strict=True)
    ]
    for n in range(max(len(lines) for lines in texts)):
        line = [Span("│", "dim")]
        for cell, width, lines in zip(row.cells, row.widths, texts, strict=True):
            part = lines[n] if n < len(lines) else []
            blank = max(width - sum(width_of(s.text) for s in part), 0)
            left = {"left": 0, "right": blank, "center": blank // 2}[cell.align]
            line += [Span(" " * left), *part, Span(" " * (blank - left)), Span("│", "dim")]
        yield line
