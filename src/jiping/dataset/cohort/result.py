"""Cases as values for reports: the question, and the forms side by side with their places."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiping.model.place import Place

if TYPE_CHECKING:
    from jiping.dataset.cohort.running import Compared

STEP = 2_000
"""Cases that are held as values at a time."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A row of a case: a field of a form, or a line of a list from outside (``form`` None)."""

    asked: bool
    form: int | None
    file: str | None
    ordinal: int | None
    year: int | None
    department: str | None
    unit: str | None
    project: str | None
    pointer: str
    shown: str | None
    place: str | None
    """Where the value stands in the file, in words; None where the dataset does not know."""


@dataclass(frozen=True, slots=True)
class Question:
    """A case. ``rows`` is how many rows it has, of which ``peers`` holds the first."""

    number: int
    rule: str
    severity: str
    strength: int
    question: str
    rows: int
    forms: int
    peers: tuple[Peer, ...]


def questions(done: Compared, *, most: int | None = None) -> Iterator[Question]:
    """The cases in order, at most ``most`` of each rule: the gravest and strongest."""
    rules = {rule.code: rule for rule in done.rules}
    limit = (
        ""
        if most is None
        else f" QUALIFY row_number() OVER (PARTITION BY rule ORDER BY number) <= {most}"
    )
    heads = done.ground.rows(
        f"SELECT number, rule, severity, strength, words, rows, forms FROM kase{limit} ORDER BY number"
    )
    for start in range(0, len(heads), STEP):
        some = heads[start : start + STEP]
        held = _peers(done, some[0][0], some[-1][0])
        for number, code, severity, strength, words, rows, forms in some:
            question = rules[code].question.format(*words, forms=forms)
            yield Question(
                number, code, severity, strength, question, rows, forms, tuple(held.get(number, ()))
            )


def _peers(done: Compared, first: int, last: int) -> dict[int, list[Peer]]:
    found: dict[int, list[Peer]] = {}
    for row in done.ground.rows(
        f"""SELECT number, rank = 0, form, file, ordinal, year, department, unit, project, pointer, shown, place, outside
        FROM peer WHERE number BETWEEN {first} AND {last} ORDER BY number, n"""
    ):
        place = row[12] if row[11] is None else _place(row[11])
        found.setdefault(row[0], []).append(Peer(*(bool(row[1]), *row[2:11], place)))
    return found


def _place(text: str) -> str:
    return Place.from_json(json.loads(text)).label()


def to_json(question: Question) -> dict[str, Any]:
    """A case for programs."""
    return {
        "number": question.number, "rule": question.rule, "severity": question.severity,
        "strength": question.strength, "question": question.question, "rows": question.rows,
        "forms": question.forms,
        "peers": [
            {name: getattr(peer, name) for name in Peer.__dataclass_fields__} for peer in question.peers
        ],
    }  # fmt: skip


def sides(peers: Sequence[Peer]) -> tuple[list[Peer], list[Peer]]:
    """The rows that are asked about, and those they are compared with."""
    return [p for p in peers if p.asked], [p for p in peers if not p.asked]
