"""One page as it lies before the reader: where its characters stand and its lines run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jiping.read.book import Box

Glyph = tuple[str, float, float, float, float]
"""Character, x0, y0, x1, y1: its advance box in points, y downwards from the top of the leaf."""

Ruling = tuple[float, float, float]
"""Position, start, end. A horizontal one is (y, x0, x1), a vertical one (x, y0, y1)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How a leaf was turned so that its text runs from left to right.

    ``quarters`` quarter turns clockwise lead from the page as displayed (``width`` × ``height``
    points) to the leaf; `displayed` takes a box back, since people look at the page as displayed.
    """

    quarters: int
    width: float
    height: float

    def displayed(self, box: Box) -> Box:
        """A box of the leaf → the same box on the displayed page, both from the top left."""
        x0, y0, x1, y1 = box
        if self.quarters == 1:
            return y0, self.height - x1, y1, self.height - x0
        if self.quarters == 2:
            return self.width - x1, self.height - y1, self.width - x0, self.height - y0
        if self.quarters == 3:
            return self.width - y1, x0, self.width - y0, x1
        return box


class Displayed(Protocol):
    """What leads from a leaf back to the page as displayed."""

    def displayed(self, box: Box) -> Box:
        """A box of the leaf → the same box on the displayed page, both from the top left."""
        ...


@dataclass(slots=True, eq=False)
class Leaf:
    """Everything on one page that matters for tables; sizes in points, y downwards."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontals: list[Ruling] = field(default_factory=list)
    verticals: list[Ruling] = field(default_factory=list)
    turn: Displayed | None = None

    def place(self, box: Box) -> Box:
        """A box of the leaf as it is reported: on the displayed page, tenths of a point."""
        x0, y0, x1, y1 = self.turn.displayed(box) if self.turn else box
        return round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1)
