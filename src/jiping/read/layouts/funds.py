"""项目资金: header words to columns, rows to fund lines, the form's own rates as referee."""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Final, cast

from jiping.model.patterns import lazy
from jiping.read.layouts.draft import Draft, Row
from jiping.read.layouts.lines import Atom, Line
from jiping.read.layouts.sums import is_rate, is_score, scaled
from jiping.read.layouts.values import number
from jiping.read.layouts.words import narrow

if TYPE_CHECKING:
    from jiping.model.evaluation import AmountUnit

MONEY: Final = ("initial", "adjusted", "executed", "arrived", "planned", "budget")
NO_FIELD: Final = frozenset(("arrived", "planned", "budget"))
"""Amounts that the contract has no field for: their cells are listed as unread."""
NUMERIC: Final = frozenset((*MONEY, "weight", "rate", "score"))
VALUED: Final = frozenset(("number", "percent", "quantity", "dash", "date"))
"""What stands behind the label of a row of funds; a row of words is none."""
TOLD: Final = lazy(
    r"(?:.{0,12}?预算数?(?:为|:)?(?P<adjusted>NUM)(?P<unit>亿元|万元|元)?)[,，;；、。]?"
    r"(?:.{0,12}?执行数?(?:为|:)?(?P<executed>NUM)(?P=unit))"
    r"(?:[,，;；、。]?.{0,8}?执行率(?:为|达到|达|:)?(?P<rate>NUM)%)?.{0,40}".replace(
        "NUM", r"\d[\d,]*(?:\.\d+)?"
    )
)
"""The funds told in a sentence: 全年预算数100万元，全年执行数90万元，预算执行率90%。"""
FULL: Final = scaled("100")
"""No weight and no score of the funds block is above it."""
MOST_CHOICES: Final = 20_000
"""Ways to lay a row's values on the columns; a form has at most some hundreds."""


def is_header(line: Line) -> bool:
    """Whether a line names fund columns (two of them, or one with 分值/得分)."""
    if "fundcol" not in line.groups:
        return False
    count = sum(1 for atom in line.atoms if atom.look.group in ("fundcol", "col"))
    if len({atom.text for atom in line.atoms}) < 2:
        return False
    return count >= 2 and not any(
        a.look.kind in ("number", "percent", "quantity") for a in line.atoms
    )


def is_inline(line: Line) -> bool:
    """Whether a line holds fund columns with their amounts beside them: 预算数 6.84 执行数 6.84."""
    if "fundcol" not in line.groups:
        return False
    pairs = zip(line.atoms, line.atoms[1:], strict=False)
    return (
        sum(1 for a, b in pairs if a.look.group == "fundcol" and number(b.text)[0] is not None) >= 2
    )


def told(line: Line, draft: Draft) -> bool:
    """Take in a line that tells the funds in a sentence behind its label; False if it does not."""
    atoms = line.atoms
    if len(atoms) != 2 or atoms[0].look.group != "funds" or atoms[1].look.kind != "text":
        return False
    label, atom = atoms
    found = TOLD.fullmatch(narrow(atom.text))
    if found is None:
        return False
    row: Row = {"source": ("total", label), "label": (label.text, label)}
    for role in ("adjusted", "executed", "rate"):
        if found[role] is not None:
            row[role] = (found[role].replace(",", ""), atom)
    if found["unit"] is not None and draft.amount_unit is None:
        draft.amount_unit = cast("AmountUnit", found["unit"])
        draft.unit_atom = atom
    label.read = atom.read = True
    draft.funds.append(row)
    return True


