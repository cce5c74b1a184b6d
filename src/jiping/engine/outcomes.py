"""Rules run over the wide tables: one statement a grain, hits and skips as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiping.engine.plan import CompiledRule

if TYPE_CHECKING:
    from jiping.engine.database import Database

NOT_CONCERNED, PASS, FAIL, UNKNOWN, FAIL_WORSE, SKIP = 0, 1, 2, 3, 4, 10


@dataclass(frozen=True, slots=True)
class Hit:
    """What one rule says of one row (``row`` is None at grain form)."""

    rule: str
    form: int
    row: int | None
    outcome: int
    left: int | None
    right: int | None
    other: int | None
    part: int = 0
    words: str | None = None
    figures: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that could not be run at all."""

    rule: str
    error: str


def statement(grain: str, rules: Sequence[CompiledRule], source: str, *, only_failed: bool) -> str:
    """All rules of a grain as one wide projection, unnested to one row a hit."""
    structs = []
    for number, part in enumerate(part for rule in rules for part in rule.parts):
        outcome, left, right, other, words, figures = part.sql
        structs.append(
            f"{{'r': {number}::SMALLINT, 'o': {outcome}, 'a': {left}, 'b': {right}, 'c': {other},"
            f" 'd': {words}, 'e': {figures}}}"
        )
    wanted = f"x.o = {FAIL} OR x.o = {FAIL_WORSE}" if only_failed else f"x.o > {NOT_CONCERNED}"
    key = "form, NULL AS row" if grain == "form" else "form, row"
    return (
        f"SELECT u.r, form, row, u.o, u.a, u.b, u.c, u.d, u.e FROM (SELECT {key}, "  # noqa: S608
        f"unnest(list_filter([{', '.join(structs)}], lambda x: {wanted})) AS u FROM ({source}) AS w)"
    )


def run_rules(
    database: Database, rules: Iterable[CompiledRule], *, only_failed: bool = False
) -> tuple[list[Hit], list[Crash]]:
    """Every rule that has an expression, over the forms in the database.

    A rule that the database can't run is found by halving and reported; the others go on.
    """
    hits: list[Hit] = []
    crashes: list[Crash] = []
    for grain, group in grouped(rules).items():
        _run(database, grain, group, source_of(database, grain), only_failed, hits, crashes)
    return hits, crashes


def grouped(rules: Iterable[CompiledRule]) -> dict[str, list[CompiledRule]]:
    """The rules that have an expression, by grain."""
    by_grain: dict[str, list[CompiledRule]] = {}
    for rule in rules:
        if rule.parts:
            by_grain.setdefault(rule.grain, []).append(rule)
    return by_grain


def source_of(database: Database, grain: str) -> str:
    """The query that gives the wide table of a grain."""
    return "SELECT * FROM form_wide" if grain == "form" else database.plan.stages[f"{grain}_wide"]


def _run(
    database: Database,
    grain: str,
    rules: list[CompiledRule],
    source: str,
    only_failed: bool,
    hits: list[Hit],
    crashes: list[Crash],
) -> None:
    try:
        rows: list[tuple[Any, ...]] = database.rows(
            statement(grain, rules, source, only_failed=only_failed)
        )
    except Exception as error:
        if len(rules) == 1:
            crashes.append(Crash(rules[0].code, f"{type(error).__name__}: {error}".split("\n")[0]))
            return
        middle = len(rules) // 2
        for half in (rules[:middle], rules[middle:]):
            _run(database, grain, half, source, only_failed, hits, crashes)
        return
    stated = [(rule.code, number) for rule in rules for number in range(len(rule.parts))]
    for r, form, row, outcome, left, right, other, words, figures in rows:
        code, part = stated[r]
        more = tuple(figures or ())
        hits.append(Hit(code, form, row, outcome, left, right, other, part, words, more))
