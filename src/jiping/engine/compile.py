"""Rules and stages compiled to SQL once: the plan that ships in the package.

``python -m jiping.engine.compile`` writes ``plan.json`` and what goes with it; ``--check`` only
tells whether they are up to date. Needs Ibis (extra ``rules``); running the plan does not.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping.audit.catalogue import catalogue
from jiping.audit.rule import Compare, Rule, Statement
from jiping.engine.inputs import input_columns, scheme_columns
from jiping.engine.plan import BULK_FILE, GRAINS, PLAN_FILE, ROWS_FILE, digest
from jiping.engine.shorten import shortened
from jiping.engine.stages import IBIS_TYPES, KEPT, Used, build
from jiping.engine.translate import module
from jiping.model.row import Row
from jiping.score.scheme import COMPILED, stated

if TYPE_CHECKING:
    import ibis.expr.types as ir

NOT_CONCERNED, PASS, FAIL, UNKNOWN, FAIL_WORSE, SKIP = 0, 1, 2, 3, 4, 10
NULL = 'NULLIF("form", "form")'
"""What stands for a column that a statement doesn't have."""


def compile_plan(dialect: str = "duckdb") -> dict[str, Any]:
    """The whole plan as JSON-able data: statements in order, rules with their SQL and words."""
    everything = build(dialect)
    used: Used = {"form": set(), "fund": set(), "indicator": set()}
    compiled = {
        code: compile_rule(rule, everything[f"{rule.grain}_wide"][1], used[rule.grain], dialect)
        for code, rule in catalogue().items()
    }
    made = build(dialect, used)
    return {
        "digest": digest(),
        "dialect": dialect,
        "inputs": {
            "scheme_in": scheme_columns(),
            **{f"{grain}_in": input_columns(grain) for grain in GRAINS},
        },
        "stages": {name: sql for name, (sql, _) in made.items()},
        "tables": {name: _columns(made[name][1]) for name in KEPT},
        "rules": compiled,
    }


def _columns(table: ir.Table) -> dict[str, str]:
    types = {str(ibis_type): name for name, ibis_type in IBIS_TYPES.items()}
    return {name: types[str(dtype)] for name, dtype in table.schema().items()}


def compile_rule(rule: Rule, wide: ir.Table, used: set[str], dialect: str) -> dict[str, Any]:
    """One rule: its words, and its expressions as SQL over the wide table of its grain."""
    words: dict[str, Any] = {
        "title": rule.title,
        "severity": rule.severity.value,
        "worse": rule.worse.value if rule.worse else None,
        "grain": rule.grain,
        "basis": [cite.label() for cite in rule.basis],
        "message": rule.message,
        "advice": rule.advice,
        "fields": list(rule.fields),
        "at": rule.at,
        "shown": rule.shown,
        "left": rule.left,
        "right": rule.right,
        "needs": rule.needs,
        "reasons": [],
        "parts": [],
    }
    if rule.check is not None:
        stated = rule.check(Row(wide, used))
        for statement in stated if isinstance(stated, tuple) else (stated,):
            first = len(words["reasons"])
            words["reasons"] += [reason for _, reason in statement.skips]
            words["parts"].append(
                {
                    "sql": expressions(_projection(statement, first, wide), dialect),
                    "fields": list(statement.fields),
                    "severity": statement.severity.value if statement.severity else None,
                }
            )
    return words


def _projection(stated: Statement, first: int, wide: ir.Table) -> ir.Table:
    import ibis

    null, figures = wide["form"].nullif(wide["form"]), [shown(f, wide) for f in stated.figures]
    words = ibis.literal(stated.words) if isinstance(stated.words, str) else stated.words
    return wide.select(
        outcome=_outcome(stated, first).cast("int8"),
        left=shown(stated.left, wide),
        right=shown(stated.right, wide),
        other=shown(stated.other, wide),
        words=null if words is None else words,
        figures=ibis.array(figures) if figures else null,
    )


def agreement(stated: Compare) -> Any:
    """Whether left and right agree: null where one of them is."""
    if stated.agree is not None:
        return stated.agree
    if isinstance(stated.tolerance, int) and not stated.tolerance:
        return stated.left == stated.right
    return (stated.left - stated.right).abs() <= stated.tolerance


def _outcome(stated: Statement, first: int) -> Any:
    # The condition is named once: written twice (is it null? is it true?) it would cost twice.
    if isinstance(stated, Compare):
        agree = agreement(stated)
        found: Any = (FAIL - agree.cast("int8")).fill_null(UNKNOWN)
        fails = ~agree
    else:
        found = (PASS + stated.condition.cast("int8")).fill_null(UNKNOWN)
        fails = stated.condition
    if stated.worse is not None:
        found = (fails & stated.worse).fill_null(False).ifelse(FAIL_WORSE, found)
    for number, (condition, _) in reversed(list(enumerate(stated.skips))):
        found = condition.fill_null(False).ifelse(SKIP + first + number, found)
    if not isinstance(stated.when, bool):
        found = stated.when.fill_null(False).ifelse(found, NOT_CONCERNED)
    return found


def shown(value: Any, wide: ir.Table) -> Any:
    """A number to show with a finding as int64, null where there is none."""
    if value is None:
        return wide["form"].nullif(wide["form"])
    if isinstance(value, int):
        return (wide["form"] * 0 + value).cast("int64")
    return value.cast("int64")


def expressions(table: ir.Table, dialect: str) -> list[str]:
    """The SQL of each column of a plain projection, table qualifiers dropped."""
    import ibis
    import sqlglot
    from sqlglot import exp

    tree: Any = sqlglot.parse_one(str(ibis.to_sql(table, dialect=dialect)), dialect=dialect)
    found = []
    for projection in tree.selects:
        bare = projection.unalias()
        for column in bare.find_all(exp.Column):
            column.set("table", None)
        if dialect == "duckdb":
            bare = shortened(bare)
        text = bare.sql(dialect=dialect)
        found.append("NULL" if text == NULL else text)
    return found


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Write the plan, or check that it is what would be written."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Ibis numbers the tables of a join in the order of a set: one seed gives one text.
        again = [sys.executable, "-m", "jiping.engine.compile", *arguments]
        seeded = {**os.environ, "PYTHONHASHSEED": "0"}
        return subprocess.run(again, env=seeded, check=False).returncode  # noqa: S603 - ourselves
    checking, stale = "--check" in arguments, 0
    # Imported here: it reads this module.
    from jiping.engine.compile_bulk import compile_bulk

    folder = Path(__file__).parent
    plan = compile_plan()
    texts = {
        COMPILED: _json(stated()),
        folder / PLAN_FILE: _json(plan),
        folder / ROWS_FILE: module(plan),
        folder / BULK_FILE: _json(compile_bulk()),
    }
    for path, text in texts.items():
        same = path.exists() and path.read_text("utf-8") == text
        if checking:
            word = "up to date" if same else "stale: run dev.py fix"
            sys.stdout.write(f"{path.name} is {word}\n")
            stale += not same
        elif not same:
            path.write_text(text, "utf-8")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
