"""What stands below the indicators: the total, and remarks by their printed labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jiping.model.patterns import lazy
from jiping.read.layouts.lines import Atom, Line
from jiping.read.layouts.sums import same_sum, scaled
from jiping.read.layouts.values import number
from jiping.read.layouts.words import BULLET, look, narrow

if TYPE_CHECKING:
    from jiping.read.layouts.columns import Columns
    from jiping.read.layouts.draft import Draft, Row

NO_COLUMN: Final = -1
GLUED_TOTAL = lazy(r"(总分|合计|得分合计|总计|自评总分|总得分)[:：]?(\d+(?:\.\d+)?)")


def is_note(line: Line) -> bool:
    """“说明” at the head of a line with its text at most: a remark; elsewhere it heads a column."""
    first = line.atoms[0]
    return (
        len(line.atoms) <= 2
        and first.look.kind == "label"
        and narrow(first.text).rstrip(":") == "说明"
    )


class Foot:
    """Reads the foot of one form."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.remark: str | None = None

    def total(self, line: Line, columns: Columns | None) -> bool:
        """Take the line with the total in; False if it is none."""
        at = next(i for i, a in enumerate(line.atoms) if a.look.group == "total")
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
            pairs = [(self._single(numbers[0], line, columns), numbers[0])]
        for role, atom in pairs:
            self.draft.total[role] = (number(atom.text)[0] or "", atom)
            atom.read = True
        for atom in rest:
            if atom.look.group == "grade":
                self.draft.total["grade"] = (atom.text, atom)
                atom.read = True
            elif atom.look.kind in ("dash", "empty"):
                atom.read = True
        for atom in line.atoms[:at]:
            if atom.look.group in ("indicators", "remark"):
                atom.read = True
        return True

    def _single(self, atom: Atom, line: Line, columns: Columns | None) -> str:
        roles = columns.roles if columns is not None else []
        label = next(a for a in line.atoms if a.look.group == "total")
        if "weight" not in roles or "得分" in narrow(label.text):
            return "score"
        if "score" not in roles:
            return "weight"
        if line.ruled and columns is not None:
            index = columns.at.get(atom.column, NO_COLUMN)
            if index >= 0 and roles[index] in ("weight", "score"):
                return roles[index]
        value = number(atom.text)[0] or "0"
        weights = [v for r in self.draft.rows if (v := _digits(r, "weight"))]
        weights += [v for r in self.draft.funds[:1] if (v := _digits(r, "weight"))]
        if same_sum(weights, value) or scaled(value) == scaled("100"):
            return "weight"
        return "score"

    def remarks(self, line: Line) -> None:
        """Take a line with remark labels in."""
        current: str | None = None
        for atom in line.atoms:
            seen = atom.look
            if seen.group in ("remark", "filing", "head") or (
                atom is line.atoms[0] and is_note(line)
            ):
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
                self.text([atom])

    def text(self, atoms: list[Atom]) -> None:
        """Take the text below a remark's label in."""
        if self.remark is None:
            return
        for atom in atoms:
            if is_page_number(atom):
                continue
            old, spot = self.draft.remarks[self.remark]
            atom.read = True
            text = f"{old}\n{atom.text}" if old else atom.text
            self.draft.remarks[self.remark] = (text, spot if old else atom)


def glued_total(line: Line) -> Line | None:
    """The line of a total whose label and points are glued: “总分100” | 96.5, “总分10096.5”."""
    found = GLUED_TOTAL.fullmatch(narrow(line.atoms[0].text))
    if found is None or len(line.atoms) > 3:
        return None
    first = line.atoms[0]
    pieces = [found[2]]
    if len(line.atoms) == 1:
        from jiping.read.layouts.glued import halves

        pieces = halves(found[2]) or pieces
    first.read = True
    atoms = [Atom(first.spot, look(text), first.column, 1) for text in (found[1], *pieces)]
    return Line([*atoms, *line.atoms[1:]], ruled=False, run=False, columns=False, table=line.table)


def is_page_number(atom: Atom) -> bool:
    """Whether a text is a page number: “— 2 —”, “第3页”."""
    flat = narrow(atom.text).strip("-—–第页共")
    return flat.isdigit() and len(flat) <= 4


def _digits(row: Row, role: str) -> str | None:
    held = row.get(role)
    return held[0] if held is not None else None