class Funds:
    """Reads the rows of one funds block."""

    def __init__(
        self, draft: Draft, roles: list[str], at: dict[int, int], *, columns: bool
    ) -> None:
        self.draft = draft
        self.roles = roles
        self.at = at
        self.columns = columns

    @classmethod
    def of(cls, line: Line, draft: Draft) -> Funds:
        """The columns that a header line names."""
        roles: list[str] = []
        at: dict[int, int] = {}
        merged = any("整合后" in a.text for a in line.atoms if a.look.role == "adjusted")
        for atom in line.atoms:
            seen = atom.look
            if seen.group in ("fundcol", "col"):
                role = seen.role if seen.role not in roles or seen.role == "other" else "method"
                if role == "adjusted" and merged and "整合" not in seen.text:
                    role = "budget"
                if role == "score":
                    points = _points_of_score(seen.text)
                    draft.fund_points = (points, atom) if points else None
                draft.header_words.add(narrow(seen.text))
                width = atom.span if line.ruled else 1
                for column in range(atom.column, atom.column + width):
                    at[column] = len(roles)
                roles.append(role)
            elif seen.group not in ("funds", "goal", "indicators", "indcol", "goalcol"):
                continue
            atom.read = True
        draft.fund_roles = tuple(roles)
        return cls(draft, roles, at, columns=line.columns)

    @classmethod
    def beside(cls, line: Line, draft: Draft) -> Funds:
        """The columns and the total row of a line that holds both; a last number is the rate."""
        roles: list[str] = []
        row: Row = {}
        reader = cls(draft, roles, {}, columns=False)
        pending: Atom | None = None
        label: Atom | None = None
        for atom in line.atoms:
            if atom.look.group in ("fundcol", "funds", "col"):
                label = atom
                if atom.look.group != "funds":
                    pending = atom
                    roles.append(atom.look.role)
                    draft.header_words.add(narrow(atom.text))
                atom.read = True
            elif label is not None and number(atom.text)[0] is not None:
                role = roles[-1] if pending is not None else "rate"
                if not row:
                    row = {"source": ("total", label), "label": (label.text, label)}
                reader._fill(row, role, atom)
                if pending is None:
                    roles.append("rate")
                pending = None
        draft.fund_roles = tuple(roles)
        if row:
            draft.funds.append(row)
        return reader

    def row(self, line: Line) -> None:
        """Take one line in as a fund row."""
        atoms = [a for a in line.atoms if a.look.group != "funds"]
        if sum(1 for a in atoms if a.text == atoms[0].text) > 1 and len(atoms) > 3:
            again = [a for a in atoms[1:] if a.text == atoms[0].text]
            for atom in again:
                atom.read = True
            atoms = [a for a in atoms if a not in again]
        for atom in line.atoms:
            if atom.look.group == "funds":
                atom.read = True
        label = next((i for i, a in enumerate(atoms) if a.look.group in ("fundrow", "total")), None)
        if label is None:
            label = next((i for i, a in enumerate(atoms) if a.look.kind == "text"), None)
            if label is None or len(atoms) - label < 2 or len(atoms[label].text) > 20:
                return
            if not any(a.look.kind in VALUED for a in atoms[label + 1 :]):
                return
        head = atoms[label]
        head.read = True
        source = head.look.role if head.look.group == "fundrow" else "other"
        if head.look.group == "total":
            source = "total"
        row: dict[str, tuple[str | None, Atom]] = {
            "source": (source, head),
            "label": (head.text, head),
        }
        values = atoms[label + 1 :]
        paired = self._pair(values, line)
        for atom, index in zip(values, paired, strict=False):
            if index >= 0:
                self._fill(row, self.roles[index], atom)
        points = self.draft.fund_points
        if points is not None and source == "total" and "weight" not in self.roles:
            row["weight"] = points
        self.draft.funds.append(row)

    def _fill(self, row: dict[str, tuple[str | None, Atom]], role: str, atom: Atom) -> None:
        kind = atom.look.kind
        if kind in ("dash", "empty"):
            atom.read = True
        elif role in NUMERIC:
            digits, tail = number(atom.text)
            unit = self.draft.amount_unit
            if digits is None or (role in MONEY and tail == "%"):
                return
            if role in MONEY and tail in ("元", "万元", "亿元") and tail != unit:
                if unit is not None:
                    return
                self.draft.amount_unit = tail  # type: ignore[assignment]
                self.draft.unit_atom = atom
            if role not in NO_FIELD:
                atom.read = True
                row[role] = (digits, atom)
        elif role == "reason" and not _is_hint(atom.text):
            row["reason"] = (atom.text, atom)
            atom.read = True

    def _pair(self, values: list[Atom], line: Line) -> list[int]:
        direct: list[int] | None = None
        if self.columns and line.columns:
            direct = self._shifted(values, 0)
            strange = 0 if line.ruled or direct is None else self._unlike(values, direct)
            if direct is not None and self._wrong(values, direct) + strange == 0:
                return direct
            for shift in (-1, 1, -2, 2):
                moved = self._shifted(values, shift)
                if (
                    moved is not None
                    and self._wrong(values, moved) == 0
                    and self._proved(values, moved)
                ):
                    self._note(values, f"{'右' if shift > 0 else '左'}移{abs(shift)}格")
                    return moved
            if direct is not None and not strange:
                return direct
        best = self._chosen(values[: len(self.roles)])
        if best is None:
            return direct or [-1] * min(len(values), len(self.roles))
        if self.columns and line.columns and best and best != direct:
            self._note(values, "与表头列数不一致")
        return best

    def _chosen(self, values: list[Atom]) -> list[int] | None:
        """The columns that the row's own arithmetic and the total row speak for most."""
        if comb(len(self.roles), len(values)) > MOST_CHOICES:
            return None
        best: tuple[int, int, list[int]] | None = None
        for choice in combinations(range(len(self.roles)), len(values)):
            paired = list(choice)
            if not all(_fits(self.roles[i], a) for a, i in zip(values, paired, strict=True)):
                continue
            proved = self._proved(values, paired)
            key = self._wrong(values, paired) * 4 - proved * 2 + self._unlike(values, paired)
            gap = sum(paired)
            if best is None or (key, gap) < best[:2]:
                best = (key, gap, paired)
        return best[2] if best is not None else None

    def _note(self, values: list[Atom], how: str) -> None:
        texts = "、".join(f"“{a.text[:12]}”" for a in values if a.look.kind != "empty")
        self.draft.repair(
            f"资金行的{texts}与表头错位（{how}），已归位。",
            "归位后执行率＝执行数÷预算数、得分＝分值×执行率成立。",
            values[0],
        )

    def _shifted(self, values: list[Atom], shift: int) -> list[int] | None:
        paired: list[int] = []
        for atom in values:
            index = self.at.get(atom.column - shift, -1)
            if index < 0 or (paired and index <= paired[-1]) or not _fits(self.roles[index], atom):
                return None
            paired.append(index)
        return paired

    def _by_role(self, values: list[Atom], paired: list[int]) -> dict[str, str]:
        got: dict[str, str] = {}
        for atom, index in zip(values, paired, strict=False):
            digits = number(atom.text)[0]
            if digits is not None:
                got[self.roles[index]] = digits
        return got

    def _wrong(self, values: list[Atom], paired: list[int]) -> int:
        """How many identities of the row do not hold in this reading."""
        got = self._by_role(values, paired)
        base = got.get("adjusted") or (got.get("initial") if "adjusted" not in self.roles else None)
        wrong = 0
        executed, rate = got.get("executed"), got.get("rate")
        if base and executed and rate and scaled(base) and not is_rate(executed, base, rate):
            wrong += 1
        weight, score = got.get("weight"), got.get("score")
        if base and executed and weight and score and not is_score(weight, executed, base, score):
            wrong += 1
        if weight and score and scaled(score) > scaled(weight):
            wrong += 1
        wrong += sum(1 for points in (weight, score) if points and scaled(points) > FULL)
        if rate and base is None and "adjusted" in self.roles:
            wrong += 1
        return wrong

    def _proved(self, values: list[Atom], paired: list[int]) -> int:
        """How many identities are there to hold: a reading that proves nothing wins nothing.

        A rate of 0 of an executed amount proves nothing: any small number beside a large one has it.
        """
        got = self._by_role(values, paired)
        base = got.get("adjusted") or got.get("initial")
        if "executed" not in got or base is None or scaled(base) == 0:
            return 0
        told = "rate" in got and (scaled(got["rate"]) != 0 or scaled(got["executed"]) == 0)
        return int(told) + int("weight" in got and "score" in got)

    def _unlike(self, values: list[Atom], paired: list[int]) -> int:
        """How far a reading strays from the form's total row: its blanks, its sign of percent."""
        got = {self.roles[i]: a for a, i in zip(values, paired, strict=False) if _digits(a)}
        cost = 0
        rate = got.get("rate")
        if rate is not None and rate.look.kind == "number":
            base = got.get("adjusted") or got.get("initial")
            if base is None or "executed" not in got or not scaled(_digits(base) or "0"):
                cost += 2
        if ("weight" in got) != ("score" in got) and {"weight", "score"} <= set(self.roles):
            cost += 2
        if not self.draft.funds:
            return cost
        total = self.draft.funds[0]
        if got and all(scaled(_digits(a) or "0") == 0 for a in got.values()):
            cost += sum(1 for role in MONEY[:3] if role in total and role not in got)
        if rate is not None and "rate" in total:
            cost += 3 * (rate.look.kind != total["rate"][1].look.kind)
        return cost + 2 * sum(1 for role in got if role in MONEY[:3] and role not in total)


def _fits(role: str, atom: Atom) -> bool:
    kind = atom.look.kind
    if role in NUMERIC:
        if kind in ("number", "dash", "empty"):
            return True
        if kind == "percent":
            return role == "rate"
        return number(atom.text)[0] is not None
    return role == "other" or kind not in ("number", "percent")


def _digits(atom: Atom) -> str | None:
    return number(atom.text)[0]


def _is_hint(text: str) -> bool:
    """A note of the form's maker standing in the column, no reason of the filler."""
    return "需说明" in text or "应单独说明" in text or "请在" in text


def _points_of_score(text: str) -> str | None:
    """The weight that a header prints instead of a column: “得分(20分*执行率)” → 20."""
    flat = narrow(text)
    if "分" in flat and "(" in flat:
        inside = flat[flat.index("(") + 1 :]
        digits = inside[: inside.index("分")] if "分" in inside else ""
        return digits if digits.isdigit() else None
    return None
