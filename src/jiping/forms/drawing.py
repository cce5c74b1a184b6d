"""The drawing of a form: pages, lines, grids and cells, without any file format.

Lengths are whole tenths of a millimetre. Values are frozen and hold no reference to an evaluation:
a cell names its value by JSON pointer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from jiping.forms.figure import Figure

if TYPE_CHECKING:
    from jiping.forms.formula import Formula
    from jiping.model.evaluation import Evaluation

Role = Literal["label", "head", "text", "prose", "number"]
"""label: printed by the form; head: a column's name; text: a short value; prose: a long one that
may grow; number: a figure."""
Align = Literal["left", "center", "right"]
Style = Literal[
    "attachment", "title", "period", "line", "heading", "subheading", "body", "sign", "letter"
]  # fmt: skip
"""attachment: 附件1, before the title; title: the form's name; period: （2023年度）; line: small, directly
above or below a table, may have a right end; heading, subheading: 一、 and （一） of a report; body: a
paragraph with indent; sign: a line of signatures; letter: as large as a body but without indent, whom
a letter is for and who signs it."""

A4 = (2100, 2970)


@dataclass(frozen=True, slots=True)
class Page:
    """An A4 page: upright or across, and its margins."""

    landscape: bool = False
    top: int = 180
    right: int = 180
    bottom: int = 180
    left: int = 180

    @property
    def size(self) -> tuple[int, int]:
        """Width and height as it is read."""
        return (A4[1], A4[0]) if self.landscape else A4

    @property
    def width(self) -> int:
        """Between the margins."""
        return self.size[0] - self.left - self.right

    @property
    def height(self) -> int:
        """Between the margins."""
        return self.size[1] - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Number:
    """A figure: its exact digits, and the spreadsheet format that shows the cell's text."""

    digits: str
    format: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid; ``column`` counts from 0. See the room's contract for the fields."""

    column: int
    text: str = ""
    role: Role = "text"
    across: int = 1
    down: int = 1
    align: Align = "center"
    pointer: str | None = None
    number: Number | None = None
    formula: Formula | None = None
    choices: tuple[str, ...] = ()
    least: str | None = None
    most: str | None = None
    bold: bool = False
    size: int | None = None
    """Of the letters, in tenths of a point; None: the grid's."""
    open_below: bool = False
    """No line between it and the cell below: both look like one, though a header repeats."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a grid: the cells that begin in it, from left to right."""

    cells: tuple[Cell, ...]
    header: bool = False
    least: int = 70
    """Height that it has even when its texts need less."""
    whole: bool = True
    """It isn't broken over pages (unless it is longer than one)."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: widths of its columns, and its rows. ``name`` says what it is, for those who can't see."""

    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    name: str = ""
    joined: bool = False
    """Directly under the grid before it, as if it were its continuation."""
    size: int = 100
    """Of its letters, in tenths of a point."""
    lined: bool = True
    """With borders."""

    def check(self) -> None:
        """Raises ValueError unless the cells cover every position exactly once."""
        taken: set[tuple[int, int]] = set()
        for r, row in enumerate(self.rows):
            for cell in row.cells:
                for spot in (
                    (r + y, cell.column + x) for y in range(cell.down) for x in range(cell.across)
                ):
                    if spot in taken or spot[0] >= len(self.rows) or spot[1] >= len(self.widths):
                        raise ValueError(f"{self.name}: {cell.text!r} doesn't fit at {spot}")
                    taken.add(spot)
        if len(taken) != len(self.rows) * len(self.widths):
            raise ValueError(f"{self.name}: positions without a cell")


@dataclass(frozen=True, slots=True)
class Text:
    """A line or paragraph outside the grids; ``right`` stands at the right end of the line.

    ``pointer`` is the value that it shows whole; ``parts`` are values that stand somewhere in it,
    as (pointer, printed text). ``keep``: it stands whole on the page of what follows it.
    """

    text: str
    style: Style = "line"
    right: str = ""
    pointer: str | None = None
    parts: tuple[tuple[str, str], ...] = ()
    keep: bool = False


Block = Text | Grid | Figure


@dataclass(frozen=True, slots=True)
class Omitted:
    """A value that the form has no place for: its pointer, and what to tell people about it."""

    pointer: str
    message: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One form, drawn. ``name`` is short (a workbook's sheet is called so)."""

    name: str
    page: Page
    blocks: tuple[Block, ...]
    family: str | None = None
    omitted: tuple[Omitted, ...] = ()

    def grids(self) -> Iterator[Grid]:
        """Its tables, from top to bottom."""
        return (block for block in self.blocks if isinstance(block, Grid))

    def cells(self) -> Iterator[Cell]:
        """All cells of all tables, in reading order."""
        return (cell for grid in self.grids() for row in grid.rows for cell in row.cells)

    def check(self) -> None:
        """Raises ValueError for a grid that isn't one, or is as wide as no page."""
        for grid in self.grids():
            grid.check()
            if sum(grid.widths) > self.page.width:
                raise ValueError(f"{self.name}: wider than the page")


@dataclass(frozen=True, slots=True)
class Document:
    """What a format writes: drawings, each on a new page, and the evaluations that they show.

    ``title`` is the file's title in its properties; ``version`` is jiping's, for formats that say it.
    """

    drawings: tuple[Drawing, ...]
    evaluations: tuple[Evaluation, ...] = ()
    title: str = ""
    notes: tuple[str, ...] = field(default=())
    """What people should be told about this document, in Chinese."""
    version: str = ""
