"""What many forms at once need of the rules: ``bulk.json``, made beside the plan.

The same stages and the same statements, put differently: scoring carries every column through,
only columns that tell whether a statement fails are made, and of an outcome only "it fails" is
asked for, as a condition that the engine uses as a filter. Of rules about rows it is also told what
must hold of the row alone (`jiping.engine.necessary`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlglot
from sqlglot import exp

from jiping.audit.catalogue import catalogue
from jiping.audit.rule import Compare, Statement
from jiping.engine.compile import FAIL, FAIL_WORSE, agreement, expressions, shown
from jiping.engine.inputs import input_columns
from jiping.engine.necessary import filtering, necessary, numbered, sooner
from jiping.engine.plan import digest
from jiping.engine.shorten import shortened
from jiping.engine.stages import KEPT, Used, build
from jiping.model.row import Row
from jiping.score.stages import KIND_NUMBER

if TYPE_CHECKING:
    import ibis.expr.types as ir


def compile_bulk(dialect: str = "duckdb") -> dict[str, Any]:
    """Digest, stages, columns of the tables that are made, columns that can be made late, and each
    rule's grain, parts, needs.

    A part is five expressions: condition, outcome, left, right, other row. What it needs is a
    condition over the columns of the scored table of its grain, or null.
    """
    everything = build(dialect)
    used: Used = {"form": set(), "fund": set(), "indicator": set()}
    rules: dict[str, dict[str, Any]] = {}
    for code, rule in catalogue().items():
        if rule.check is None:
            continue
        wide = everything[f"{rule.grain}_wide"][1]
        stated = rule.check(Row(wide, set()))
        parts = [
            [sql.replace("DECIMAL(38, 0)", "HUGEINT") for sql in failing(part, wide, dialect)]
            for part in (stated if isinstance(stated, tuple) else (stated,))
        ]
        rules[code] = {"grain": rule.grain, "parts": parts}
        for part in parts:
            named = set(re.findall(r'"(\w+)"', " ".join(part))) & set(wide.columns)
            # What the input tables hold is read from there.
            if rule.grain == "form" or not named <= set(input_columns(rule.grain)):
                used[rule.grain] |= named
    made = build(dialect, used, through=True)
    for made_of in rules.values():
        scored = made.get(f"{made_of['grain']}_scored")
        made_of["needed"] = [
            None if scored is None else _needed(fails, set(scored[1].columns), dialect)
            for fails, *_ in made_of["parts"]
        ]
    stages = {name: sql for name, (sql, _) in made.items()}
    return {
        "digest": digest(),
        "stages": stages,
        "tables": {name: list(made[name][1].columns) for name in KEPT},
        "late": {grain: _late(grain, stages, rules, dialect) for grain in ("fund", "indicator")},
        "rules": rules,
    }


def _late(
    grain: str, stages: dict[str, str], rules: dict[str, dict[str, Any]], dialect: str
) -> dict[str, str]:
    """The columns of the last scoring stage that only rules read, not the form's sums nor what
    tells which rows a rule may be about: column → expression over the other columns."""
    tree: Any = sqlglot.parse_one(stages[f"{grain}_scored"], dialect=dialect)
    last = tree.find(exp.With).expressions[-1].this
    needed = [n or "" for r in rules.values() if r["grain"] == grain for n in r["needed"]]
    read = set(re.findall(r'"(\w+)"', " ".join([stages["form_wide"], *needed])))
    return {
        item.alias: item.this.sql(dialect=dialect, identify=True)
        for item in last.expressions
        if isinstance(item, exp.Alias) and item.alias not in read
    }


def _needed(fails: str, columns: set[str], dialect: str) -> str | None:
    """What must be true of a row of the scored table for a part to fail; None: perhaps nothing."""
    found = necessary(sqlglot.parse_one(fails, dialect=dialect), columns)
    return None if found is None else _sql(sooner(found), dialect)


def _sql(tree: Any, dialect: str) -> str:
    return str(shortened(tree).sql(dialect=dialect, identify=True)).replace("INT128", "HUGEINT")


def failing(stated: Statement, wide: ir.Table, dialect: str) -> list[str]:
    """A condition true exactly where the outcome is `FAIL` or `FAIL_WORSE`, which of them it is
    there, and the numbers shown."""
    import ibis

    fails: Any = ~agreement(stated) if isinstance(stated, Compare) else stated.condition
    outcome: Any = ibis.literal(FAIL, type="int8")
    if stated.worse is not None:
        worse = ibis.literal(FAIL_WORSE, type="int8")
        outcome = stated.worse.fill_null(False).ifelse(worse, outcome)
    concerned: Any = None if isinstance(stated.when, bool) else stated.when
    for condition, _ in stated.skips:
        known = ~condition.fill_null(False)
        concerned = known if concerned is None else concerned & known
    if concerned is not None:
        [alone] = expressions(wide.select(fails=fails), dialect)
        # The parts of a conjunction are computed in any order. A product may overflow in rows that
        # are no concern of the rule, so it waits for them to be told apart.
        fails = concerned.ifelse(fails, False) if "*" in alone else concerned & fails
    numbers = {n: shown(getattr(stated, n), wide) for n in ("left", "right", "other")}
    made = expressions(wide.select(fails=fails, outcome=outcome, **numbers), dialect)
    condition = sqlglot.parse_one(made[0], dialect=dialect)
    if "kind_number" in wide.columns:
        condition = numbered(condition, "kind", "kind_number", KIND_NUMBER)
    return [_sql(filtering(condition), dialect), *made[1:]]
