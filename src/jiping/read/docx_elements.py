"""Which XML element of a Word document a cell or paragraph of its `Book` was read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.formats.docx import WHAT, _Walker

if TYPE_CHECKING:
    from jiping.read.limits import Limits

_BODY = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}body"


@dataclass
class DocxElements:
    """``ordinals``: an element's id() → its number among all elements of the part, in the order of
    their start tags. ``cells``: (table, row, column) → the w:tc; ``paragraphs``: text → the first
    w:p outside tables that shows it."""

    root: Any
    cells: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    paragraphs: dict[str, Any] = field(default_factory=dict)

    def ordinals(self) -> dict[Any, int]:
        """Every element → its number in the order of start tags."""
        tags = (element for element in self.root.iter() if isinstance(element.tag, str))
        return {element: number for number, element in enumerate(tags)}


def docx_elements(xml: bytes, part: str, limits: Limits) -> DocxElements:
    """Walk the main part as `jiping.read.formats.docx` does, and keep the elements."""
    from jiping.read.safexml import parse

    root = parse(xml, limits, WHAT, part)
    found = DocxElements(root)
    walker = _Keeper(found, limits, hides=b"vanish" in xml)
    walker.body(root.find(_BODY))
    return found


class _Keeper(_Walker):
    """The reader's own walk, which remembers where things came from."""

    def __init__(self, found: DocxElements, limits: Limits, *, hides: bool) -> None:
        super().__init__(Book("docx"), limits, hides=hides)
        self.found = found
        self.contents: list[Any] = []

    def row(
        self, table: Table, element: Any, properties: Any, merging: dict[int, Cell]
    ) -> dict[int, Cell]:
        """One row: its cells come in the order in which their contents were read."""
        self.contents = []
        below = super().row(table, element, properties, merging)
        for cell, content in zip(table.rows[-1], self.contents, strict=True):
            self.found.cells[table.number, cell.row, cell.column] = content
        return below

    def content(self, cell: Any) -> str:
        """The text of a cell."""
        self.contents.append(cell)
        return super().content(cell)

    def covered(self, child: Any, by: Cell) -> None:
        """A covered cell is nobody's content."""
        super().covered(child, by)
        self.contents.pop()

    def paragraph(self, element: Any) -> None:
        """A paragraph outside tables."""
        before = len(self.book.blocks)
        super().paragraph(element)
        for block in self.book.blocks[before : before + 1]:
            if isinstance(block, Paragraph):
                self.found.paragraphs.setdefault(block.text, element)
