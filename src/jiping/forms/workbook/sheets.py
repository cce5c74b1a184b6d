"""The workbook in the making: what every cell holds and how it behaves, without a file format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from jiping.forms.workbook.expression import Address, Node, Plain, evaluate

MAIN, TASKS, GUIDE, STEPS = "自评表", "待办", "填报说明", "计算过程"
Look = Literal[
    "attachment", "title", "period", "line", "label", "head", "locked", "prose", "amount", "input",
    "input_prose", "input_amount", "input_number", "score", "rate", "aside", "aside_head",
    "aside_input", "aside_number", "hint", "state", "hidden", "step", "step_head", "heading", "body",
    "clause", "empty", "link",
]  # fmt: skip
Held = Node | str | Decimal | int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down. ``free``: other values may be typed too."""

    values: tuple[str, ...]
    free: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """One cell: its value or formula, its look, the grid that it covers, and how it is filled in.

    ``behind`` is printed behind a figure (%). ``least`` and ``most`` bound what may be typed.
    ``red`` is the address of a flag: where it is not 0, the cell is marked.
    """

    held: Held = None
    look: Look = "locked"
    across: int = 1
    down: int = 1
    behind: str = ""
    choice: Choice | None = None
    least: int | None = None
    most: int | None = None
    prompt: str = ""
    red: Address | None = None
    bold: bool = False

    @property
    def locked(self) -> bool:
        """Whether sheet protection keeps it as it is."""
        return not self.look.startswith("input") and self.look not in (
            "aside_input",
            "aside_number",
        )


@dataclass
class Workbook:
    """All sheets by name: address → content; and what the main sheet needs for printing."""

    cells: dict[Address, Content] = field(default_factory=dict)
    widths: list[int] = field(default_factory=list)
    heights: dict[int, int] = field(default_factory=dict)
    landscape: bool = False
    size: int = 100
    repeated: tuple[int, int] | None = None
    last_row: int = 0
    aside: int = 0
    """The first column beside the form."""
    flags: int = 0
    """The first hidden column, behind those."""
    hidden_rows: list[int] = field(default_factory=list)
    steps: Mapping[str, int] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    title: str = ""

    def put(self, address: Address, content: Content) -> Address:
        """Place a cell."""
        self.cells[address] = content
        return address

    def on(self, sheet: str) -> Iterator[tuple[Address, Content]]:
        """The cells of one sheet, from top to bottom."""
        found = ((a, c) for a, c in self.cells.items() if a.sheet == sheet)
        return iter(sorted(found, key=lambda pair: (pair[0].row, pair[0].column)))


class Values(dict[tuple[str, int, int], Plain]):
    """What all cells show, each computed when it is asked for."""

    def __init__(self, book: Workbook) -> None:
        super().__init__()
        self._held = {(a.sheet, a.row, a.column): c.held for a, c in book.cells.items()}

    def get(self, spot: tuple[str, int, int], default: Plain = "") -> Plain:  # type: ignore[override]
        """The value of a cell; an empty one gives ``default``."""
        if spot not in self:
            held = self._held.get(spot)
            if held is None:
                return default
            if isinstance(held, Node):
                self[spot] = evaluate(held, self)
            else:
                self[spot] = float(held) if isinstance(held, Decimal) else held
        return self[spot]
