"""绩效指标: header words to columns, rows to indicators, levels by the dictionary."""

from __future__ import annotations

from typing import Final

from jiping.model.patterns import lazy
from jiping.read.layouts.align import align, fit, incomplete
from jiping.read.layouts.columns import Columns
from jiping.read.layouts.draft import Draft
from jiping.read.layouts.lines import Atom, Line
from jiping.read.layouts.measures import measured
from jiping.read.layouts.values import number
from jiping.read.layouts.wording import BARE, LEVELS
from jiping.read.layouts.words import Look, look, narrow

PLAIN: Final = 1.0
"""A row whose cells fit their own columns at less than this needs no other reading."""
UNLIKELY: Final = 7.5
DOUBTFUL: Final = 4.0
"""A row whose best reading costs more is left unread, in a table and in prose."""
SHIFTS: Final = (-1, 1, -2, 2, -3, -4, 3)
NEARLY: Final = 1.6
"""A complete row that costs less than this has only moved."""
WEAK: Final = 2.0
"""A row whose best reading costs this much may well mean something else."""
MOVED: Final = ("本行与表头错位，已按内容归位", "0.8")
CUT: Final = ("原文没有可用的行列，已按栏目名和数值分行分列", "0.8")
GLUED: Final = ("一格里连写了几项内容，已拆开", "0.7")
TORN: Final = ("一项内容分在两格，已合并", "0.7")
UNSURE: Final = ("本行各格属于哪一列不能确定", "0.4")
NUMBERED: Final = lazy(r"^指标\d{1,2}[:：.、]")
"""“指标1：” in front of a name is printed by the form, not written by the filler."""
DOTS: Final = frozenset("….·。")
TWO: Final = lazy(r"\d[^\d≥≤≧≦]*[^\d≥≤≧≦且至到,，;；~—-][≥≤≧≦]\d")
"""A value, its unit, and a sign that begins another value."""
APART: Final = ("start", "coefficient", "core")
"""Columns of 重庆 that the contract has no field for: their cells are listed as unread."""
VALUES: Final = frozenset(("target", "actual", "weight", "score"))
ANYTHING: Final = frozenset(("text", "number", "percent", "dash"))
"""What a column without a field of the contract holds in its own place as a matter of course."""


