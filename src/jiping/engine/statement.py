"""The one statement that asks all rules of a chunk of forms.

Most rows break no rule that needs computed scores. So the rows of a scored table are kept only where
one may fail, judged by the row alone (`jiping.engine.necessary`), and rules look at those few; all
rows are summed up for their form as they come. The table itself, which would be the largest thing
that is ever made, is then never stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from jiping.engine.inputs import input_columns

if TYPE_CHECKING:
    from jiping.engine.plan_bulk import BulkPart, BulkPlan
    from jiping.model.columns import Grain

NAMED = re.compile(r'"(\w+)"')


class Branch(NamedTuple):
    """A part of a rule: the rule's number, the grain, the part, what it needs of a scored row."""

    number: int
    grain: Grain
    part: BulkPart
    needed: str | None


def branches(plan: BulkPlan, codes: Sequence[str]) -> list[Branch]:
    """The parts of these rules, numbered in their order."""
    return [
        Branch(number, plan.rules[code].grain, part, needed)
        for number, code in enumerate(codes)
        for part, needed in zip(plan.rules[code].parts, plan.rules[code].needed, strict=True)
    ]


def statement(plan: BulkPlan, asked: Sequence[Branch]) -> str:
    """What fails of these parts: rule, form, row, outcome, left, right, other."""
    selects = [_select(plan, branch) for branch in asked]
    return f"WITH {_tables(plan, asked, selects)} " + " UNION ALL ".join(selects)


def _select(plan: BulkPlan, branch: Branch) -> str:
    """The failures of one part of a rule."""
    row, part = "NULL" if branch.grain == "form" else "row", branch.part
    return (
        f"SELECT {branch.number}::SMALLINT AS rule, form, {row}::INTEGER AS row,"  # noqa: S608 - our own plan
        f" ({part.outcome})::TINYINT AS outcome, ({part.left})::BIGINT AS left,"
        f" ({part.right})::BIGINT AS right, ({part.other})::INTEGER AS other"
        f" FROM {_source(plan, branch)} WHERE {part.fails}"
    )


def _source(plan: BulkPlan, branch: Branch) -> str:
    """The least that holds the columns of a part: most rules name columns of the input only,
    some computed scores, few the form's sums beside its rows."""
    grain, named = branch.grain, _named(" ".join(branch.part))
    if named <= set(input_columns(grain)):
        return f'"{grain}_in"'
    if grain == "form":
        return '"form_wide"'
    table = f"{grain}_scored" if branch.needed is None else _near(grain)
    if named <= set(plan.tables[f"{grain}_scored"]):
        return f'"{table}"'
    wide = plan.stages[f"{grain}_wide"].replace(f'"{grain}_scored"', f'"{table}"')
    return f"({wide}) AS w"


def _tables(plan: BulkPlan, asked: Sequence[Branch], selects: Sequence[str]) -> str:
    """The working tables, each with those of its columns that a later one or a branch names."""
    held: list[str] = []
    stages = list(plan.stages)
    for name, columns in plan.tables.items():
        later = [plan.stages[s] for s in stages[stages.index(name) + 1 :] if s in plan.tables]
        users = [b for b, s in zip(asked, selects, strict=True) if f'"{_near(b.grain)}"' in s]
        users = [b for b in users if f"{b.grain}_scored" == name]
        read = [*later, *(s for s in selects if f'"{name}"' in s)]
        near = [s for s in selects if users and f'"{_near(users[0].grain)}"' in s]
        late = {c: e for c, e in plan.late.get(name.removesuffix("_scored"), {}).items() if users}
        late = {c: e for c, e in late.items() if c in _named(" ".join(near))}
        needed = [b.needed for b in users if b.needed is not None]
        early = [c for c in columns if c not in late or c in _named(" ".join(read))]
        kept = _listed(early, [*near, *late.values()])
        listed = _listed(early, [*read, *near, *late.values(), *needed])
        held.append(_table(name, listed, f"({plan.stages[name]})"))
        if users:
            # DISTINCT changes nothing, as form and row tell rows apart; but what is gathered by
            # groups is taken up by DuckDB as it comes, and what is only filtered is stored first.
            where = " OR ".join(f"({n})" for n in dict.fromkeys(needed))
            few = f'SELECT DISTINCT {kept} FROM "{name}" WHERE {where}'  # noqa: S608 - our own plan
            more = "".join(f', {e} AS "{c}"' for c, e in late.items())
            held.append(_table(_near(users[0].grain), f"*{more}", f"({few})"))
    return ", ".join(held)


def _near(grain: Grain) -> str:
    """The name of the table of those rows of a grain on which a rule may fail."""
    return f"{grain}_near"


def _table(name: str, columns: str, source: str) -> str:
    # Computed once: read by several, a table that may be computed anew would be.
    return f'"{name}" AS MATERIALIZED (SELECT {columns} FROM {source})'  # noqa: S608 - our own plan


def _listed(columns: Sequence[str], texts: Sequence[str]) -> str:
    named = _named(" ".join(texts)) | {"form", "row"}
    return ", ".join(f'"{column}"' for column in columns if column in named)


def _named(text: str) -> set[str]:
    return set(NAMED.findall(text))
