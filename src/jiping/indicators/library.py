"""A library that is asked: what an indicator is, which are like these words, how a target stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from jiping.indicators.meaning import meaning
from jiping.indicators.naming import core, grams, shared
from jiping.indicators.origin import origin
from jiping.indicators.postings import Postings
from jiping.indicators.shelf import connect, location
from jiping.model.decimals import to_scaled
from jiping.model.levels import level1_kind, level2_kind
from jiping.model.peers import Standing
from jiping.model.quantity import parse_quantity
from jiping.model.text import squeeze
from jiping.model.units import unit_kind

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation, Indicator

REFINED = 60
"""Candidates whose names are compared with the query letter by letter."""
LEAST = 300
"""Of 1000: what a result must hold of the query."""
_COUNTED = (
    ("人次", re.compile("人(?:[·.]?[次天日月]|课时|学时)(?:数)?$")),
    ("人", re.compile("[人名位](?:数)?$")),
    ("次", re.compile("(?:次|场|期|届|班|批|回|趟|轮)(?:数)?$")),
)
MARKS = ("推荐", "可用", "慎用")
"""Marks of curators."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How numbers are spread: how many, and the values a tenth, half and nine tenths of the way up.

    The values were really set (no mean of two); scaled integers of 10⁻⁶.
    """

    count: int
    low: int | None
    mid: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Concept:
    """One indicator of the library. ``level`` as in `jiping.model`, ``kind``: `kind_of`; ``operator`` and
    ``unit`` the usual ones; ``faulty``: uses of which the audit found something wrong."""

    id: int
    core: str
    level: str
    kind: str
    name: str
    level1: str | None
    level2: str | None
    unit: str | None
    operator: str | None
    uses: int
    forms: int
    projects: int
    departments: int
    years: tuple[int | None, int | None]
    target: Spread
    result: Spread
    judged: int
    achieved: int
    weights: int
    weight: int | None
    faulty: int
    mark: str | None
    note: str | None

    @property
    def grade(self) -> str:
        """质量: 好 (at most one use in twenty has a finding), 一般 (one in four), 差."""
        if self.faulty * 20 <= self.uses:
            return "好"
        return "一般" if self.faulty * 4 <= self.uses else "差"


@dataclass(frozen=True, slots=True)
class Found:
    """A result of a search; ``share`` of 1000: how well it fits."""

    concept: Concept
    share: int


@dataclass(frozen=True, slots=True)
class Example:
    """An indicator as a form had it; ``rules``: what was found wrong with it."""

    name: str
    project: str | None
    unit_name: str | None
    year: int | None
    operator: str | None
    target: str | None
    actual: str | None
    unit: str | None
    weight: str | None
    rules: tuple[str, ...]


_COLUMNS = (
    "c.id, c.core, c.level, c.kind, coalesce(k.name, c.name), c.level1, c.level2, c.unit, c.operator,"
    " c.uses, c.forms, c.projects, c.departments, c.first_year, c.last_year, c.targets, c.target_low,"
    " c.target_mid, c.target_high, c.results, c.result_low, c.result_mid, c.result_high, c.judged,"
    " c.achieved, c.weights, c.weight_mid, c.faulty, k.mark, k.note, k.deleted, k.into_core,"
    " k.into_level, k.into_kind"
)


class Library:
    """An open library. Safe to ask from several threads; `close` it, or use it as a context.

    Raises LibraryError where the file can't be used.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = location(path)
        self.connection = connect(self.path)
        self.identity = lru_cache(maxsize=4096)(self._identity)

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    @cached_property
    def meta(self) -> dict[str, str]:
        """What the library was made of: ``forms``, ``indicators``, ``concepts``, ``built`` …"""
        return dict(self.connection.execute("SELECT name, value FROM meta"))

    @cached_property
    def names(self) -> Postings:
        """The concepts by their names."""
        return Postings(self.connection, "gram", "concepts", int(self.meta["concepts"]))

    @cached_property
    def projects(self) -> Postings:
        """The projects by their names and goals."""
        return Postings(self.connection, "project_gram", "projects", int(self.meta["projects"]))

    def search(
        self, words: str, *, level: str | None = None, unit: str | None = None, most: int = 20
    ) -> list[Found]:
        """Concepts that these words mean, the best first; by name, by any spelling.

        ``level``: name of a first or second level. ``unit``: a unit of measure.
        """
        wanted = core(words)
        if not wanted:
            return []
        levels, kind = _levels(level), kind_of(squeeze(unit)) if unit else None
        ranked, listed = [], set[int]()
        most_seen = REFINED if level is None and not kind else 1000
        means = meaning(wanted)
        found = dict(self.names.best(grams(wanted), most_seen))
        if means != wanted:  # other words for the same: 学员满意度 is 参训人员满意度
            for number, share in self.names.best(grams(means), most_seen):
                found[number] = max(share, found.get(number, 0))
        candidates = sorted(found.items(), key=lambda each: (-each[1], each[0]))
        held = self.concepts(number for number, _ in candidates)
        for number, share in candidates:
            concept = held.get(number)
            if concept is None or share < LEAST:
                continue
            if (levels and concept.level not in levels) or (kind and concept.kind != kind):
                continue
            if concept.id in listed:
                continue
            listed.add(concept.id)
            fit = max(
                shared(wanted, concept.core), shared(wanted, core(concept.name)),
                shared(means, meaning(concept.core, concept.kind)),
            )  # fmt: skip
            if concept.id != number:  # merged: it was found by the other's name
                fit = max(fit, share)
            if wanted in concept.core:
                fit = max(fit, 800)
            # Of what fits about as well, the more used comes first.
            ranked.append((-(fit + share) // 40, -concept.uses, number, fit, concept))
        ranked.sort(key=lambda each: each[:3])
        return [Found(concept, fit) for *_, fit, concept in ranked[:most]]

    def concepts(
        self, numbers: Iterable[int], seen: frozenset[int] = frozenset()
    ) -> dict[int, Concept]:
        """Concepts by number; a deleted one is left out, for a merged one stands the other.

        ``seen``: merged ones on the way here, so that a ring of merges ends.
        """
        found: dict[int, Concept] = {}
        wanted = [number for number in dict.fromkeys(numbers) if number not in seen]
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            marks = ",".join("?" * len(some))
            for row in self.connection.execute(
                f"SELECT {_COLUMNS} FROM concept c LEFT JOIN curation k USING (core, level, kind)"
                f" WHERE c.id IN ({marks})",
                some,
            ).fetchall():
                *values, deleted, into_core, into_level, into_kind = row
                if deleted:
                    continue
                number = values[0]
                other = None
                if into_core is not None:
                    other = self.identity(into_core, into_level, into_kind)
                if other is None or other == number:
                    found[number] = _concept(values)
                elif (there := self.concepts([other], seen | {number}).get(other)) is not None:
                    found[number] = there
        return found

    def concept(self, number: int) -> Concept | None:
        """One concept; None if it is deleted or unknown."""
        return self.concepts([number]).get(number)

    def spellings(self, number: int, most: int = 10) -> list[tuple[str, int]]:
        """The names under which forms have it, with how often."""
        return self._list("spelling", number, most)

    def departments(self, number: int, most: int = 5) -> list[tuple[str, int]]:
        """The departments that use it most, with how often."""
        return self._list("department", number, most)

    def faults(self, number: int) -> list[tuple[str, int]]:
        """Rules that found something wrong, with in how many uses."""
        return self.connection.execute(
            "SELECT code, uses FROM rule WHERE concept = ? ORDER BY uses DESC, code", (number,)
        ).fetchall()

    def examples(self, number: int, *, good: bool) -> list[Example]:
        """Indicators as forms had them, with nothing found wrong, or with something."""
        return [
            Example(*[*row[:-1], tuple(row[-1].split())])
            for row in self.connection.execute(
                "SELECT name, project, unit_name, year, operator, target, actual, unit, weight, rules"
                " FROM example WHERE concept = ? AND good = ? ORDER BY place",
                (number, int(good)),
            )
        ]

    def known(self, row: Indicator) -> int | None:
        """The concept that a row of a form is; None if the library has none."""
        if not row.name:
            return None
        level = level_of(row.level1, row.level2)
        kind = kind_of(unit_of(row.unit, row.target))
        name = core(row.name)
        found = self.identity(name, level, kind)
        if found is None and not kind:
            at = self.connection.execute(
                "SELECT concept FROM form WHERE core = ? AND level = ? ORDER BY concept LIMIT 1",
                (name, level),
            ).fetchone()
            found = at[0] if at else None
        if found is None and not level and kind:
            held = self.connection.execute(
                "SELECT level, min(concept) FROM form WHERE core = ? AND kind = ? GROUP BY level",
                (name, kind),
            ).fetchall()
            found = held[0][1] if len(held) == 1 else None
        return found

    def standing(self, row: Indicator, form: Evaluation | None = None) -> Standing | None:
        """How the row's target stands among those of the same indicator and unit.

        ``form``: the row's own, whose targets are left out if the library was made of it too.
        """
        apart = origin(form.project.name, form.unit.name, form.year) if form is not None else None
        return self.stands(row, apart)

    def stands(self, row: Indicator, apart: int | None) -> Standing | None:
        """As `standing`; ``apart``: the `origin` of the row's form."""
        value = single(row.target)
        number = self.known(row) if value is not None else None
        if value is None or number is None:
            return None
        return self.percentile(number, unit_of(row.unit, row.target), value, apart)

    def told(self) -> str:
        """What the library was made of."""
        return f"{self.meta['built']} 由 {self.meta['forms']} 张表汇集的指标库"

    def percentile(
        self, number: int, unit: str, value: int, apart: int | None = None
    ) -> Standing | None:
        """How a target stands; None where the library has no other of this unit.

        ``apart``: the `origin` of the form whose own targets don't count.
        """
        counted = (
            "SELECT coalesce(sum(uses * (value < ?)), 0), coalesce(sum(uses * (value = ?)), 0),"
            " coalesce(sum(uses), 0) FROM {} WHERE concept = ? AND unit = ?"
        )
        given = (value, value, number, unit)
        less, same, count = self.connection.execute(counted.format("target"), given).fetchone()
        if apart is not None:
            own = counted.format("own_target") + " AND origin = ?"
            of_it = self.connection.execute(own, (*given, apart)).fetchone()
            less, same, count = less - of_it[0], same - of_it[1], count - of_it[2]
        if not count:
            return None
        return Standing((100 * (2 * less + same) + count) // (2 * count), count)

    def _identity(self, name: str, level: str, kind: str) -> int | None:
        found = self.connection.execute(
            "SELECT concept FROM form WHERE core = ? AND level = ? AND kind = ?",
            (name, level, kind),
        ).fetchone()
        return found[0] if found else None

    def _list(self, table: str, number: int, most: int) -> list[tuple[str, int]]:
        return self.connection.execute(
            f"SELECT name, uses FROM {table} WHERE concept = ? ORDER BY place LIMIT ?",
            (number, most),
        ).fetchall()


def level_of(level1: str | None, level2: str | None) -> str:
    """The kind of level that tells indicators apart: of the second where known, else of the first."""
    return level2_kind(level2) or level1_kind(level1) or ""


def kind_of(unit: str) -> str:
    """What a unit counts; "" where there is none. Of things counted, people, people each time, and
    times are kinds of their own: 业务培训 of 30 人 is not 业务培训 of 2 场."""
    kind = unit_kind(unit) if unit else ""
    if kind != "count":
        return kind
    return next((name for name, ends in _COUNTED if ends.search(unit)), kind)


@lru_cache(maxsize=65536)
def unit_of(unit: str | None, target: str | None) -> str:
    """The unit of a target, from its column or from the value itself; "" where there is none."""
    if unit:
        return squeeze(unit)
    quantity = parse_quantity(target) if target else None
    return squeeze(quantity.unit) if quantity is not None and quantity.unit else ""


def single(target: str | None) -> int | None:
    """A target that is one number, as a scaled integer; None for a range or for prose."""
    quantity = parse_quantity(target) if target else None
    if quantity is None or quantity.low is None or quantity.high not in (None, quantity.low):
        return None
    return to_scaled(str(quantity.low))


def _levels(words: str | None) -> frozenset[str]:
    if not words:
        return frozenset()
    from jiping.model.levels import BENEFIT_KINDS, COST_KINDS, OUTPUT_KINDS

    second, first = level2_kind(words), level1_kind(words)
    groups = {"output": OUTPUT_KINDS, "benefit": BENEFIT_KINDS, "cost": COST_KINDS}
    if first in groups and second in (None, "cost"):
        return groups[first] | {first}
    return frozenset(filter(None, (second or first,))) or frozenset({words})


def _concept(values: Sequence[Any]) -> Concept:
    (*head, first, last, n, a, b, c, m, d, e, f) = values[:23]
    rest = values[23:]
    return Concept(*[*head, (first, last), Spread(n, a, b, c), Spread(m, d, e, f), *rest])


__all__ = ["Concept", "Example", "Found", "Library", "Spread", "level_of", "single", "unit_of"]
