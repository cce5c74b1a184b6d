"""Many forms at once: input tables as Parquet files or Arrow, findings as rows of numbers.

The stages and the rules' expressions are those of a single form (`jiping.engine.plan`); only the
way in and the way out differ. One chunk after the other goes through, so memory depends on
the size of a chunk and not on how many there are. Needs the extra ``arrow``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jiping.engine.database import Database
from jiping.engine.inputs import input_columns, input_tables
from jiping.engine.outcomes import FAIL, FAIL_WORSE, grouped, source_of
from jiping.engine.plan import GRAINS, CompiledRule, Plan, load_plan
from jiping.model.columns import Grain
from jiping.model.evaluation import Evaluation
from jiping.score.scheme import Scheme, schemes

if TYPE_CHECKING:
    import pyarrow

Chunk = Mapping[Grain, "str | Path | pyarrow.Table"]
"""Grain → Parquet file or Arrow table with the columns of `jiping.engine.inputs.input_columns`."""


BATCH = 100_000
"""Findings in one Arrow batch."""
ROW_GROUP = 30_000
"""Rows of a Parquet row group: the smallest piece that a thread takes."""
SHIFT = 256
"""A hit is the rule's number times this, and the outcome, which is smaller."""


class BulkFinding(NamedTuple):
    """One finding: form number of its chunk, row (None at grain form), rule, outcome (2 fails, 4
    fails at the worse severity), both numbers as scaled integers, number of the second row."""

    form: int
    row: int | None
    rule: str
    outcome: int
    left: int | None
    right: int | None
    other: int | None


class Bulk:
    """The compiled plan over chunks of forms. One serves one thread; DuckDB uses ``threads``.

    ``memory``: DuckDB's limit, e.g. "1GB". ``only``: codes of the rules to run. ``extra``: schemes
    besides those that ship. Scheme numbers in the input tables count `Bulk.schemes`.
    """

    def __init__(
        self,
        plan: Plan | None = None,
        extra: Sequence[Scheme] = (),
        *,
        threads: int | None = None,
        memory: str | None = None,
        only: Sequence[str] | None = None,
    ) -> None:
        self.plan = plan if plan is not None else load_plan()
        known = {**schemes(), **{s.id: s for s in extra}}
        self.database = Database(self.plan, list(known.values()), _connect())
        # Unlike a single form, a chunk is worth an optimised plan.
        self.database.connection.execute("PRAGMA enable_optimizer")
        self.database.connection.execute("SET preserve_insertion_order = false")
        if threads is not None:
            self.database.connection.execute(f"SET threads = {int(threads)}")
        if memory is not None:
            self.database.connection.execute("SET memory_limit = $1", [memory])
        self.schemes = tuple(known)
        rules = [r for c, r in self.plan.rules.items() if only is None or c in only]
        self.rules: dict[str, list[CompiledRule]] = grouped(rules)
        self._named_later = _named_later(self.plan)
        for name in (*(f"{grain}_in" for grain in GRAINS), *self.plan.tables):
            self.database.connection.execute(f'DROP TABLE "{name}"')

    def batches(self, chunks: Iterable[Chunk]) -> Iterator[tuple[int, pyarrow.RecordBatch]]:
        """The findings of chunk after chunk as (number of the chunk, Arrow batch).

        Columns as in `BulkFinding`. Raises KeyError for a chunk without one of the grains and
        DuckDB's own errors for columns that are missing.
        """
        for number, chunk in enumerate(chunks):
            self._fill(chunk)
            for grain, rules in self.rules.items():
                found = self.database.connection.sql(self._statement(grain, rules))
                reader = found.to_arrow_reader(BATCH)
                for batch in reader:
                    if batch.num_rows:
                        yield number, batch

    def findings(self, chunks: Iterable[Chunk]) -> Iterator[tuple[int, BulkFinding]]:
        """The same as Python values, for small amounts."""
        for number, batch in self.batches(chunks):
            columns = [batch.column(name).to_pylist() for name in BulkFinding._fields]
            for values in zip(*columns, strict=True):
                yield number, BulkFinding(*values)

    def _statement(self, grain: str, rules: Sequence[CompiledRule]) -> str:
        """Failures of all rules of a grain: outcomes as one list a row, unnested to its failures.

        The expressions are those of `jiping.engine.outcomes.statement`. There a struct is built
        for every rule and row, which a plan without an optimiser does best; here numbers are
        looked up for failures only, which takes two thirds of the time.
        """
        stated = [(rule.code, part.sql) for rule in rules for part in rule.parts]
        outcomes = ", ".join(f"{n * SHIFT} + {sql[0]}" for n, (_, sql) in enumerate(stated, 1))
        codes = ", ".join(f"'{code}'" for code, _ in stated)
        left, right, other = (
            " ".join(f"WHEN {n} THEN {sql[k]}" for n, (_, sql) in enumerate(stated, 1))
            for k in (1, 2, 3)
        )
        row = "NULL::INTEGER" if grain == "form" else "row"
        low = SHIFT - 1
        return (
            f"SELECT form, {row} AS row, ([{codes}])[r] AS rule, (hit & {low})::TINYINT AS outcome,"  # noqa: S608 - our own plan
            f" CASE r {left} END AS left, CASE r {right} END AS right,"
            f" CASE r {other} END::INTEGER AS other"
            f" FROM (SELECT *, hit >> {SHIFT.bit_length() - 1} AS r"
            f" FROM (SELECT *, unnest(list_filter([{outcomes}],"
            f" lambda x: (x & {low}) = {FAIL} OR (x & {low}) = {FAIL_WORSE})) AS hit"
            f" FROM ({source_of(self.database, grain)}) AS w) AS judged) AS failures"
        )

    def _fill(self, chunk: Chunk) -> None:
        """Input and working tables of one chunk, in place of those of the one before."""
        connection = self.database.connection
        for grain in GRAINS:
            source: Any = chunk[grain]
            if isinstance(source, str | Path):
                named = "read_parquet('" + str(source).replace("'", "''") + "')"
            else:
                named = f"chunk_{grain}"
                connection.register(named, source)
            listed = ", ".join(f'"{column}"' for column in input_columns(grain))
            connection.execute(
                f'CREATE OR REPLACE TEMP VIEW "{grain}_in" AS SELECT {listed} FROM {named}'  # noqa: S608
            )
        for name in self.plan.tables:
            self._make(name)

    def _make(self, name: str) -> None:
        """One working table. A stage keeps everything for the ledger; here only columns that a
        later stage or a rule names are computed, and those of the input are not copied."""
        connection, stage = self.database.connection, self.plan.stages[name]
        named = self._named_later[name]
        grain = name.removesuffix("_scored")
        given = input_columns(grain) if grain != name else {}
        made = ", ".join(f'"{column}"' for column in named if column not in given)
        if not given:
            connection.execute(
                f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT {made} FROM ({stage})'  # noqa: S608
            )
            return
        connection.execute(
            f'CREATE OR REPLACE TEMP TABLE "{name}_made" AS SELECT form, row, {made} FROM ({stage})'  # noqa: S608
        )
        listed = ", ".join(f'"{column}"' for column in named)
        connection.execute(
            f'CREATE OR REPLACE TEMP VIEW "{name}" AS SELECT {listed}'  # noqa: S608
            f' FROM "{grain}_in" JOIN "{name}_made" USING (form, row)'
        )


