"""Printed cells with the field that each prints: what the renderers draw."""

from __future__ import annotations

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Slot:
    """One printed cell. ``pointer`` is the JSON pointer of its field, "" for labels.

    ``column`` counts from 1; ``across`` and ``down`` say how many columns and rows it takes.
    """

    text: str
    column: int
    across: int = 1
    down: int = 1
    pointer: str = ""


@dataclass
class Drawn:
    """One form as a grid: paragraphs above, rows of slots, column shares, and its true values."""

    truth: dict[str, object]
    above: list[str] = field(default_factory=list)
    rows: list[list[Slot]] = field(default_factory=list)
    shares: list[int] = field(default_factory=list)
    header: int = -1
    """Index of the first row of the indicators' header."""
    first: int = -1
    """Index of the first indicator row."""
    last: int = -1
    """Index behind the last indicator row."""

    @property
    def width(self) -> int:
        """Columns of the grid."""
        return len(self.shares)

    def copy(self) -> Drawn:
        """A copy whose rows can be changed."""
        return replace(self, above=list(self.above), rows=[list(r) for r in self.rows],
                       shares=list(self.shares))  # fmt: skip

    def line(self, *cells: tuple[str, int, str]) -> None:
        """Add a row of (text, columns taken, pointer)."""
        column, out = 1, []
        for text, across, pointer in cells:
            out.append(Slot(text, column, across, 1, pointer))
            column += across
        self.rows.append(out)

    def matrix(self) -> list[list[str]]:
        """Rows of ``width`` texts; what a merged cell covers is blank."""
        out = []
        for row in self.rows:
            cells = [""] * self.width
            for slot in row:
                cells[slot.column - 1] = slot.text
            out.append(cells)
        return out


def printed_cells(drawn: Drawn) -> list[str]:
    """The texts of all cells that hold one, in reading order."""
    return [slot.text for row in drawn.rows for slot in row if slot.text]
