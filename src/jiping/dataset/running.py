"""Rules over the forms of a reckoning: their failures as rows of numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jiping.dataset.reckoning import Failing, Reckoning
from jiping.engine.inputs import input_columns
from jiping.engine.outcomes import Crash, grouped
from jiping.engine.plan_bulk import load_bulk

if TYPE_CHECKING:
    from jiping.engine.plan import CompiledRule
    from jiping.engine.plan_bulk import BulkPart, BulkPlan

_NAMED = re.compile(r'"(\w+)"')
_EMPTY = (
    "SELECT 0::SMALLINT AS r, 0::BIGINT AS form, 0::INTEGER AS row, 0::INTEGER AS o, 0::BIGINT AS a,"
    " 0::BIGINT AS b, 0::INTEGER AS c WHERE false"
)


def by_grain(rules: Sequence[CompiledRule]) -> Mapping[str, list[CompiledRule]]:
    """The rules that are expressions, by grain, in the order in which `run` numbers their parts."""
    return grouped(rules)


def run(reckoning: Reckoning, rules: Sequence[CompiledRule]) -> list[Crash]:
    """Fill ``hits_form``, ``hits_fund`` and ``hits_indicator`` with what fails.

    ``r`` is the number of the part of a rule within its grain; the rest is as in
    `jiping.engine.outcomes.Hit`. A rule that can't be run is found by halving and told.
    """
    crashes: list[Crash] = []
    for grain, held in by_grain(rules).items():
        reckoning.table(f"hits_{grain}", _EMPTY)
        _insert(reckoning, grain, held, 0, crashes)
    return crashes


def _insert(
    reckoning: Reckoning,
    grain: str,
    rules: list[CompiledRule],
    before: int,
    crashes: list[Crash],
) -> None:
    bulk = load_bulk()
    parts = [part for rule in rules for part in bulk.rules[rule.code].parts]
    branches = [
        Failing(number, part, _source(bulk, grain, part))
        for number, part in enumerate(parts, before)
    ]
    try:
        reckoning.gather(f"hits_{grain}", grain, branches)
    except Exception as error:
        if len(rules) == 1:
            words = f"{type(error).__name__}: {error}".split("\n")[0]
            crashes.append(Crash(rules[0].code, words))
            return
        middle = len(rules) // 2
        _insert(reckoning, grain, rules[:middle], before, crashes)
        after = before + sum(len(rule.parts) for rule in rules[:middle])
        _insert(reckoning, grain, rules[middle:], after, crashes)


def _source(bulk: BulkPlan, grain: str, part: BulkPart) -> str:
    """The least that holds the columns of a part: most rules name columns of the input only."""
    named = set(_NAMED.findall(" ".join(part)))
    if named <= set(input_columns(grain)):
        return f'"{grain}_in"'
    table = "form_wide" if grain == "form" else f"{grain}_scored"
    if named <= set(bulk.tables[table]):
        return f'"{table}"'
    return f"({bulk.stages[f'{grain}_wide']}) AS w"