class Reader:
    """Reads the indicator rows of one form, one after the other."""

    def __init__(self, draft: Draft, columns: Columns) -> None:
        self.draft = draft
        self.columns = columns
        self.level1: tuple[str, Atom] | None = None
        self.level2: tuple[str, Atom] | None = None

    def row(self, line: Line) -> None:
        """Take one line in as an indicator row; an empty row (levels only) sets the levels."""
        atoms = []
        for place, atom in enumerate(line.atoms):
            if atom.look.group == "indicators" and atom.look.kind == "label":
                if not self._is_level(line, place):
                    atom.read = True
                    continue
                atom.look = Look(atom.text, "level2", "level2", atom.text, atom.look.points)
            if narrow(atom.text) == BARE and self.level2 is not None and self.level2[0] in LEVELS:
                atom.look = Look(atom.text, "level2", "level2", atom.text)
            atoms.append(atom)
        if not atoms:
            return
        if len(atoms) == 1 and line.table is None and "weight" not in self.columns.roles:
            atoms = _three(atoms[0])
        looks = [a.look for a in atoms]
        if all(seen.kind in ("level1", "level2") for seen in looks):
            self._only_levels(atoms)
            return
        paired = self._by_column(atoms, looks, 0) if line.columns else None
        why: tuple[str, str] | None = None
        torn = paired is None
        before = len(self.draft.repairs)
        if torn and line.columns:
            paired = self._slid(atoms, looks)
            why = MOVED if paired is not None else None
        if line.columns and (
            paired is None or (not torn and incomplete(paired, self.columns.roles))
        ):
            mended = self._mended(atoms, torn=torn and not self._nearly(atoms, looks))
            if mended is not None:
                atoms, paired, why = mended
        if paired is None:
            paired, cost = self._repaired(line, atoms, looks)
            if cost >= WEAK:
                why = UNSURE
            elif len(self.draft.repairs) > before:
                why = MOVED
        elif why is None and line.ruled:
            self.take(atoms, paired)
            return
        before = len(self.draft.rows)
        if paired is not None and not (line.table is None and self._bare_name(paired)):
            self.take(atoms, paired)
            new = self.draft.rows[before:]
            self.draft.doubtful += new
            if why is None and line.cut:
                why = CUT
            if why is not None:
                for row in new:
                    self.draft.doubt(row, *why)

    def _is_level(self, line: Line, number: int) -> bool:
        """绩效目标 as the name of a second level (决策指标 | 绩效目标 | …), not of the whole block."""
        atom = line.atoms[number]
        if "level2" not in self.columns.roles or number + 1 >= len(line.atoms):
            return False
        index = self.columns.at.get(atom.column, -1)
        if line.ruled and index >= 0 and self.columns.roles[index] == "level2":
            return True
        behind = line.atoms[number + 1].look.kind
        return look(atom.text).text.startswith("绩效目标") and behind not in ("level1", "level2")

    def _mended(
        self, atoms: list[Atom], *, torn: bool
    ) -> tuple[list[Atom], list[int], tuple[str, str]] | None:
        """The row with glued cells cut or torn cells joined, if it then fits its columns."""
        from jiping.read.layouts import mend

        for way, found in (
            (GLUED, mend.unglued(atoms, self.columns)),
            (TORN, mend.joined(atoms, self.columns) if torn else None),
        ):
            if found is None:
                continue
            paired = self._by_column(found, [a.look for a in found], 0)
            if paired is None:
                continue
            old = "、".join(f"“{a.text}”" for a in atoms if a not in found and a.read)
            new = "、".join(
                f"“{a.text}”" for a in found if a not in atoms and a.spot.text != a.text
            )
            what = "连写在一格里，已拆成" if way is GLUED else "分在两格里，已合并为"
            self.draft.repair(
                f"{old}{what}{new}。", f"{what[-3:-1]}后各格的内容与所在列的表头相符。", found[0]
            )
            return found, paired, way
        return None

    def gaps(self) -> None:
        """Doubt the blanks of a form that is filled elsewhere: a value may hide in a neighbour."""
        rows = self.draft.rows
        for role, label in (
            ("target", "指标值"), ("actual", "完成值"), ("weight", "分值"), ("score", "得分"),
        ):  # fmt: skip
            without = [row for row in rows if role not in row]
            if role in self.columns.roles and without and len(without) * 4 <= len(rows):
                for row in without:
                    self.draft.doubt(row, f"其他指标都有{label}，本行没有读到", "0.6")
        for row in rows:
            if "target" in row and TWO.search(row["target"][0] or ""):
                self.draft.doubt(row, "指标值一格里像有两个值，可能连上了下一行", "0.3")

    def _bare_name(self, paired: list[int]) -> bool:
        """A line of prose without any value, or without the points asked for, is no indicator."""
        roles = self.columns.roles
        wanted = VALUES - {"target", "actual"} if "weight" in roles else VALUES
        return not any(roles[index] in wanted for index in paired)

    def _by_column(self, atoms: list[Atom], looks: list[Look], shift: int) -> list[int] | None:
        """The pairing by columns moved by ``shift``, or None where it does not fit."""
        at = self.columns.at
        roles = self.columns.roles
        cost = 0.0
        paired: list[int] = []
        named = False
        last = -1
        for atom, seen in zip(atoms, looks, strict=True):
            index = at.get(atom.column - shift, -1)
            if index <= last:
                return None
            last = index
            role = roles[index]
            if role == "name":
                named = True
            if shift or role != "other" or seen.kind not in ANYTHING:
                cost += fit(role, seen)
            if cost >= PLAIN:
                return None
            paired.append(index)
        if not named and any(roles[i] in VALUES for i in paired):
            return None
        return paired

    def _slid(self, atoms: list[Atom], looks: list[Look]) -> list[int] | None:
        """The pairing of a row that has moved as a whole."""
        if len(atoms) > len(self.columns.roles):
            atoms, looks = atoms[: len(self.columns.roles)], looks[: len(self.columns.roles)]
        for shift in SHIFTS:
            paired = self._by_column(atoms, looks, shift)
            if paired is not None and self._complete(paired):
                self._note(atoms, paired)
                return paired
        return None

    def _nearly(self, atoms: list[Atom], looks: list[Look]) -> bool:
        """Whether moving cells alone makes the row fit: then none is glued or torn."""
        columns = self.columns
        if len(atoms) > len(columns.roles):
            return False
        shifts = [[atom.column - start for start in columns.starts] for atom in atoms]
        cost, paired = align(looks, columns.roles, shifts)
        return cost < NEARLY and self._complete(paired)

    def _repaired(
        self, line: Line, atoms: list[Atom], looks: list[Look]
    ) -> tuple[list[int] | None, float]:
        columns = self.columns
        roles = columns.roles
        if len(atoms) > len(roles):
            atoms, looks = atoms[: len(roles)], looks[: len(roles)]
        shifts = (
            [[atom.column - start for start in columns.starts] for atom in atoms]
            if line.columns
            else None
        )
        cost, paired = align(looks, roles, shifts)
        if cost > (UNLIKELY if line.columns else DOUBTFUL):
            return None, cost
        if line.columns:
            self._note(atoms, paired)
        return paired, cost

    def _complete(self, paired: list[int]) -> bool:
        """Whether a shifted reading fills what the header asks for: else it is worth nothing."""
        got = {self.columns.roles[i] for i in paired}
        return all(
            r in got for r in self.columns.roles if r in ("name", "target", "weight", "score")
        )

    def _note(self, atoms: list[Atom], paired: list[int]) -> None:
        moved = [
            (atom, index)
            for atom, index in zip(atoms, paired, strict=False)
            if self.columns.at.get(atom.column, -1) != index
        ]
        if not moved:
            return
        texts = "、".join(f"“{atom.text[:12]}”" for atom, _ in moved)
        by = sorted({atom.column - self.columns.starts[index] for atom, index in moved})
        way = "、".join(f"{'右' if n > 0 else '左'}移{abs(n)}格" for n in by if n)
        self.draft.repair(
            f"本行{texts}与表头错位（原文整体{way}），已按单元格内容归位。",
            "单元格的内容与所在列的表头不符；归位后性质、指标值、分值、得分各得其所。",
            moved[0][0],
        )

    def take(self, atoms: list[Atom], paired: list[int]) -> None:
        """Fill one indicator from cells and their columns."""
        got: dict[str, Atom] = {}
        roles = self.columns.roles
        for atom, index in zip(atoms, paired, strict=False):
            if index >= 0 and roles[index] != "other":
                got[roles[index]] = atom
        self._levels(got)
        for role in APART:
            if role in got:
                got[role].read = got[role].look.kind == "dash"
        if "start" in got and not _filled(got.get("target")):
            got["target"] = got["start"]
        name = got.get("name")
        if name is None and not any(role in got for role in VALUES):
            for role in ("level1", "level2"):
                if role in got:
                    got[role].read = True
            return
        blank = not any(_filled(got.get(role)) for role in VALUES)
        if name is not None and blank and (name.look.kind == "dash" or set(name.text) <= DOTS):
            for atom in got.values():
                atom.read = atom.read or atom.look.kind == "dash" or atom is name
            return
        self.draft.rows.append(self._fields(got))

    def _levels(self, got: dict[str, Atom]) -> None:
        first, second = got.get("level1"), got.get("level2")
        if first is not None:
            first.read = True
            kind = first.look.kind
            if kind == "level2" or (kind == "level1" and second is None and self._is_second(first)):
                if kind == "level2" or self.columns.ruled is False:
                    self.level2 = (first.text, first)
                    if kind == "level2":
                        self.draft.repair(
                            f"二级指标“{first.text}”写在一级指标列，已归为二级指标。",
                            "“" + first.text + "”是二级指标的名称，它不结束当前的一级指标。",
                            first,
                        )
            else:
                role = first.look.role if kind == "level1" else _bare(first.text)
                if role:
                    self.level1 = (role, first)
                    if first.look.points:
                        self.draft.points[role] = first.look.points
                else:
                    first.read = False
                    self.level1 = None
                self.level2 = None
        if second is not None:
            second.read = True
            self.level2 = (_bare(second.text) if second.look.points else second.text, second)

    def _only_levels(self, atoms: list[Atom]) -> None:
        """A row that names levels and has no indicator: the form left it empty."""
        got = {"level1": atoms[0], "level2": atoms[1]} if len(atoms) > 1 else {}
        for atom in atoms:
            atom.read = True
        if not got:
            atom = atoms[0]
            second = atom.look.kind == "level2" or self._is_second(atom)
            got = {"level2" if second else "level1": atom}
        self._levels(got)

    def _is_second(self, atom: Atom) -> bool:
        """A lone 成本指标 or 满意度指标 below an open first level."""
        if atom.look.points:
            return False
        if self.level1 is None:
            below = self.level2[0][:2] if self.level2 is not None else ""
            return atom.look.role == "成本指标" and below in ("数量", "质量", "时效")
        role = atom.look.role
        return (role == "成本指标" and self.level1[0] == "产出指标") or role == self.level1[0]

    def _fields(self, got: dict[str, Atom]) -> dict[str, tuple[str | None, Atom]]:
        row: dict[str, tuple[str | None, Atom]] = {}
        if self.level1 is not None:
            row["level1"] = self.level1
        if self.level2 is not None:
            row["level2"] = self.level2
        for role in ("name", "reason"):
            atom = got.get(role)
            if atom is not None:
                atom.read = True
                if role == "name" or atom.look.kind != "dash":
                    row[role] = (NUMBERED.sub("", atom.text), atom)
        for role in ("weight", "score"):
            atom = got.get(role)
            if atom is not None:
                digits, tail = number(atom.text)
                if digits is not None and tail in ("", "分", "%"):
                    row[role] = (digits, atom)
                    atom.read = True
                elif atom.look.kind == "dash":
                    atom.read = True
        measured(got, row, apart="unit" in self.columns.roles)
        return row


def _three(atom: Atom) -> list[Atom]:
    """A line of prose holding name, target and actual, blanks between them."""
    pieces = atom.spot.text.split()
    if atom.look.kind != "text" or len(pieces) != 3:
        return [atom]
    atom.read = True
    return [Atom(atom.spot, look(piece), 0, 1) for piece in pieces]


def _filled(atom: Atom | None) -> bool:
    return atom is not None and atom.look.kind != "dash"


def _bare(text: str) -> str:
    """A level name without the points printed behind it."""
    for opening in ("(", "（"):
        if opening in text and text[-1] in ")）":
            return text[: text.index(opening)]
    return text
