"""The evaluation while it is being read: values with the spot each was taken from."""

from __future__ import annotations

from jiping.model.evaluation import AmountUnit, Named, Repair, Unread
from jiping.read.layouts.lines import Atom

Row = dict[str, "tuple[str | None, Atom]"]
Doubt = tuple[Row, str, str]
"""A row that was not plainly read, why, and its confidence."""


class Draft:
    """One form in the making. ``funds`` and ``rows`` hold field → (value, atom)."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.title_atom: Atom | None = None
        self.year: int | None = None
        self.year_atom: Atom | None = None
        self.amount_unit: AmountUnit | None = None
        self.unit_atom: Atom | None = None
        self.names: dict[str, tuple[Named, Atom]] = {}
        self.funds: list[dict[str, tuple[str | None, Atom]]] = []
        self.expected: tuple[str, Atom] | None = None
        self.actual: tuple[str, Atom] | None = None
        self.rows: list[dict[str, tuple[str | None, Atom]]] = []
        self.doubtful: list[dict[str, tuple[str | None, Atom]]] = []
        self.total: dict[str, tuple[str, Atom]] = {}
        self.remarks: dict[str, tuple[str, Atom]] = {}
        self.points: dict[str, str] = {}
        self.titled_total: bool = False
        self.fund_points: tuple[str, Atom] | None = None
        self.fund_roles: tuple[str, ...] = ()
        self.indicator_roles: tuple[str, ...] = ()
        self.header_words: set[str] = set()
        self.repairs: list[Repair] = []
        self.unread: list[Unread] = []
        self.doubts: list[Doubt] = []
        self.cut = False

    def repair(self, what: str, why: str, atom: Atom | None = None) -> None:
        """Note that a cell was moved, split or joined."""
        self.repairs.append(Repair(what, why, atom.spot.place() if atom is not None else None))

    def doubt(self, row: Row, reason: str, confidence: str) -> None:
        """Note that the values of ``row`` were not plainly read."""
        self.doubts.append((row, reason, confidence))
