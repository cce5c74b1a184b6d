"""Runs back into rows: a form whose rows are lost is cut again by its words.

The result is a grid like any other: header cells get columns in the order of their meaning, and
the cells of a row the column of what they are. The readers of funds and indicators then see a
form that was never broken.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from jiping.model.patterns import lazy
from jiping.read.layouts import glued
from jiping.read.layouts.align import cut
from jiping.read.layouts.columns import declared
from jiping.read.layouts.lines import Atom, Line
from jiping.read.layouts.locate import title_of
from jiping.read.layouts.run_cells import ends_in_numbers, in_order, pointless, without_headers
from jiping.read.layouts.sums import same_sum
from jiping.read.layouts.wording import told
from jiping.read.layouts.words import Look, look, narrow

HEADER: Final = frozenset(("indcol", "col", "fundcol"))
STARTS: Final = frozenset(
    ("head", "filing", "funds", "fundcol", "fundrow", "goal", "goalcol", "indicators", "indcol", "total", "remark")
)  # fmt: skip
ENDS: Final = frozenset(("total", "remark"))
VALUES: Final = ("target", "actual", "weight", "score")
DONE: Final = lazy(r"(?:总体)?(?:目标)?完成(?:率|进度)(?:\(%\))?")
"""A third column of the goals, of which the contract knows nothing."""
NOTE: Final = "说明"


def unfold(lines: list[Line]) -> list[Line]:
    """``lines`` with every run replaced by the rows that its words tell."""
    if not any(line.run for line in lines):
        return lines
    out: list[Line] = []
    for line in lines:
        if line.run:
            out += _Run(line).rows()
        else:
            out.append(line)
    return out


class _Run:
    """One run, walked once from its first cell to its last."""

    def __init__(self, line: Line) -> None:
        self.atoms = line.atoms
        self.table = line.table
        self.out: list[Line] = []
        self.glued = line.glued
        self.fund_roles: tuple[str, ...] = ()
        self.fund_grid: list[int] = []
        self.fund_total: tuple[str, ...] = ()
        self.numbered = int(any(narrow(atom.text) == "行次" for atom in line.atoms))
        """Number of the fund row to come, where the form counts them in 行次; else 0."""

    def rows(self) -> list[Line]:
        """The rows of the run in reading order."""
        at = 0
        atoms = self.atoms
        while at < len(atoms):
            seen = atoms[at].look
            if seen.group == "funds" and self._pair_next(at):
                self._emit([self.atoms[at]])
                at += 1
            elif seen.group == "indcol" or (seen.group == "indicators" and self._header_next(at)):
                at = self._indicators(at)
            elif seen.group == "fundcol" and self._amount_next(at):
                at = self._beside(at)
            elif seen.group == "fundcol" or (seen.group == "funds" and self._header_next(at)):
                at = self._fund_header(at)
            elif seen.group == "fundrow":
                at = self._fund_row(at)
            elif seen.group in ("goal", "goalcol"):
                at = self._goal(at)
            else:
                at = self._segment(at)
        return self.out

    def _header_next(self, at: int) -> bool:
        """Whether a block's label is followed by header cells (blanks between count for nothing)."""
        for atom in self.atoms[at + 1 : at + 4]:
            if atom.look.kind != "empty":
                return atom.look.group in HEADER or atom.look.text in ("(万元)", "（万元）")
        return False

    def _emit(self, atoms: list[Atom], *, columns: bool = False, dead: bool = False) -> None:
        kept = [atom for atom in atoms if atom.look.kind != "empty"]
        if kept:
            line = Line(kept, ruled=False, run=False, columns=columns, table=self.table)
            line.dead, line.glued, line.cut = dead, self.glued, True
            self.out.append(line)

    def _until_start(self, at: int) -> int:
        while at < len(self.atoms) and not self._starts(self.atoms[at]):
            at += 1
        return at

    def _starts(self, atom: Atom) -> bool:
        return atom.look.group in STARTS or (
            atom.look.kind == "text" and title_of(atom.text) is not None
        )

    def _segment(self, at: int) -> int:
        """A label with what follows up to the next label; a title stands alone."""
        end = self._until_start(at + 1)
        atoms = self.atoms[at:end]
        if self.glued and len(atoms) > 1 and atoms[0].look.group == "total":
            pieces = glued.halves(atoms[1].text)
            if pieces is not None:
                spot = atoms[1].spot
                more = atoms[1].text[sum(map(len, pieces)) :]
                rest = [Atom(spot, look(more), 1, 1)] if more else []
                self._emit([atoms[0], *(Atom(spot, look(piece), 1, 1) for piece in pieces)])
                self._emit([*rest, *atoms[2:]], dead=True)
                return end
        self._emit(atoms)
        return end

    def _next(self, at: int) -> Atom | None:
        """The next cell behind ``at`` that holds something."""
        return next((a for a in self.atoms[at + 1 : at + 4] if a.look.kind != "empty"), None)

    def _amount_next(self, at: int) -> bool:
        """Whether a fund column has its amount beside it: 预算数 6.84 执行数 6.84."""
        atom = self._next(at)
        return atom is not None and (
            atom.look.kind == "number"
            or (atom.look.kind == "quantity" and atom.text.endswith("元"))
        )

    def _pair_next(self, at: int) -> bool:
        """Whether the label of the funds is followed by a fund column with its amount."""
        for number in range(at + 1, min(at + 4, len(self.atoms))):
            seen = self.atoms[number].look
            if seen.kind != "empty":
                return seen.group == "fundcol" and self._amount_next(number)
        return False

    def _beside(self, at: int) -> int:
        """Labels with their amounts: one line for the total, one for each part named beside it."""
        lines: list[list[Atom]] = [[]]
        names: set[str] = set()
        while at < len(self.atoms):
            atom = self.atoms[at]
            seen = atom.look
            if seen.kind == "empty":
                at += 1
                continue
            label = seen.kind not in ("number", "percent", "quantity")
            part = seen.group == "fundrow" or (names and not seen.group and self._again(at))
            if label and not part and seen.group not in ("fundcol", "col", "funds"):
                break
            if part and atom.text not in names:
                names.add(atom.text)
                lines.append([])
            lines[-1].append(atom)
            at += 1
        for line in lines:
            self._emit(line)
        return at

    def _again(self, at: int) -> bool:
        """Whether a text stands beside an amount, as the label of a part does."""
        atom = self._next(at)
        return atom is not None and atom.look.kind == "number" and len(self.atoms[at].text) <= 8

    def _fund_header(self, at: int) -> int:
        end = at
        header: list[Atom] = []
        while end < len(self.atoms):
            atom = self.atoms[end]
            if atom.look.group not in ("funds", "fundcol", "col") and atom.look.kind != "empty":
                break
            alone = [a.look.group for a in header].count("fundcol") == 1
            if alone and atom.look.group == "fundcol" and self._amount_next(end):
                break
            if atom.look.group in ("fundcol", "col"):
                atom.column = len([a for a in header if a.look.group != "funds"]) + 2
            else:
                atom.column = 1
            if atom.look.kind != "empty":
                header.append(atom)
            end += 1
        self.fund_roles = tuple(a.look.role for a in header if a.look.group != "funds")
        first = next((i for i in range(at, end) if self.atoms[i].look.group in HEADER), end)
        self.fund_grid = [
            atom.column if atom.look.group in HEADER else 0 for atom in self.atoms[first:end]
        ]
        self._emit(header, columns=True)
        return end

    def _fund_row(self, at: int) -> int:
        end = self._until_start(at + 1)
        values = self.atoms[at + 1 : end]
        if self.numbered:
            self.numbered += 1
            last = next((a for a in reversed(values) if a.look.kind != "empty"), None)
            if last is not None and last.text == str(self.numbered):
                values = values[: values.index(last)]
                last.read = True
        if self.glued and len(values) == 1:
            return self._glued_amounts(at, values[0])
        label = self.atoms[at]
        label.column = 1
        columns = self._places(values)
        for column, atom in zip(columns or (), values, strict=False):
            atom.column = column
        exact = columns is not None
        self._emit([label, *values], columns=exact)
        return end

    def _places(self, values: list[Atom]) -> list[int] | None:
        """The columns of a row that keeps its blanks as the header kept its own; else None."""
        grid = self.fund_grid
        while grid and not grid[-1]:
            grid = grid[:-1]
        blanks = next((i for i, a in enumerate(values) if a.look.kind != "empty"), len(values))
        for lead in range(min(blanks, 2) + 1):
            rest = values[lead:]
            if len(rest) < len(grid) or any(a.look.kind != "empty" for a in rest[len(grid) :]):
                continue
            if all(place or a.look.kind == "empty" for place, a in zip(grid, rest, strict=False)):
                return [0] * lead + [*grid, *[0] * (len(rest) - len(grid))]
        return None

    def _glued_amounts(self, at: int, glue: Atom) -> int:
        label = self.atoms[at]
        pieces = glued.amounts(glue.text, self.fund_roles, self.fund_total)
        if pieces is None:
            self._emit([label], columns=True)
            self._emit([glue], dead=True)
            return at + 2
        label.column = 1
        values = [Atom(glue.spot, look(piece), column, 1) for column, piece in enumerate(pieces, 2)]
        if not self.fund_total:
            self.fund_total = tuple(
                piece
                for role, piece in zip(self.fund_roles, pieces, strict=True)
                if role in ("initial", "adjusted", "executed")
            )
        self._emit([label, *values], columns=True)
        return at + 2

    def _goal(self, at: int) -> int:
        """Goal labels as one line, the texts below them as the next."""
        end = at
        labels: list[Atom] = []
        while end < len(self.atoms) and (
            self.atoms[end].look.group in ("goal", "goalcol")
            or self.atoms[end].look.kind == "empty"
        ):
            labels.append(self.atoms[end])
            end += 1
        self._emit(labels)
        stop = self._until_start(end)
        texts = [a for a in self.atoms[end:stop] if a.look.kind != "empty"]
        if texts and DONE.fullmatch(narrow(texts[0].text)):
            self._emit([texts.pop(0)], dead=True)
            if texts and texts[-1].look.kind in ("number", "percent"):
                self._emit([texts.pop()], dead=True)
        self._emit(texts, dead=len(texts) > 2 or (self.glued and len(texts) < 2))
        return stop

    def _indicators(self, at: int) -> int:
        end = at
        header: list[Atom] = []
        while end < len(self.atoms):
            atom = self.atoms[end]
            known = atom.look.group in ("indcol", "col", "indicators")
            if not known and atom.look.kind != "empty":
                break
            if known:
                header.append(atom)
            end += 1
        header = in_order(header)
        for column, atom in enumerate(header, 1):
            atom.column = column
        self._emit(header, columns=True)
        stop = end
        reasons = {atom.text for atom in header}
        while stop < len(self.atoms) and not self._ends(self.atoms[stop], reasons):
            stop += 1
        columns = [a for a in header if a.look.group != "indicators"]
        data = [
            a
            for i, a in enumerate(self.atoms[end:stop], end)
            if not (a.look.group == "indicators" and a.look.kind == "label") or self._second(i)
        ]
        roles = ["target" if a.look.role == "target_group" else a.look.role for a in columns]
        if any(narrow(a.text).startswith("调整") for a in columns if a.look.role == "target"):
            roles = [
                "start" if r == "target" and narrow(a.text).startswith("年初") else r
                for r, a in zip(roles, columns, strict=True)
            ]
        places = [atom.column for atom in columns]
        own = declared({narrow(atom.text) for atom in header})
        if own is not None:
            roles, places = own
        if self.glued:
            self._glued_rows(data, roles, places)
        elif roles and data:
            told(data, roles)
            if ends_in_numbers(data, roles):
                roles.append("score")
            parts = without_headers(data)
            for number, part in enumerate(parts, 1):
                whole = number < len(parts) or stop < len(self.atoms)
                self._rows(part, roles, places, whole=whole)
        return stop

    def _second(self, at: int) -> bool:
        """绩效目标 as a second level: what follows is a name. Its look is changed to a level's."""
        atom, behind = self.atoms[at], self._next(at)
        if not atom.text.startswith("绩效目标") or behind is None or behind.look.kind != "text":
            return False
        atom.look = Look(atom.text, "level2", "level2", atom.text, atom.look.points)
        return True

    def _glued_rows(self, data: list[Atom], roles: list[str], places: list[int]) -> None:
        """Glued rows, taken where the points printed behind the first level prove the cut."""
        order = tuple(role for role in roles if role in ("name", *VALUES))
        at = dict(zip(roles, places, strict=True))
        blocks: list[list[Atom]] = []
        for atom in data:
            if not blocks or (atom.look.kind == "level1" and atom.look.points):
                blocks.append([])
            blocks[-1].append(atom)
        for block in blocks:
            points = block[0].look.points
            cuts = [glued.rows(a.text, order) for a in block if a.look.kind == "text"]
            weights = [row[1] for cut_ in cuts if cut_ is not None for row in cut_]
            proved = points is not None and None not in cuts and same_sum(weights, points)
            pending: list[Atom] = []
            for atom in block:
                if atom.look.kind in ("level1", "level2"):
                    role = "level2" if pending or atom.look.kind == "level2" else "level1"
                    if role == "level2" and len(pending) > 1:
                        self._emit(pending, columns=True)
                        pending = []
                    atom.column = at.get(role, 0)
                    pending.append(atom)
                    continue
                found = glued.rows(atom.text, order) if proved else None
                if found is None:
                    self._emit(pending, columns=True)
                    self._emit([atom], dead=True)
                else:
                    for row in found:
                        parts = zip(
                            ("name", "weight", "target", "actual", "score"), row, strict=True
                        )
                        cells = [Atom(atom.spot, look(p), at[r], 1) for r, p in parts]
                        cells.sort(key=lambda cell: cell.column)
                        self._emit([*pending, *cells], columns=True)
                        pending = []
                pending = []
            self._emit(pending, columns=True)

    def _ends(self, atom: Atom, header: Collection[str]) -> bool:
        if narrow(atom.text).rstrip(":") == NOTE and atom.text not in header:
            return True
        return atom.look.group in ENDS or (
            atom.look.group == "head" and atom.look.role == "project"
        ) or (atom.look.kind == "text" and title_of(atom.text) is not None)  # fmt: skip

    def _rows(self, data: list[Atom], roles: list[str], places: list[int], *, whole: bool) -> None:
        row: list[Atom] = []
        current = 0
        places = places + [places[-1] + 1] * (len(roles) - len(places))
        revised = ["revised" if r == "target" and "start" in roles else r for r in roles]
        cells = cut([a.look for a in data], revised, whole=whole)
        for atom, (number, index) in zip(data, cells, strict=True):
            if number != current:
                if pointless(row, roles):
                    levels = [a for a in row if a.look.kind in ("level1", "level2")]
                    self._emit(levels, columns=True)
                    self._emit([a for a in row if a not in levels], dead=True)
                else:
                    self._emit(row, columns=True)
                row = []
                current = number
            if index >= 0:
                atom.column = places[index]
                row.append(atom)
        self._emit(row, columns=True)
