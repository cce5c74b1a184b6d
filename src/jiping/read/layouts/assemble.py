"""Draft → evaluation: frozen values, the spot of each, what stayed unread, and the balance."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, cast

from jiping.model.evaluation import (
    Doubtful,
    Evaluation,
    Form,
    FundLine,
    FundSource,
    Goal,
    Indicator,
    Named,
    Nature,
    Operator,
    Reading,
    Source,
    Total,
    Unread,
)
from jiping.model.place import SourceMap
from jiping.read.book import Cell
from jiping.read.layouts.balance import balanced
from jiping.read.layouts.families import family_of

DOUBTED = "0.5"
"""Confidence of a row with a cell of which the document does not say where it belongs."""

if TYPE_CHECKING:
    from jiping.model.place import Place, Placed
    from jiping.read.layouts.draft import Doubt, Draft
    from jiping.read.layouts.lines import Atom, Line


def evaluation_of(draft: Draft, source: Source, lines: list[Line]) -> Evaluation:
    """The evaluation of one draft; ``lines`` are all lines of the form, for what is unread."""
    spots: dict[str, Place | Placed] = {}
    for pointer, atom in (
        ("/form/title", draft.title_atom),
        ("/form/amount_unit", draft.unit_atom),
        ("/year", draft.year_atom),
    ):
        if atom is not None:
            spots[pointer] = atom.spot
    names = {role: _name(draft, role, spots) for role in ("project", "department")}
    unit = _name(draft, "unit", spots)
    if unit.name is None and "filer" in draft.names:
        unit, atom = draft.names["filer"]
        spots["/unit/name"] = atom.spot
    funds = tuple(_fund(row, f"/funds/{i}/", spots) for i, row in enumerate(draft.funds))
    rows = tuple(_indicator(row, f"/indicators/{i}/", spots) for i, row in enumerate(draft.rows))
    total = Total(
        *(_total(draft, role, spots) for role in ("weight", "score", "grade")),
    )
    goal = Goal(_goal(draft, "expected", spots), _goal(draft, "actual", spots))
    remarks: dict[str, str | None] = {}
    for label, (text, spot) in draft.remarks.items():
        remarks[label] = text or None
        if text:
            spots["/remarks/" + label.replace("~", "~0").replace("/", "~1")] = spot.spot
    initial_is_base = "adjusted" not in draft.fund_roles and "initial" in draft.fund_roles
    unread = tuple(
        Unread(atom.text, atom.spot.place())
        for line in lines
        for atom in line.atoms
        if not atom.read and atom.look.kind != "empty"
    )
    return Evaluation(
        source=source,
        form=Form(draft.title, family_of(draft), draft.amount_unit),
        year=draft.year,
        project=names["project"],
        department=names["department"],
        unit=unit,
        funds=funds,
        goal=goal,
        indicators=rows,
        total=total,
        remarks=remarks,
        reading=Reading(
            False
            if _lost(lines, rows)
            else balanced(funds, rows, total, draft.points, initial_is_base),
            tuple(draft.repairs),
            (*draft.unread, *unread),
            _doubtful(draft),
            _absent(lines, names["project"], names["department"], unit, goal),
        ),
        places=SourceMap(spots),
    )


_LABELS: Final = {
    "/project/name": {("head", "project")},
    "/department/name": {("head", "department")},
    "/unit/name": {("head", "unit"), ("head", "filer")},
    "/goal/expected": {("goal", ""), ("goalcol", "expected")},
    "/goal/actual": {("goalcol", "actual")},
}
"""Field → the labels beside or under which it stands."""


def _absent(
    lines: list[Line], project: Named, department: Named, unit: Named, goal: Goal
) -> tuple[str, ...]:
    """Fields without a value whose label is nowhere in the form."""
    printed = {(atom.look.group, atom.look.role) for line in lines for atom in line.atoms}
    values = (project.name, department.name, unit.name, goal.expected, goal.actual)
    return tuple(
        pointer
        for (pointer, labels), value in zip(_LABELS.items(), values, strict=True)
        if value is None and not labels & printed
    )


PARTED: Final = "原文没有可用的行列，预期目标和实际完成情况从哪里分开不能确定"
LOST: Final = 20
"""So many unread cells in a form without indicators: its table was not understood."""


def _lost(lines: list[Line], rows: tuple[Indicator, ...]) -> bool:
    """Whether most of the form was not read: identities that hold in the rest prove nothing."""
    held = [
        atom for line in lines for atom in line.atoms if atom.look.kind not in ("empty", "dash")
    ]
    unread = sum(1 for atom in held if not atom.read)
    return unread * 2 > len(held) or (not rows and unread >= LOST)


def _doubtful(draft: Draft) -> tuple[Doubtful, ...]:
    """The doubts of the draft by pointer; of several about one row the gravest."""
    at = {id(row): f"/funds/{i}" for i, row in enumerate(draft.funds)}
    at |= {id(row): f"/indicators/{i}" for i, row in enumerate(draft.rows)}
    found: dict[str, Doubtful] = {}
    placed: list[Doubt] = []
    for row in (*draft.funds, *draft.rows):
        spots = [atom.spot for _, atom in row.values()]
        why = next((s.doubt for s in spots if isinstance(s, Cell) and s.doubt), None)
        if why is not None:
            placed.append((row, why, DOUBTED))
    for row, reason, confidence in (*draft.doubts, *placed):
        pointer = at.get(id(row))
        if pointer is not None and (
            pointer not in found or Decimal(confidence) < Decimal(found[pointer].confidence)
        ):
            found[pointer] = Doubtful(pointer, reason, confidence)
    for side in ("expected", "actual"):
        held = getattr(draft, side)
        if draft.cut and held is not None and "\n" in held[0]:
            found[f"/goal/{side}"] = Doubtful(f"/goal/{side}", PARTED, "0.6")
    return tuple(sorted(found.values(), key=lambda d: (d.confidence, d.pointer)))


def _name(draft: Draft, role: str, spots: dict[str, Place | Placed]) -> Named:
    held = draft.names.get(role)
    if held is None:
        return Named(None)
    value, atom = held
    if value.name is not None:
        spots[f"/{role}/name"] = atom.spot
    if value.code is not None:
        spots[f"/{role}/code"] = atom.spot
    return value


def _fund(
    row: dict[str, tuple[str | None, Atom]], pointer: str, spots: dict[str, Place | Placed]
) -> FundLine:
    got: dict[str, str] = {}
    for field, (value, atom) in row.items():
        if value is not None:
            got[field] = value
            spots[pointer + field] = atom.spot
    return FundLine(
        cast("FundSource", got["source"]), got["label"], got.get("initial"), got.get("adjusted"),
        got.get("executed"), got.get("weight"), got.get("rate"), got.get("score"), got.get("reason"),
    )  # fmt: skip


def _indicator(
    row: dict[str, tuple[str | None, Atom]], pointer: str, spots: dict[str, Place | Placed]
) -> Indicator:
    got: dict[str, str] = {}
    for field, (value, atom) in row.items():
        if value is not None:
            got[field] = value
            spots[pointer + field] = atom.spot
    get = got.get
    return Indicator(
        get("level1"), get("level2"), get("name"), cast("Nature | None", get("nature")),
        cast("Operator | None", get("operator")), get("target"), get("actual"), get("unit"),
        get("weight"), get("score"), get("reason"),
    )  # fmt: skip


def _total(draft: Draft, role: str, spots: dict[str, Place | Placed]) -> str | None:
    held = draft.total.get(role)
    if held is None:
        return None
    spots[f"/total/{role}"] = held[1].spot
    return held[0]


def _goal(draft: Draft, side: str, spots: dict[str, Place | Placed]) -> str | None:
    held: tuple[str, Atom] | None = getattr(draft, side)
    if held is None:
        return None
    spots[f"/goal/{side}"] = held[1].spot
    return held[0]
