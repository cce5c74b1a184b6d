"""The official table of a form as rows and cells for a template: what is editable, what is marked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from jiping.api import editing
from jiping.forms.drawing import Cell, Grid, Text
from jiping.law.filling import filling
from jiping.law.glossary import field_term, fields
from jiping.model.decimals import to_decimal
from jiping.model.evaluation import Evaluation

_ROW = re.compile(r"/(funds|indicators)/(\d+)(?:/(\w+))?")
_OWNERS = {
    "funds": "FundLine",
    "indicators": "Indicator",
    "goal": "Goal",
    "total": "Total",
    "form": "Form",
}
_RANK = {"error": 3, "warning": 2, "info": 1}
LONG = frozenset({"prose"})


@dataclass(frozen=True, slots=True)
class Mark:
    """What the audit says about one cell: the worst severity, and all messages."""

    severity: str
    messages: tuple[str, ...]

    @property
    def title(self) -> str:
        """All messages, a line each."""
        return "\n".join(self.messages)


@dataclass(frozen=True, slots=True)
class Box:
    """One cell as the template writes it."""

    text: str
    across: int = 1
    down: int = 1
    role: str = "text"
    align: str = "center"
    pointer: str = ""
    editable: bool = False
    name: str = ""
    choices: str = ""
    mark: Mark | None = None
    doubt: str = ""
    row: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """Beside a row: the score that the scheme gives."""

    row: str
    text: str = ""
    agrees: bool = True
    derivation: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a grid, and the computed score beside it."""

    boxes: tuple[Box, ...]
    computed: Computed | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A grid (``lines``; ``widths`` of its columns in percent) or a line of text, with what the
    form prints ``before`` and ``after`` the value in it."""

    lines: tuple[Line, ...] = ()
    widths: tuple[str, ...] = ()
    label: str = ""
    box: Box | None = None
    style: str = ""
    right: str = ""
    before: str = ""
    after: str = ""
    lined: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole table. ``shape`` changes when cells come, go or join; ``omitted``: what the form can't show."""

    parts: tuple[Part, ...]
    shape: str
    omitted: tuple[str, ...]

    def boxes(self) -> Iterable[Box]:
        """Every cell that holds a value."""
        for part in self.parts:
            if part.box is not None and part.box.pointer:
                yield part.box
            for line in part.lines:
                yield from (box for box in line.boxes if box.pointer)

    def computed(self) -> Iterable[Computed]:
        """The scores beside the rows."""
        return (line.computed for part in self.parts for line in part.lines if line.computed)


@dataclass
class Drawer:
    """Draws one form. ``audit``: as the contract has it, without the evaluation; {} for none."""

    evaluation: Evaluation
    audit: Mapping[str, Any]
    editable: bool
    answered: frozenset[int] = frozenset()

    def draw(self) -> Sheet:
        """The table."""
        drawing = editing.sheet(self.evaluation)
        self.marks = marks_of(self.audit.get("findings", ()), self.answered)
        self.doubts = {d.pointer: d.reason for d in self.evaluation.reading.doubtful}
        ledger = self.audit.get("ledger") or {}
        self.ledger = {row["row"]: row for row in ledger.get("rows", ())}
        self.total = ledger.get("computed_total")
        parts = [
            self._text(block) if isinstance(block, Text) else self._grid(block)
            for block in drawing.blocks
            if isinstance(block, Text | Grid)
        ]
        shape = hashlib.sha256()
        for part in parts:
            for line in part.lines:
                shape.update(repr([(b.pointer, b.across, b.down) for b in line.boxes]).encode())
        messages = dict.fromkeys(o.message for o in drawing.omitted if o.message)
        return Sheet(tuple(parts), shape.hexdigest()[:16], tuple(messages))

    def _text(self, block: Text) -> Part:
        box = None
        text = block.text
        before = after = ""
        if block.pointer:
            if block.style == "title":
                text = self.evaluation.form.title or block.text
            elif block.pointer == "/year":
                text = str(self.evaluation.year or "")
                before, _, after = block.text.partition(text or " " * 6)
            box = self._box(Cell(0, text, pointer=block.pointer))
        return Part(
            box=box or Box(text), style=block.style, right=block.right, before=before.strip(),
            after=after.strip(),
        )  # fmt: skip

    def _grid(self, block: Grid) -> Part:
        whole = sum(block.widths)
        room = 92 if block.lined else 100  # the rest is for the scores beside the table
        widths = tuple(f"{width * room * 10 // whole / 10}%" for width in block.widths)
        lines = [self._line([self._box(cell) for cell in row.cells]) for row in block.rows]
        return Part(tuple(lines), widths, block.name, lined=block.lined)

    def _line(self, boxes: Sequence[Box]) -> Line:
        rows = [box.row for box in boxes if box.row]
        pointers = {box.pointer for box in boxes}
        if "/total/score" in pointers:
            printed = self.evaluation.total.score
            return Line(tuple(boxes), self._compared("/total", self.total, printed, ""))
        row = self.ledger.get(rows[-1]) if rows else None
        if row is None or (row["computed"] is None and row["printed"] is None):
            return Line(tuple(boxes), Computed(rows[-1]) if rows else None)
        return Line(
            tuple(boxes),
            self._compared(rows[-1], row["computed"], row["printed"], row.get("derivation") or ""),
        )

    def _compared(self, row: str, computed: str | None, printed: str | None, how: str) -> Computed:
        return Computed(row, computed or "", same_number(computed, printed), how)

    def _box(self, cell: Cell) -> Box:
        pointer = cell.pointer or ""
        found = _ROW.fullmatch(pointer)
        row = f"/{found[1]}/{found[2]}" if found else ""
        doubt = self.doubts.get(pointer) or (self.doubts.get(row, "") if row else "")
        choices = ""
        if cell.choices:
            choices = " ".join(cell.choices)
        return Box(
            cell.text, cell.across, cell.down, cell.role, cell.align, pointer,
            editable=self.editable and bool(pointer), name=self._name(pointer) if pointer else "",
            choices=choices, mark=self.marks.get(pointer), doubt=doubt, row=row,
            field=field_of(pointer) if pointer else "",
        )  # fmt: skip

    def _name(self, pointer: str) -> str:
        """What the cell is, for those who can't see where it stands."""
        found = _ROW.fullmatch(pointer)
        term = term_of(pointer)
        if found is None:
            return term
        number = int(found[2])
        if found[1] == "funds":
            return f"{self.evaluation.funds[number].label} {term}"
        return f"{_row_term('indicators', number + 1)} {term}"


