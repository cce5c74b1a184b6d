"""年度总体目标: the two texts, side by side, below each other, or in one line of prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.read.book import Cell
from jiping.read.layouts.lines import Atom, Line
from jiping.read.layouts.words import look

if TYPE_CHECKING:
    from jiping.read.layouts.draft import Draft


class Goals:
    """Reads the goal block of one form; ``more`` is set by a header with more columns than two."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.columns: tuple[int, int] | None = None

    def line(self, line: Line) -> bool:
        """Take a line with goal labels in; False if its texts below can't be told apart."""
        atoms = line.atoms
        expected = next((a for a in atoms if a.look.role == "expected"), None)
        done = [a for a in atoms if a.look.group == "goalcol" and a.look.role == "actual"]
        behind = atoms.index(expected) if expected is not None else 0
        actual = next((a for a in done if atoms.index(a) > behind), done[0] if done else None)
        rest: list[Atom] = []
        for atom in atoms:
            if atom.look.group in ("goal", "goalcol"):
                atom.read = True
            elif not atom.read:
                rest.append(atom)
        if expected is not None and actual is not None:
            if line.columns:
                self.columns = (expected.column, actual.column)
            if rest and line.table is None:
                return False
            if rest and atoms[behind + 1] is not actual:
                self.text(rest)
        elif rest:
            if expected is not None:
                self._set("expected", rest[0])
            elif actual is not None:
                self._set("actual", rest[0])
            else:
                self.text(rest)
        return True

    def text(self, atoms: list[Atom], *, prose: bool = False) -> None:
        """Take the texts of a line below the labels in."""
        atoms = [a for a in atoms if not a.read]
        if len(atoms) == 1 and self.draft.expected is None:
            atoms = _two_sides(atoms[0])
        if not atoms or any(a.column < 0 for a in atoms) or (prose and len(atoms) > 2):
            return
        if len(atoms) >= 2:
            self._set("expected", atoms[0])
            self._set("actual", atoms[1])
            return
        side = "expected"
        if self.columns is not None:
            left, right = self.columns
            column = atoms[0].column
            if column >= right or abs(column - right) < abs(column - left):
                side = "actual"
        elif self.draft.expected is not None:
            side = "actual"
        self._set(side, atoms[0])

    def _set(self, side: str, atom: Atom) -> None:
        atom.read = True
        if atom.look.kind == "dash":
            return
        old = getattr(self.draft, side)
        text = atom.text if old is None else f"{old[0]}\n{atom.text}"
        setattr(self.draft, side, (text, atom if old is None else old[1]))


def _two_sides(atom: Atom) -> list[Atom]:
    """A line of prose that holds both goals, a blank between them."""
    if isinstance(atom.spot, Cell):
        return [atom]
    pieces = atom.spot.text.split()
    if len(pieces) != 2 or len(atom.spot.text) < 8:
        return [atom]
    atom.read = True
    return [Atom(atom.spot, look(piece), 0, 1) for piece in pieces]
