"""The evaluation while it is being read: values with the spot each was taken from."""

from __future__ import annotations

from dataclasses import dataclass, field

from jiping.model.evaluation import AmountUnit, Named, Repair, Unread
from jiping.read.layouts.lines import Atom

Row = dict[str, "tuple[str | None, Atom]"]
Doubt = tuple[Row, str, str]
"""A row that was not plainly read, why, and its confidence."""


@dataclass(slots=True)
class Draft:
    """One form in the making. ``funds`` and ``rows`` hold field → (value, atom)."""

    title: str | None = None
    title_atom: Atom | None = None
    year: int | None = None
    year_atom: Atom | None = None
    amount_unit: AmountUnit | None = None
    unit_atom: Atom | None = None
    names: dict[str, tuple[Named, Atom]] = field(default_factory=dict)
    funds: list[dict[str, tuple[str | None, Atom]]] = field(default_factory=list)
    expected: tuple[str, Atom] | None = None
    actual: tuple[str, Atom] | None = None
    rows: list[dict[str, tuple[str | None, Atom]]] = field(default_factory=list)
    doubtful: list[dict[str, tuple[str | None, Atom]]] = field(default_factory=list)
    total: dict[str, tuple[str, Atom]] = field(default_factory=dict)
    remarks: dict[str, tuple[str, Atom]] = field(default_factory=dict)
    points: dict[str, str] = field(default_factory=dict)
    titled_total: bool = False
    fund_points: tuple[str, Atom] | None = None
    fund_roles: tuple[str, ...] = ()
    indicator_roles: tuple[str, ...] = ()
    header_words: set[str] = field(default_factory=set)
    repairs: list[Repair] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def repair(self, what: str, why: str, atom: Atom | None = None) -> None:
        """Note that a cell was moved, split or joined."""
        self.repairs.append(Repair(what, why, atom.spot.place() if atom is not None else None))

    def doubt(self, row: Row, reason: str, confidence: str) -> None:
        """Note that the values of ``row`` were not plainly read."""
        self.doubts.append((row, reason, confidence))
