"""One form, line by line: which part of the form a line belongs to, and its head and foot."""

from __future__ import annotations

from typing import Final

from jiping.read.layouts import funds, indicators
from jiping.read.layouts.columns import columns_of, is_header
from jiping.read.layouts.draft import Draft
from jiping.read.layouts.foot import Foot, glued_total, is_note, is_page_number
from jiping.read.layouts.goals import Goals
from jiping.read.layouts.head import Head
from jiping.read.layouts.judge import settle
from jiping.read.layouts.lines import Atom, Line
from jiping.read.layouts.unlabelled import unlabelled
from jiping.read.layouts.values import number
from jiping.read.layouts.words import narrow


class FormReader:
    """Takes the lines of one form in and leaves a draft behind."""

    def __init__(self, title: Atom | None) -> None:
        self.draft = Draft()
        self.part = ""
        self.heads: set[tuple[str, ...]] = set()
        self.funds: funds.Funds | None = None
        self.rows: indicators.Reader | None = None
        self.head = Head(self.draft)
        self.goals = Goals(self.draft)
        self.foot = Foot(self.draft)
        if title is not None:
            self.head.title(title)

    def read(self, lines: list[Line], *, last: bool = False) -> Draft:
        """Read all ``lines``; ``last`` says that the document ends with them."""
        index = 0
        while index < len(lines):
            line = lines[index]
            groups = line.groups
            if line.dead or self._head_again(line):
                index += 1
                continue
            if self.draft.amount_unit is None and self.part != "indicators":
                self.head.amount_unit(line, self.part)
            if self.part == "indicators" and (found := glued_total(line)) is not None:
                self._total(found)
            elif not groups & _ANY:
                self._plain(line)
            elif is_header(line):
                block = [line]
                while index + 1 < len(lines) and self._second_header(lines[index + 1]):
                    index += 1
                    block.append(lines[index])
                columns = columns_of(block, self.draft)
                unlabelled(columns, lines[index + 1 :], self.draft)
                if self.rows is None:
                    self.rows = indicators.Reader(self.draft, columns)
                else:
                    self.rows.columns = columns
                self.part = "indicators"
            elif funds.is_header(line):
                self.funds = funds.Funds.of(line, self.draft)
                self.part = "funds"
            elif self.rows is None and funds.is_inline(line):
                self.funds = funds.Funds.beside(line, self.draft)
                self.part = "funds"
            elif self.rows is None and funds.told(line, self.draft):
                self.part = "funds told"
            else:
                self._labelled(line)
            index += 1
        if last and not self.draft.total and self.part in ("indicators", "goal"):
            self._broken_off(lines[-1])
        settle(self.draft)
        if self.rows is not None:
            self.rows.gaps()
        if any(line.cut for line in lines):
            self.draft.cut = True
            first = next(line for line in lines if line.cut)
            self.draft.repair(
                "原文没有可用的行列（每格一行、全表一行或连写），已按栏目名、指标级次和数值重新分行分列。",
                "栏目名的先后顺序与表式一致，各行的分值、得分各得其所。",
                first.atoms[0],
            )
        return self.draft

    def _head_again(self, line: Line) -> bool:
        """The first rows of the form printed again behind a page break, word for word."""
        if "head" not in line.groups:
            return False
        texts = tuple(atom.text for atom in line.atoms)
        if self.rows is None or texts not in self.heads:
            self.heads.add(texts)
            return False
        for atom in line.atoms:
            atom.read = True
        return True

    def _broken_off(self, line: Line) -> None:
        """What the end of a cut document holds half is not read: its second half is unknown."""
        if self.part == "goal" and line.table is None and self.draft.actual is not None:
            text, atom = self.draft.actual
            if atom is line.atoms[-1] and text[-1] not in "。；;.！!":
                self.draft.actual = None
                atom.read = False
        elif self.rows is not None and self.draft.rows and not line.ruled:
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
        if self.rows is None and self._score_above(line):
            return
        if self.part in ("indicators", "foot") and (
            first.group in ("remark", "filing") or is_note(line)
        ):
            self._remarks(line)
        elif self.part == "indicators":
            if first.group == "goalcol" or first.group == "goal":
                self._goal(line)
            elif self.rows is not None:
                self.rows.row(line)
        elif "goalcol" in groups or first.group == "goal":
            self._goal(line)
        elif "head" in groups or "filing" in groups:
            self._names(line)
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
            self.goals.text(line.atoms, prose=line.table is None)
        elif self.part == "foot" and self.foot.remark is not None:
            self.foot.text(line.atoms)
        elif self.part == "foot" and self.rows is not None and len(line.atoms) >= 4:
            self.rows.row(line)
        elif self.part in ("", "head"):
            self.head.preface(line)

    def _score_above(self, line: Line) -> bool:
        """The score of the whole form, printed in its head: 自评总分 95; a row of parts named 合计."""
        if self.part == "funds" and self.funds is not None:
            if line.atoms[0].look.group == "total" and len(line.atoms) > 1:
                self.funds.row(line)
                return True
            return False
        for label, atom in zip(line.atoms, line.atoms[1:], strict=False):
            named = label.look.group == "total" or narrow(label.text).startswith("自评得分")
            digits = number(atom.text)[0]
            if named and digits is not None and "score" not in self.draft.total:
                label.read = atom.read = True
                self.draft.total["score"] = (digits, atom)
                if "head" not in line.groups and "filing" not in line.groups:
                    return True
        return False

    def _names(self, line: Line) -> None:
        self.part = "head"
        self.head.names(line)

    def _goal(self, line: Line) -> None:
        self.part = "goal" if self.goals.line(line) else "goal with more columns"

    def _total(self, line: Line) -> bool:
        if self.rows is None and self.part != "foot":
            return False
        columns = self.rows.columns if self.rows is not None else None
        if not self.foot.total(line, columns):
            return False
        self.part = "foot"
        return True

    def _remarks(self, line: Line) -> None:
        self.foot.remarks(line)
        if self.rows is not None:
            self.part = "foot"


_ANY: Final = frozenset(
    ("head", "filing", "funds", "fundcol", "fundrow", "col", "goal", "goalcol", "indicators", "indcol", "total",
     "remark")
)  # fmt: skip


def _page_number(line: Line) -> bool:
    return len(line.atoms) == 1 and is_page_number(line.atoms[0])
