"""DuckDB in the process: connection, loading of input tables, making of the working tables.

A form is a batch of one; a small batch goes in as JSON, since loading Arrow would cost a
command-line run more than the audit itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jiping.engine.plan import GRAINS, CompiledRule, Plan
from jiping.score.scheme import Scheme

if TYPE_CHECKING:
    from jiping.engine.outcomes import Crash, Hit

SQL_TYPES = {
    "int64": "BIGINT",
    "int32": "INTEGER",
    "int8": "TINYINT",
    "bool": "BOOLEAN",
    "text": "VARCHAR",
}


def connect() -> Any:
    """A fresh in-process database. Nothing is written to disk, nothing is fetched.

    ``_duckdb`` is what ``duckdb`` wraps; the wrapper's own imports take 80 ms, a quarter of a
    command-line run. The version is pinned for this; without the inner module the wrapper serves.
    """
    try:
        import _duckdb as engine
    except ImportError:  # another build of the library
        import duckdb as engine  # type: ignore[no-redef]
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "enable_external_access": "true",
    }
    return engine.connect(":memory:", False, settings)


class Database:
    """A connection with the plan's tables. Not for use by two threads at once."""

    def __init__(self, plan: Plan, schemes: Sequence[Scheme], connection: Any = None) -> None:
        self.plan = plan
        self.connection = connection if connection is not None else connect()
        # Batches here are small: planning is what takes time, and an optimised plan of a hundred
        # rows is no faster than a plain one.
        self.connection.execute("PRAGMA disable_optimizer")
        self._seen: set[str] = set()
        self._prepared: dict[str, str] = {}
        self.schemes = list(schemes)
        # One thread: a hundred rows are one task, and every further thread costs its own start.
        self.connection.execute("SET threads = 1")
        for name, columns in {**plan.inputs, **plan.tables}.items():
            self._define(name, columns)
        rows = [s.columns() for s in self.schemes]
        self._load(
            "scheme_in",
            {
                "scheme": list(range(len(rows))),
                **{name: [r[name] for r in rows] for name in (rows[0] if rows else {})},
            },
        )

    def _define(self, table: str, columns: Mapping[str, str]) -> None:
        listed = ", ".join(f'"{c}" {SQL_TYPES[t]}' for c, t in columns.items())
        self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{table}" ({listed})')

    def _load(self, table: str, values: Mapping[str, Sequence[Any]]) -> None:
        columns = self.plan.inputs[table]
        data = json.dumps({c: values[c] for c in columns}, separators=(",", ":"))
        self.connection.execute(self._loading(table), [data])

    def _loading(self, table: str) -> str:
        columns = self.plan.inputs[table]
        shape = json.dumps({c: [SQL_TYPES[t]] for c, t in columns.items()})
        listed = ", ".join(f'unnest(j."{c}")' for c in columns)
        return (
            f'INSERT INTO "{table}" SELECT {listed} '  # noqa: S608 - names from our own schema
            f"FROM (SELECT from_json($1, '{shape}') AS j)"
        )

    def fill(self, tables: Mapping[Any, Mapping[str, Sequence[Any]]]) -> None:
        """Replace the input tables by these columns."""
        for grain in GRAINS:
            self.connection.execute(f'DELETE FROM "{grain}_in"')  # noqa: S608
            self._load(f"{grain}_in", tables[grain])

    def make(self) -> None:
        """Fill the working tables from the input tables, in the order of the plan."""
        for name in self.plan.tables:
            self.connection.execute(f'DELETE FROM "{name}"')  # noqa: S608
            self._run(self._filling(name))

    def _filling(self, name: str) -> str:
        return f'INSERT INTO "{name}" {self.plan.stages[name]}'

    def run(
        self, rules: Iterable[CompiledRule], *, only_failed: bool = False
    ) -> tuple[list[Hit], list[Crash]]:
        """Every rule that has an expression, over the forms in the database.

        A rule that the database can't run is found by halving and reported; the others go on.
        """
        from jiping.engine.outcomes import run_rules

        return run_rules(self, rules, only_failed=only_failed)

    def scored_funds(self) -> list[tuple[Any, ...]]:
        """Of each scored fund line: form, row, points, budget, executed, computed score, whether
        the printed score agrees, and the scheme's denominator; in order."""
        return self.rows(
            "SELECT f.form, f.row, f.points_weight, f.budget, f.executed, f.computed,"
            " f.score_agrees, s.denominator FROM fund_scored f JOIN form_in USING (form)"
            " JOIN scheme_in s USING (scheme)"
            " WHERE f.is_scored AND (f.points_weight IS NOT NULL OR f.score IS NOT NULL)"
            " ORDER BY f.form, f.row"
        )

    def scored_indicators(self, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """Of each indicator these columns, and the scheme's bound of full satisfaction; in order."""
        return self.rows(
            f"SELECT {', '.join(f'i.{c}' for c in columns)}, s.satisfaction_full"  # noqa: S608 - our own column names
            " FROM indicator_scored i JOIN form_in f ON f.form = i.form"
            " JOIN scheme_in s ON s.scheme = f.scheme ORDER BY i.form, i.row"
        )

    def totals(self) -> list[tuple[Any, ...]]:
        """Of each form: its number, the funds' points and computed score, the indicators' computed
        sum, how many could not be computed, how many have points."""
        return self.rows(
            "SELECT form, fund_weight, fund_computed, computed_sum, uncomputed, weighted_rows"
            " FROM form_wide"
        )

    def agreement(self) -> dict[int, tuple[int, int]]:
        """Form → how many printed scores the scheme does not reproduce, and how many it was asked
        of; forms without scores are missing."""
        counted = self.rows(
            "SELECT form, sum((NOT agrees)::INTEGER), count(agrees) FROM ("
            "SELECT form, score_agrees AS agrees FROM indicator_scored WHERE score IS NOT NULL"
            " UNION ALL SELECT form, score_agrees FROM fund_scored"
            " WHERE is_scored AND score IS NOT NULL) GROUP BY form"
        )
        return {form: (wrong or 0, compared) for form, wrong, compared in counted}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The result of a query."""
        found: list[tuple[Any, ...]] = self._run(sql).fetchall()
        return found

    def _prepare(self, sql: str) -> None:
        """Parse and plan a statement for later runs; what can't be planned will say so then."""
        if sql in self._prepared:
            return
        name = f"prepared_{len(self._prepared)}"
        try:
            self.connection.execute(f"PREPARE {name} AS {sql}")
        except Exception:
            return
        self._prepared[sql] = name

    def _run(self, sql: str) -> Any:
        """Run a statement; one that comes a second time is prepared, which saves planning."""
        if sql in self._prepared:
            return self.connection.execute(f"EXECUTE {self._prepared[sql]}")
        if sql in self._seen:
            self._prepare(sql)
        self._seen.add(sql)
        return self.connection.execute(sql)
