"""One form, line by line: which part of the form a line belongs to, and its head and foot."""

from __future__ import annotations

import re
from typing import Final, cast

from jiping.model.evaluation import AmountUnit
from jiping.read.book import Cell
from jiping.read.layouts import funds, indicators
from jiping.read.layouts.draft import Draft
from jiping.read.layouts.judge import settle
from jiping.read.layouts.lines import Atom, Line
from jiping.read.layouts.locate import BARE_YEAR, YEAR, title_of
from jiping.read.layouts.sums import same_sum, scaled
from jiping.read.layouts.values import named, number
from jiping.read.layouts.words import BULLET, Look, clean, look, narrow

UNIT = re.compile(r"[(（](万元|亿元|元)[)）]|(?:金额)?单位[:：](万元|亿元|元)")
STRONG: Final = frozenset(
    ("head", "funds", "fundrow", "goal", "goalcol", "total", "remark", "filing")
)
NO_READER: Final = -1


class FormReader:
    """Takes the lines of one form in and leaves a draft behind."""

    def __init__(self, title: Atom | None) -> None:
        self.draft = Draft()
        self.part = ""
        self.funds: funds.Funds | None = None
        self.rows: indicators.Reader | None = None
        self.goal_columns: tuple[int, int] | None = None
        self.remark: str | None = None
        if title is not None:
            self._title(title)

    def read(self, lines: list[Line], *, last: bool = False) -> Draft:
        """Read all ``lines``; ``last`` says that the document ends with them."""
        index = 0
        while index < len(lines):
            line = lines[index]
            groups = line.groups
            if line.dead:
                index += 1
                continue
            if self.draft.amount_unit is None and self.part != "indicators":
                self._amount_unit(line)
            if not groups & _ANY:
                self._plain(line)
            elif indicators.is_header(line):
                block = [line]
                while index + 1 < len(lines) and self._second_header(lines[index + 1]):
                    index += 1
                    block.append(lines[index])
                columns = indicators.columns_of(block, self.draft)
                if self.rows is None:
                    self.rows = indicators.Reader(self.draft, columns)
                else:
                    self.rows.columns = columns
                self.part = "indicators"
            elif funds.is_header(line):
                self.funds = funds.Funds.of(line, self.draft)
                self.part = "funds"
            else:
                self._labelled(line)
            index += 1
        if last and not self.draft.total and self.part in ("indicators", "goal"):
            self._broken_off(lines[-1])
        settle(self.draft)
        if any(line.cut for line in lines):
            first = next(line for line in lines if line.cut)
            self.draft.repair(
                "原文没有可用的行列（每格一行、全表一行或连写），已按栏目名、指标级次和数值重新分行分列。",
                "栏目名的先后顺序与表式一致，各行的分值、得分各得其所。",
                first.atoms[0],
            )
        return self.draft

    def _broken_off(self, line: Line) -> None:
        """What the end of a cut document holds half is not read: its second half is unknown."""
        if self.part == "goal" and line.table is None and self.draft.actual is not None:
            text, atom = self.draft.actual
            if atom is line.atoms[-1] and text[-1] not in "。；;.！!":
                self.draft.actual = None
                atom.read = False
        elif self.rows is not None and self.draft.rows:
            row = self.draft.rows[-1]
            wanted = "score" if "score" in self.rows.columns.roles else "actual"
            others = self.draft.rows[:-1]
            if wanted not in row and (
                any(atom is line.atoms[-1] for _, atom in row.values())
                or (others and all(wanted in other for other in others))
            ):
                self.draft.rows.pop()
                for role, (_, atom) in row.items():
                    if role not in ("level1", "level2"):
                        atom.read = False

    def _second_header(self, line: Line) -> bool:
        if "indcol" not in line.groups and "col" not in line.groups:
            return False
        labels = sum(1 for a in line.atoms if a.look.group in ("indcol", "col", "indicators"))
        return labels == len(line.atoms)

    def _labelled(self, line: Line) -> None:
        groups = line.groups
        first = line.atoms[0].look
        if "total" in groups and self._total(line):
            return
        if self.part in ("indicators", "foot") and first.group in ("remark", "filing"):
            self._remarks(line)
        elif self.part == "indicators":
            if first.group == "goalcol" or first.group == "goal":
                self._goal(line)
            elif self.rows is not None:
                self.rows.row(line)
        elif "goalcol" in groups or first.group == "goal":
            self._goal(line)
        elif "head" in groups or "filing" in groups:
            self._head(line)
        elif "fundrow" in groups and self.funds is not None:
            self.funds.row(line)
            self.part = "funds"
        elif "remark" in groups:
            self._remarks(line)
        elif "funds" in groups or "indicators" in groups:
            for atom in line.atoms:
                if atom.look.group in ("funds", "indicators", "goal"):
                    atom.read = True
        else:
            self._plain(line)

    def _plain(self, line: Line) -> None:
        """A line without any label: what it is depends on where it stands."""
        if self.part == "indicators" and self.rows is not None:
            if not _page_number(line):
                self.rows.row(line)
        elif self.part == "funds" and self.funds is not None:
            self.funds.row(line)
        elif self.part == "goal":
            self._goal_text(line.atoms, prose=line.table is None)
        elif self.part == "foot" and self.remark is not None:
            self._remark_text(line.atoms)
        elif self.part == "foot" and self.rows is not None and len(line.atoms) >= 4:
            self.rows.row(line)
        elif self.part in ("", "head"):
            self._preface(line)

    # -- title, year, names -------------------------------------------------------------------

    def _title(self, atom: Atom) -> None:
        title = title_of(atom.text)
        atom.read = True
        if title is None:
            return
        self.draft.title = title.title
        self.draft.title_atom = atom
        if title.year is not None:
            self.draft.year, self.draft.year_atom = title.year, atom

    def _preface(self, line: Line) -> None:
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

    def _amount_unit(self, line: Line) -> None:
        for atom in line.atoms:
            text = atom.text
            if len(text) > 40 or "元" not in text:
                continue
            found = UNIT.search(text)
            if found is not None and (
                atom.look.group in ("funds", "fundcol", "filing", "head")
                or (len(text) <= 16 and self.part != "goal")
            ):
                self.draft.amount_unit = cast("AmountUnit", found[1] or found[2])
                self.draft.unit_atom = atom
                if UNIT.fullmatch(text) or atom.look.group == "funds":
                    atom.read = True
                return

    def _head(self, line: Line) -> None:
        self.part = "head"
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
        if inline and role in ("project", "department", "unit"):
            self.draft.repair(
                f"“{atom.text[:30]}”一格里既有栏目名又有内容，已拆成“{label}”和“{clean(value)[:20]}”。",
                f"“{label}”是表内固定的栏目名。",
                atom,
            )

    # -- goals --------------------------------------------------------------------------------

    def _goal(self, line: Line) -> None:
        atoms = line.atoms
        expected = next((a for a in atoms if a.look.role == "expected"), None)
        actual = next(
            (a for a in atoms if a.look.group == "goalcol" and a.look.role == "actual"), None
        )
        rest: list[Atom] = []
        for atom in atoms:
            if atom.look.group in ("goal", "goalcol"):
                atom.read = True
            elif not atom.read:
                rest.append(atom)
        self.part = "goal"
        if expected is not None and actual is not None:
            if line.columns:
                self.goal_columns = (expected.column, actual.column)
            if rest and line.table is None:
                self.part = "goal with more columns"
            elif rest:
                self._goal_text(rest)
        elif rest:
            if expected is not None:
                self._set_goal("expected", rest[0])
            elif actual is not None:
                self._set_goal("actual", rest[0])
            else:
                self._goal_text(rest)

    def _goal_text(self, atoms: list[Atom], *, prose: bool = False) -> None:
        atoms = [a for a in atoms if not a.read]
        if len(atoms) == 1 and self.draft.expected is None:
            atoms = _two_sides(atoms[0])
        if not atoms or any(a.column < 0 for a in atoms) or (prose and len(atoms) > 2):
            return
        if len(atoms) >= 2:
            self._set_goal("expected", atoms[0])
            self._set_goal("actual", atoms[1])
            return
        side = "expected"
        if self.goal_columns is not None:
            left, right = self.goal_columns
            column = atoms[0].column
            if column >= right or abs(column - right) < abs(column - left):
                side = "actual"
        elif self.draft.expected is not None:
            side = "actual"
        self._set_goal(side, atoms[0])

    def _set_goal(self, side: str, atom: Atom) -> None:
        atom.read = True
        if atom.look.kind == "dash":
            return
        old = getattr(self.draft, side)
        text = atom.text if old is None else f"{old[0]}\n{atom.text}"
        setattr(self.draft, side, (text, atom if old is None else old[1]))

    # -- total and foot -----------------------------------------------------------------------

    def _total(self, line: Line) -> bool:
        at = next(i for i, a in enumerate(line.atoms) if a.look.group == "total")
        if self.part not in ("indicators", "foot") and self.rows is None:
            return False
        rest = line.atoms[at + 1 :]
        numbers = [a for a in rest if number(a.text)[0] is not None]
        if at > 3 or len(numbers) > 3 or line.groups & {"level1", "level2"}:
            return False
        for _, old in self.draft.total.values():
            old.read = False
        self.draft.total = {}
        line.atoms[at].read = True
        pairs: list[tuple[str, Atom]] = []
        if len(numbers) >= 2:
            pairs = [("weight", numbers[0]), ("score", numbers[1])]
        elif numbers:
            pairs = [(self._single_total(numbers[0], line), numbers[0])]
        for role, atom in pairs:
            self.draft.total[role] = (number(atom.text)[0] or "", atom)
            atom.read = True
        for atom in rest:
            if atom.look.group == "grade":
                self.draft.total["grade"] = (atom.text, atom)
                atom.read = True
            elif atom.look.kind in ("dash", "empty"):
                atom.read = True
        self.part = "foot"
        for atom in line.atoms[:at]:
            if atom.look.group in ("indicators", "remark"):
                atom.read = True
        return True

    def _single_total(self, atom: Atom, line: Line) -> str:
        reader = self.rows
        roles = reader.columns.roles if reader is not None else []
        if "weight" not in roles:
            return "score"
        if "score" not in roles:
            return "weight"
        if line.ruled and reader is not None:
            index = reader.columns.at.get(atom.column, NO_READER)
            if index >= 0 and roles[index] in ("weight", "score"):
                return roles[index]
        value = number(atom.text)[0] or "0"
        weights = [v for r in self.draft.rows if (v := _digits(r, "weight"))]
        weights += [v for r in self.draft.funds[:1] if (v := _digits(r, "weight"))]
        if same_sum(weights, value) or scaled(value) == scaled("100"):
            return "weight"
        return "score"

    def _remarks(self, line: Line) -> None:
        current: str | None = None
        for atom in line.atoms:
            seen = atom.look
            if seen.group in ("remark", "filing", "head"):
                atom.read = True
                if seen.inline is not None:
                    label, value, _ = seen.inline
                    self.draft.remarks[BULLET.sub("", narrow(label))] = (value, atom)
                    current = None
                else:
                    current = BULLET.sub("", atom.text).rstrip(":：")
                    self.draft.remarks.setdefault(current, ("", atom))
                self.remark = current
            elif current is not None:
                self.remark = current
                self._remark_text([atom])
        self.part = "foot" if self.rows is not None else self.part

    def _remark_text(self, atoms: list[Atom]) -> None:
        if self.remark is None:
            return
        for atom in atoms:
            if _page_number_atom(atom):
                continue
            old, spot = self.draft.remarks[self.remark]
            atom.read = True
            text = f"{old}\n{atom.text}" if old else atom.text
            self.draft.remarks[self.remark] = (text, spot if old else atom)


_ANY: Final = frozenset(
    ("head", "filing", "funds", "fundcol", "fundrow", "col", "goal", "goalcol", "indicators", "indcol", "total",
     "remark")
)  # fmt: skip


def _digits(row: dict[str, tuple[str | None, Atom]], role: str) -> str | None:
    held = row.get(role)
    return held[0] if held is not None else None


def _two_sides(atom: Atom) -> list[Atom]:
    """A line of prose that holds both goals, a blank between them."""
    if isinstance(atom.spot, Cell):
        return [atom]
    pieces = atom.spot.text.split()
    if len(pieces) != 2 or len(atom.spot.text) < 8:
        return [atom]
    atom.read = True
    return [Atom(atom.spot, look(piece), 0, 1) for piece in pieces]


def _page_number(line: Line) -> bool:
    return len(line.atoms) == 1 and _page_number_atom(line.atoms[0])


def _page_number_atom(atom: Atom) -> bool:
    flat = narrow(atom.text).strip("-—–第页共")
    return flat.isdigit() and len(flat) <= 4
