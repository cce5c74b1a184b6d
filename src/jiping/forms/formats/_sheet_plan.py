"""A drawing laid on the one grid of a worksheet: shared columns, rows of bounded height.

Grids of a drawing have columns of their own; a sheet has one set, made of all their edges. A row
that needs more height than a sheet allows takes several, its cells merged over them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from jiping.forms.drawing import Cell, Drawing, Grid, Text
from jiping.forms.figure import Figure
from jiping.forms.measure import height

TALLEST = 1400
"""Greatest height of one row of a sheet, in tenths of a millimetre: the format allows 409 points."""
PIECE = 250
"""Height of the rows that stand for a taller one: a page ends at a row, so low ones fill it."""
_LETTERS = {
    "attachment": 140, "title": 200, "period": 120, "line": 105, "heading": 140, "subheading": 120,
    "body": 110, "sign": 105, "letter": 110,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A cell or a text on the sheet: first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int
    cell: Cell | None = None
    text: Text | None = None
    said: str = ""
    lined: bool = True
    size: int = 100
    opened: bool = False
    """The cell above is open below: no line between."""
    tall: bool = False
    """Of a row that no sheet row can hold: its text begins at the top, on the page where it starts."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Widths of the sheet's columns, heights of its rows, what stands where, the repeated rows."""

    widths: tuple[int, ...]
    heights: tuple[int, ...]
    boxes: tuple[Box, ...]
    repeated: tuple[int, int] | None
    at: dict[str, tuple[int, int]]
    """Pointer → row and column of its cell."""


def plan_of(drawing: Drawing) -> Plan:
    """The plan of one drawing."""
    edges = {0}
    for grid in drawing.grids():
        edges.update(_edges(grid))
    if len(edges) == 1:
        # Two columns: one alone, as wide as the page, isn't scaled to fit it by LibreOffice.
        edges.update((drawing.page.width // 2, drawing.page.width))
    ordered = sorted(edges)
    column_at = {edge: n for n, edge in enumerate(ordered)}
    widths = tuple(b - a for a, b in pairwise(ordered))
    heights: list[int] = []
    boxes: list[Box] = []
    repeated: tuple[int, int] | None = None
    for block in drawing.blocks:
        if isinstance(block, Text):
            boxes += _text_boxes(block, len(heights), len(widths))
            size = _LETTERS[block.style]
            heights.append(min(max(height(block.text, ordered[-1], size), size * 6 // 10), TALLEST))
            continue
        if isinstance(block, Figure):
            continue  # its figures stand in the table beside it
        starts = _starts(block)
        columns = [column_at[edge] for edge in (0, *_edges(block))]
        first = len(heights)
        tops = list(_row_tops(starts, first, heights))
        boxes += _grid_boxes(block, tops, columns)
        headers = sum(1 for row in block.rows if row.header)
        if headers:
            repeated = (tops[0], tops[headers] - 1)
    at = {
        box.cell.pointer: (box.top, box.left)
        for box in boxes
        if box.cell is not None and box.cell.pointer is not None
    }
    return Plan(widths, tuple(heights), tuple(boxes), repeated, at)


def _edges(grid: Grid) -> list[int]:
    out: list[int] = []
    for width in grid.widths:
        out.append((out[-1] if out else 0) + width)
    return out


def _starts(grid: Grid) -> list[int]:
    """Height that each row of a grid needs, tall cells shared out over the last row they cover."""
    edges = [0, *_edges(grid)]
    need = [row.least for row in grid.rows]
    for n, row in enumerate(grid.rows):
        for cell in row.cells:
            if cell.text and cell.down == 1:
                need[n] = max(need[n], _height(cell, edges, grid.size))
    for n, row in enumerate(grid.rows):
        for cell in row.cells:
            if cell.text and cell.down > 1:
                span = slice(n, n + cell.down)
                missing = _height(cell, edges, grid.size) - sum(need[span])
                if missing > 0:
                    need[n + cell.down - 1] += missing
    return need


def _height(cell: Cell, edges: list[int], size: int) -> int:
    width = edges[cell.column + cell.across] - edges[cell.column]
    return height(cell.text, width, cell.size or size)


def _row_tops(needs: list[int], first: int, heights: list[int]) -> Iterator[int]:
    """The sheet row where each row of the grid begins, and behind the last; fills ``heights``."""
    at = first
    for need in needs:
        yield at
        pieces = 1 if need <= TALLEST else -(-need // PIECE)
        heights.extend([-(-need // pieces)] * pieces)
        at += pieces
    yield at


def _grid_boxes(grid: Grid, tops: list[int], columns: list[int]) -> Iterator[Box]:
    opened: set[tuple[int, int]] = set()
    for n, row in enumerate(grid.rows):
        for cell in row.cells:
            if cell.open_below:
                opened.add((n + cell.down, cell.column))
            yield Box(
                tops[n],
                columns[cell.column],
                tops[n + cell.down] - 1,
                columns[cell.column + cell.across] - 1,
                cell=cell,
                said=cell.text,
                lined=grid.lined,
                size=cell.size or grid.size,
                opened=(n, cell.column) in opened,
                tall=cell.down == 1 and tops[n + 1] - tops[n] > 1,
            )


def _text_boxes(text: Text, row: int, width: int) -> Iterator[Box]:
    size = _LETTERS[text.style]
    if not text.right or width == 1:
        said = f"{text.text}    {text.right}" if text.right else text.text
        yield Box(row, 0, row, width - 1, text=text, said=said, lined=False, size=size)
        return
    half = width // 2
    yield Box(row, 0, row, half - 1, text=text, said=text.text, lined=False, size=size)
    yield Box(row, half, row, width - 1, text=text, said=text.right, lined=False, size=size)
