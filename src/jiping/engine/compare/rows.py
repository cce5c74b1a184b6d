"""Which form of the new file is which of the old one, and which row is which."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from jiping.engine.compare.matching import ALIKE, Pairs, bare, likeness_of_texts, paired
from jiping.model.evaluation import Evaluation, FundLine, Indicator

_LEAST_ROW = 520
_LEAST_FORM = 450


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of two versions of a form that belong together, by index."""

    funds: tuple[tuple[int, int], ...]
    indicators: tuple[tuple[int, int], ...]

    def neutral(self, pointer: str, side: int) -> str:
        """A pointer in words that mean the same on both sides: a paired row by its pair's number,
        another row by its side (0 old, 1 new)."""
        parts = pointer.split("/")
        if len(parts) < 3 or parts[1] not in ("funds", "indicators") or not parts[2].isdecimal():
            return pointer
        pairs = self.funds if parts[1] == "funds" else self.indicators
        index = int(parts[2])
        number = next((n for n, pair in enumerate(pairs) if pair[side] == index), None)
        parts[2] = f"{'old' if side == 0 else 'new'}{index}" if number is None else f"pair{number}"
        return "/".join(parts)


def rows_of(old: Evaluation, new: Evaluation) -> Rows:
    """Pair the fund lines and the indicators of two versions of a form."""
    return Rows(
        tuple(paired(old.funds, new.funds, _FUND_KEYS, _funds_alike, _LEAST_ROW)),
        tuple(paired(old.indicators, new.indicators, _KEYS, _indicators_alike, _LEAST_ROW)),
    )


def forms_of(old: Sequence[Evaluation], new: Sequence[Evaluation]) -> Pairs:
    """Pair the forms of two files: by project, unit and year, then by what they are about.

    A file with one form each is about that form, whatever else was changed.
    """
    if len(old) == len(new) == 1:
        return [(0, 0)]
    return paired(old, new, _FORM_KEYS, _forms_alike, _LEAST_FORM)


def _whole(row: Indicator | FundLine) -> Hashable:
    return row


def _defined(row: Indicator) -> Hashable | None:
    if not row.name:
        return None
    return (bare(row.level1), bare(row.level2), bare(row.name), row.operator, row.target, row.unit)


def _titled(row: Indicator) -> Hashable | None:
    return (bare(row.level1), bare(row.level2), bare(row.name)) if row.name else None


def _aimed(row: Indicator) -> Hashable | None:
    return (bare(row.name), row.target) if row.name else None


def _named(row: Indicator) -> Hashable | None:
    return bare(row.name) or None


_KEYS = (_whole, _defined, _titled, _aimed, _named)


def _indicators_alike(one: Indicator, other: Indicator) -> int:
    """Mostly the name; a name left blank is judged by the rest of the row."""
    rest = (
        (likeness_of_texts(one.level2, other.level2), 9),
        (likeness_of_texts(one.level1, other.level1), 6),
        (_same(one.target, other.target), 9),
        (_same(one.unit, other.unit), 4),
        (_same(one.weight, other.weight), 4),
        (_same(one.actual, other.actual), 4),
        (_same(one.nature, other.nature), 4),
    )
    shared = sum(value * share for value, share in rest)
    if not one.name or not other.name:
        return (
            shared
            // sum(share for _, share in rest)
            * (9 if not (one.name or other.name) else 5)
            // 10
        )
    name = likeness_of_texts(one.name, other.name)
    return (60 * name + shared) // 100 if name >= ALIKE // 4 else name


def _same(one: str | None, other: str | None) -> int:
    return ALIKE if one == other else 0


def _fund_titled(row: FundLine) -> Hashable:
    return (row.source, bare(row.label))


def _fund_named(row: FundLine) -> Hashable | None:
    return bare(row.label) or None


def _fund_source(row: FundLine) -> Hashable | None:
    return row.source if row.source != "other" else None


_FUND_KEYS = (_whole, _fund_titled, _fund_named, _fund_source)


def _funds_alike(one: FundLine, other: FundLine) -> int:
    amounts = sum(
        _same(getattr(one, name), getattr(other, name))
        for name in ("initial", "adjusted", "executed")
    )
    source = ALIKE if one.source == other.source else 0
    return (50 * likeness_of_texts(one.label, other.label) + 20 * source + 10 * amounts) // 100


def _project_unit_year(form: Evaluation) -> Hashable | None:
    if not form.project.name:
        return None
    return (bare(form.project.name), bare(form.unit.name), form.year)


def _project_unit(form: Evaluation) -> Hashable | None:
    return (bare(form.project.name), bare(form.unit.name)) if form.project.name else None


def _project(form: Evaluation) -> Hashable | None:
    return bare(form.project.name) or None


_FORM_KEYS = (_project_unit_year, _project_unit, _project)


def _forms_alike(one: Evaluation, other: Evaluation) -> int:
    ours = {bare(row.name) for row in one.indicators if row.name}
    theirs = {bare(row.name) for row in other.indicators if row.name}
    shared = 2 * ALIKE * len(ours & theirs) // max(len(ours) + len(theirs), 1)
    return (
        40 * likeness_of_texts(one.project.name, other.project.name)
        + 10 * likeness_of_texts(one.unit.name, other.unit.name)
        + 10 * (ALIKE if one.year == other.year else 0)
        + 40 * shared
    ) // 100
