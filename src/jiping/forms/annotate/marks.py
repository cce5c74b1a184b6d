"""What is written into a file: one mark for every finding, with the spot that it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from jiping.engine.compare.comparison import Comparison
    from jiping.engine.results import Audit, Finding
    from jiping.model.evaluation import Evaluation
    from jiping.model.place import Place, SourceMap

AUTHOR = "绩评（jiping）"
INITIALS = "绩评"
SEVERITY = {"error": "错误", "warning": "需说明", "info": "提示"}
LISTED = "审核发现"
"""Name of the sheet or heading under which a file lists its findings."""

State = Literal["remaining", "new", "gone"]
STATES = {"remaining": "仍在", "new": "新增", "gone": "已改"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One finding as it is written into its file.

    ``number`` counts through the file from 1; ``form`` is the form's ordinal. ``place`` is where
    the mark is put: that of the first value concerned that has one; None where the whole form has
    none. ``exact`` is False where the value itself stands nowhere (it is blank) and the mark is put
    on its row or on the form. ``others`` are the places of the other values concerned. ``state``:
    against an earlier version of the file, whether the finding was already there; a finding that is
    gone is only listed.
    """

    number: int
    form: int
    finding: Finding
    place: Place | None
    exact: bool
    others: tuple[Place, ...] = ()
    state: State | None = None

    def heading(self) -> str:
        """“第3条 需说明：超额过大无说明（C-DEV-01）”."""
        state = f"〔{STATES[self.state]}〕" if self.state is not None else ""
        finding = self.finding
        level = SEVERITY[finding.severity]
        return f"第{self.number}条 {state}{level}：{finding.title}（{finding.rule}）"

    def body(self) -> list[str]:
        """What the note says under its heading, one paragraph each."""
        finding = self.finding
        lines = [finding.message]
        if finding.advice:
            lines.append(f"建议：{finding.advice}")
        if finding.basis:
            lines.append(f"依据：{'；'.join(finding.basis)}")
        if self.others:
            lines.append(f"另见：{'；'.join(place.label() for place in self.others)}")
        return lines

    def text(self) -> str:
        """Heading and body, a line each."""
        return "\n".join([self.heading(), *self.body()])


def marks_of(
    audits: Sequence[Audit],
    earlier: Comparison | None = None,
    maps: Sequence[SourceMap] | None = None,
) -> list[Mark]:
    """The marks of all forms of a file, in the order of forms and findings.

    ``earlier`` compares these audits with those of an earlier version of the file: marks then say
    what was there already, and those of findings that are gone come last. ``maps`` says, form by
    form, where the values stand if not where they were read: on a page made from the file.
    """
    marks: list[Mark] = []
    states = _states(earlier)
    for index, audit in enumerate(audits):
        places = maps[index] if maps is not None else audit.evaluation.places
        beginning = _beginning(audit.evaluation, places, elsewhere=maps is not None)
        for finding in audit.findings:
            place, exact = _spot(finding, places)
            others: list[Place] = []
            for pointer in finding.targets:
                other = places.about(pointer)
                if other is not None and not any(_same_spot(other, o) for o in (place, *others)):
                    others.append(other)
            form, number = audit.evaluation.source.ordinal, len(marks) + 1
            state = states.get(id(finding))
            marks.append(
                Mark(number, form, finding, place or beginning, exact, tuple(others), state)
            )
    for told in earlier.gone if earlier is not None else ():
        number = len(marks) + 1
        marks.append(
            Mark(number, told.form.shown.source.ordinal, told.finding, None, False, (), "gone")
        )
    return marks


def standing(marks: Iterable[Mark]) -> list[Mark]:
    """The marks of findings that are there: what is written at its place."""
    return [mark for mark in marks if mark.state != "gone"]


def _states(earlier: Comparison | None) -> dict[int, State]:
    """What an earlier version says of each finding, by the finding's id()."""
    if earlier is None:
        return {}
    states: dict[int, State] = {id(told.finding): "remaining" for told in earlier.remaining}
    states.update({id(told.finding): "new" for told in earlier.new})
    return states


def worst(marks: Iterable[Mark]) -> str:
    """The gravest level among marks: what the colour of a shared spot says."""
    found = {mark.finding.severity for mark in marks}
    return next(level for level in SEVERITY if level in found)


def _spot(finding: Finding, places: SourceMap) -> tuple[Place | None, bool]:
    """Where the mark of a finding goes, and whether that is the very value."""
    for pointer in finding.targets:
        if pointer in places:
            return places[pointer], True
    for pointer in finding.targets:
        near = places.about(pointer)
        if near is not None:
            return near, False
    return None, False


def _beginning(evaluation: Evaluation, places: SourceMap, *, elsewhere: bool) -> Place | None:
    """Where the form begins: its name, else whatever of it has a place."""
    for pointer in ("/form/title", "/project/name"):
        if pointer in places:
            return places[pointer]
    first = next((places[pointer] for pointer in places), None)
    return first if first is not None or elsewhere else evaluation.source.place


def _same_spot(one: Place, other: Place | None) -> bool:
    if other is None:
        return False
    return all(
        getattr(one, name) == getattr(other, name)
        for name in ("page", "sheet", "table", "row", "column", "box", "line")
    )