def _named_later(plan: Plan) -> dict[str, list[str]]:
    """Working table → those of its columns that a later stage or a rule names."""
    stages = list(plan.stages)
    sql = "".join(s for rule in plan.rules.values() for part in rule.parts for s in part.sql)
    named: dict[str, list[str]] = {}
    for name, columns in plan.tables.items():
        later = sql + "".join(plan.stages[s] for s in stages[stages.index(name) + 1 :])
        named[name] = [c for c in columns if f'"{c}"' in later or c in ("form", "row")]
    return named


def _connect() -> Any:
    """A connection with Arrow's way in and out, which `jiping.engine.database.connect` lacks."""
    import duckdb

    connection = duckdb.connect(":memory:")
    for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
        connection.execute(f"SET {name} = false")
    return connection


def arrow_inputs(
    evaluations: Sequence[Evaluation], scheme_of: Sequence[int]
) -> dict[Grain, pyarrow.Table]:
    """The input tables of some forms as Arrow, traits computed; forms are numbered from 0."""
    import pyarrow

    types: dict[str, Any] = {
        "int64": pyarrow.int64(),
        "int32": pyarrow.int32(),
        "int8": pyarrow.int8(),
        "bool": pyarrow.bool_(),
        "text": pyarrow.string(),
    }
    tables = input_tables(evaluations, scheme_of)
    return {
        grain: pyarrow.table(
            {
                name: pyarrow.array(tables[grain][name], types[kind])
                for name, kind in input_columns(grain).items()
            }
        )
        for grain in GRAINS
    }


def write_parquet(tables: Mapping[Grain, pyarrow.Table], folder: Path) -> dict[Grain, Path]:
    """One chunk's tables as Parquet files in ``folder``, which is made if it isn't there."""
    from pyarrow import parquet

    folder.mkdir(parents=True, exist_ok=True)
    paths: dict[Grain, Path] = {}
    for grain, table in tables.items():
        paths[grain] = folder / f"{grain}.parquet"
        parquet.write_table(table, paths[grain], compression="zstd", row_group_size=ROW_GROUP)
    return paths
