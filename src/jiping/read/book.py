"""What a file says, before anybody asks what it means: paragraphs and tables with places.

`formats` turn bytes into a `Book`; `layouts` turn a `Book` into evaluations. Grid positions count
from 1. A merged cell stands once, at its top left, with its spans; the positions it covers hold
no cell. A blank cell may be absent (sheets hold no cell where nothing is written), so read a row by
`Cell.column`, never by its index. Texts are raw: nothing is stripped but what the format itself
says is layout.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jiping.model.place import Place

Box = tuple[float, float, float, float]


@dataclass(slots=True, eq=False)
class Cell:
    """One cell of a table. ``page``/``box`` are set by paged formats, ``line`` by text.

    ``text`` is what a person sees. ``stored`` is set where that is a rounded number: the number
    as the file holds it, in the same notation (shown 57.13, stored 57.125; shown 57.13%, stored
    57.125%).

    ``confidence`` is set where the text was recognised from a picture: how sure its least sure
    character is, in percent; ``alternatives`` are other texts that may stand there, the likeliest
    first. ``doubt`` says, in Chinese, why the cell may belong elsewhere in the table.
    """

    table: Table
    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    page: int | None = None
    box: Box | None = None
    line: int | None = None
    hidden: bool = False
    stored: str | None = None
    confidence: int | None = None
    alternatives: tuple[str, ...] = ()
    doubt: str | None = None

    def place(self) -> Place:
        """Where the cell stands, in the terms of its format."""
        table = self.table
        return Place(
            page=self.page if self.page is not None else table.page,
            sheet=table.sheet,
            table=table.number,
            row=self.row,
            column=self.column,
            cell=a1(self.row, self.column) if table.sheet is not None else None,
            box=self.box,
            line=self.line,
            text=self.text,
        )


@dataclass(slots=True, eq=False)
class Table:
    """A grid. ``rows[i]`` holds the cells that begin in grid row i+1, from left to right.

    ``ruled`` is False where rows and columns are only guessed from text (tabs, pipes, spaces):
    there a column number means little and merged cells may be missing.
    """

    number: int
    rows: list[list[Cell]] = field(default_factory=list)
    page: int | None = None
    sheet: str | None = None
    ruled: bool = True


@dataclass(slots=True, eq=False)
class Paragraph:
    """A line or paragraph of text outside any table.

    Word and the web have neither pages nor lines to name: there ``table`` and ``side`` say which
    table it stands above or below (`Book.situate`).
    """

    text: str
    page: int | None = None
    line: int | None = None
    box: Box | None = None
    sheet: str | None = None
    table: int | None = None
    side: str | None = None

    def place(self) -> Place:
        """Where the paragraph stands."""
        return Place(
            page=self.page,
            line=self.line,
            box=self.box,
            sheet=self.sheet,
            text=self.text,
            table=self.table,
            side=self.side,
        )


@dataclass(slots=True, eq=False)
class Book:
    """A document in reading order. ``notes`` are plain-Chinese remarks of the format reader
    (a page without text, a hidden sheet that was read all the same). ``recognised``: some of its
    text was recognised from pictures, see `Cell.confidence`."""

    format: str
    blocks: list[Paragraph | Table] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    recognised: bool = False

    def situate(self) -> None:
        """Give paragraphs without page, line or sheet the table they stand above, else below."""
        below: Table | None = None
        for block in reversed(self.blocks):
            if isinstance(block, Table):
                below = block
            elif below is not None and _adrift(block):
                block.table, block.side = below.number, "above"
        above: Table | None = None
        for block in self.blocks:
            if isinstance(block, Table):
                above = block
            elif above is not None and _adrift(block):
                block.table, block.side = above.number, "below"

    def has_sheet(self, name: str) -> bool:
        """Whether one of its tables stands on a sheet of that name."""
        return any(block.sheet == name for block in self.blocks)


def _adrift(text: Paragraph) -> bool:
    return text.page is None and text.line is None and text.sheet is None and text.table is None


def a1(row: int, column: int) -> str:
    """Grid position → sheet address: (3, 28) → "AB3"."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"
