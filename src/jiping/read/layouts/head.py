"""What stands above the funds: title, year, unit of amounts, names and codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from jiping.model.patterns import lazy
from jiping.read.layouts.lines import Atom, Line
from jiping.read.layouts.locate import BARE_YEAR, YEAR, title_of
from jiping.read.layouts.values import named
from jiping.read.layouts.words import Look, clean, narrow

if TYPE_CHECKING:
    from jiping.model.evaluation import AmountUnit
    from jiping.read.layouts.draft import Draft

UNIT = lazy(r"[(（](万元|亿元|元)[)）]|(?:金额)?单位[:：](万元|亿元|元)")
TITLE_TOTAL = lazy(r"总得分[:：]?(\d+(?:\.\d+)?)")


class Head:
    """Reads the head of one form."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def title(self, atom: Atom) -> None:
        """Take the title in."""
        title = title_of(atom.text)
        atom.read = True
        points = TITLE_TOTAL.search(narrow(atom.text))
        if points is not None:
            self.draft.titled_total = True
            self.draft.total["score"] = (points[1], atom)
        if title is None:
            return
        self.draft.title = title.title
        self.draft.title_atom = atom
        year = title.year
        if year is None:  # cut off the title where everything is glued together
            before, _, _ = narrow(atom.spot.text).partition(narrow(atom.text))
            found = BARE_YEAR.fullmatch(before)
            year = int(found[1]) if found is not None else None
        if year is not None:
            self.draft.year, self.draft.year_atom = year, atom

    def preface(self, line: Line) -> None:
        """Take a line without labels in: a year, a unit."""
        for atom in line.atoms:
            if atom.read:
                continue
            flat = narrow(atom.text)
            found = BARE_YEAR.fullmatch(flat) or (YEAR.search(flat) if len(flat) < 14 else None)
            if found is not None and self.draft.year is None:
                self.draft.year, self.draft.year_atom = int(found[1]), atom
                atom.read = True
            elif (len(flat) <= 12 and UNIT.fullmatch(atom.text)) or flat in (
                "附件:",
                "附件",
                "附表",
            ):
                atom.read = True

    def amount_unit(self, line: Line, part: str) -> None:
        """Find the unit of amounts in a line of ``part``."""
        for before, atom in zip([None, *line.atoms], line.atoms, strict=False):
            text = atom.text
            if len(text) > 40 or "元" not in text:
                continue
            if text in ("元", "万元", "亿元") and before is not None and "单位" in before.text[-4:]:
                self.draft.amount_unit, self.draft.unit_atom = cast("AmountUnit", text), atom
                atom.read = before.read = True
                return
            found = UNIT.search(text)
            if found is not None and (
                atom.look.group in ("funds", "fundcol", "filing", "head")
                or (len(text) <= 16 and part != "goal")
            ):
                self.draft.amount_unit = cast("AmountUnit", found[1] or found[2])
                self.draft.unit_atom = atom
                if UNIT.fullmatch(text) or atom.look.group == "funds":
                    atom.read = True
                return

    def names(self, line: Line) -> None:
        """Take a line with name labels in."""
        atoms = line.atoms
        index = 0
        while index < len(atoms):
            atom = atoms[index]
            seen = atom.look
            index += 1
            if atom.read:
                continue
            if seen.group not in ("head", "filing"):
                if seen.group == "":
                    self._preface_atom(atom)
                continue
            atom.read = True
            if seen.inline is not None:
                label, value, raw = seen.inline
                if UNIT.fullmatch(narrow(value)):
                    continue
                self._name(seen, label, raw if seen.group == "head" else value, atom, inline=True)
                continue
            if index < len(atoms) and atoms[index].look.group not in ("head", "filing"):
                value_atom = atoms[index]
                if UNIT.fullmatch(narrow(value_atom.text)):
                    continue
                index += 1
                value_atom.read = True
                if value_atom.look.kind != "dash":
                    self._name(seen, atom.text, value_atom.text, value_atom, inline=False)

    def _preface_atom(self, atom: Atom) -> None:
        flat = narrow(atom.text)
        found = BARE_YEAR.fullmatch(flat)
        if found is not None and self.draft.year is None:
            self.draft.year, self.draft.year_atom = int(found[1]), atom
            atom.read = True

    def _name(self, seen: Look, label: str, value: str, atom: Atom, *, inline: bool) -> None:
        role = seen.role
        if seen.group != "head" or role == "filer":
            self.draft.remarks.setdefault(label.rstrip(":："), (clean(value), atom))
        if seen.group != "head":
            return
        if role in self.draft.names and self.draft.names[role][0].name is not None:
            atom.read = inline
            return
        self.draft.names[role] = (named(value), atom)
        if role == "unit" and "主管" in label and "department" not in self.draft.names:
            self.draft.names["department"] = self.draft.names[role]
        if inline and role in ("project", "department", "unit"):
            self.draft.repair(
                f"“{atom.text[:30]}”一格里既有栏目名又有内容，已拆成“{label}”和“{clean(value)[:20]}”。",
                f"“{label}”是表内固定的栏目名。",
                atom,
            )