def marks_of(
    findings: Sequence[Mapping[str, Any]], answered: frozenset[int] = frozenset()
) -> dict[str, Mark]:
    """Pointer of a cell → what the findings say about it; a row's stand at its first cells.

    ``answered``: places in the list whose findings are explained: they mark no cell.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for number, finding in enumerate(findings):
        if number in answered:
            continue
        for target in finding["targets"]:
            match = _ROW.fullmatch(target)
            pointer = target
            if match and match[3] is None:
                pointer = f"{target}/{'label' if match[1] == 'funds' else 'name'}"
            found.setdefault(pointer, []).append((finding["severity"], finding["message"]))
    return {
        pointer: Mark(
            max((severity for severity, _ in said), key=_RANK.__getitem__),
            tuple(dict.fromkeys(message for _, message in said)),
        )
        for pointer, said in found.items()
    }


def field_of(pointer: str) -> str:
    """The field of the model that a pointer leads to, as `filling` names it."""
    group, *rest = pointer.removeprefix("/").split("/")
    if group in ("project", "department", "unit"):
        return "Named"
    if group in ("year", "remarks"):
        return f"Evaluation.{group}"
    return f"{_OWNERS[group]}.{rest[-1]}" if group in _OWNERS and rest else ""


def term_of(pointer: str) -> str:
    """The official term of what a pointer leads to."""
    group, *rest = pointer.removeprefix("/").split("/")
    if group == "remarks":
        return rest[0].replace("~1", "/").replace("~0", "~")
    if group in ("project", "department", "unit", "year"):
        return field_term(f"Evaluation.{group}")
    if group in ("funds", "indicators") and len(rest) == 1 and rest[0].isdecimal():
        return _row_term(group, int(rest[0]) + 1)
    if group in _OWNERS and rest:
        return field_term(f"{_OWNERS[group]}.{rest[-1]}")
    if group in fields()["Evaluation"]:
        return field_term(f"Evaluation.{group}")
    return gettext("整张表")


def _row_term(block: str, number: int) -> str:
    """A row as people call it: 指标第3行."""
    text = gettext("资金第%(n)s行") if block == "funds" else gettext("指标第%(n)s行")
    return text % {"n": number}


def helped() -> list[dict[str, Any]]:
    """The help of every field, for the panel beside the table."""
    return [{"field": name, "help": each, "cites": [c.label() for c in each.cites]}
            for name, each in filling().items()]  # fmt: skip


def same_number(left: str | None, right: str | None) -> bool:
    """Whether two printed figures say the same: "10" and "10.00"; two blanks do."""
    if left is None or right is None:
        return left == right
    return to_decimal(left) == to_decimal(right) is not None
