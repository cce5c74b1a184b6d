"""The whole comparison of two files: their forms in pairs, and what became of every finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiping.engine.compare.changes import Change, changes_of
from jiping.engine.compare.findings import findings_of
from jiping.engine.compare.rows import forms_of, rows_of
from jiping.engine.results import Audit, Finding, finding_to_json
from jiping.model.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class FormPair:
    """A form in both files, or in one of them: the audits of it."""

    old: Audit | None
    new: Audit | None

    @property
    def shown(self) -> Evaluation:
        """The newest version there is."""
        audit = self.new or self.old
        if audit is None:
            raise ValueError("a pair of nothing")
        return audit.evaluation

    def to_json(self) -> dict[str, Any]:
        """Which form it is: project, unit and year as the newest version says, ordinals in both."""
        form = self.shown
        return {
            "project": form.project.name,
            "unit": form.unit.name,
            "year": form.year,
            "old_ordinal": self.old.evaluation.source.ordinal if self.old else None,
            "new_ordinal": self.new.evaluation.source.ordinal if self.new else None,
            "old_scheme": self.old.ledger.scheme if self.old else None,
            "new_scheme": self.new.ledger.scheme if self.new else None,
        }


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its form. ``was`` is the finding of the old file where it is there in both."""

    form: FormPair
    finding: Finding
    file: str
    was: Finding | None = None

    def to_json(self) -> dict[str, Any]:
        """The finding as in the audit's contract, with ``file`` and ``form``, and ``was``."""
        out = {**finding_to_json(self.finding), "file": self.file, "form": self.form.to_json()}
        if self.was is not None:
            was = finding_to_json(self.was)
            kept = ("severity", "message", "left", "right", "difference", "targets", "places")
            out["was"] = {name: was[name] for name in kept}
        return out


@dataclass(frozen=True, slots=True)
class Changed:
    """A change with its form."""

    form: FormPair
    change: Change

    def to_json(self) -> dict[str, Any]:
        """The change with ``form``."""
        return {**self.change.to_json(), "form": self.form.to_json()}


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of everything: findings that are gone, remain, are new; and other changes."""

    forms: tuple[FormPair, ...]
    gone: tuple[Told, ...]
    remaining: tuple[Told, ...]
    new: tuple[Told, ...]
    changed: tuple[Changed, ...]

    def to_json(self) -> dict[str, Any]:
        """The contract's object; ``forms`` are the pairs of forms."""
        return {
            "forms": [pair.to_json() for pair in self.forms],
            "gone": [told.to_json() for told in self.gone],
            "remaining": [told.to_json() for told in self.remaining],
            "new": [told.to_json() for told in self.new],
            "changed": [changed.to_json() for changed in self.changed],
        }


def compared(old: Sequence[Audit], new: Sequence[Audit]) -> Comparison:
    """Compare the audits of two files."""
    ours, theirs = [a.evaluation for a in old], [a.evaluation for a in new]
    pairs = forms_of(ours, theirs)
    matched = {j: i for i, j in pairs}
    left = {i for i, _ in pairs}
    forms = [
        FormPair(old[matched[j]] if j in matched else None, audit) for j, audit in enumerate(new)
    ]
    forms += [FormPair(audit, None) for i, audit in enumerate(old) if i not in left]
    gone: list[Told] = []
    remaining: list[Told] = []
    fresh: list[Told] = []
    changed: list[Changed] = []
    for form in forms:
        _compare(form, gone, remaining, fresh, changed)
    return Comparison(tuple(forms), tuple(gone), tuple(remaining), tuple(fresh), tuple(changed))


def _compare(
    form: FormPair, gone: list[Told], remaining: list[Told], fresh: list[Told],
    changed: list[Changed],
) -> None:  # fmt: skip
    old, new = form.old, form.new
    if old is None or new is None:
        told = [Told(form, f, form.shown.source.file) for f in (old or new).findings]  # type: ignore[union-attr]
        (fresh if old is None else gone).extend(told)
        changed.append(Changed(form, _whole_form(form)))
        return
    rows = rows_of(old.evaluation, new.evaluation)
    pairs = findings_of(old.findings, new.findings, rows)
    left, right = {i for i, _ in pairs}, {j: i for i, j in pairs}
    for i, finding in enumerate(old.findings):
        if i not in left:
            gone.append(Told(form, finding, old.evaluation.source.file))
    for j, finding in enumerate(new.findings):
        file = new.evaluation.source.file
        if j in right:
            remaining.append(Told(form, finding, file, old.findings[right[j]]))
        else:
            fresh.append(Told(form, finding, file))
    changed += [Changed(form, c) for c in changes_of(old.evaluation, new.evaluation, rows)]


def _whole_form(form: FormPair) -> Change:
    name = form.shown.project.name or form.shown.form.title or "（无名称）"
    place = form.shown.source.place
    if form.old is None:
        return Change("form_added", name, None, name, None, "", None, place)
    return Change("form_removed", name, name, None, "", None, place, None)
