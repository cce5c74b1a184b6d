"""Many forms at once: input tables as Parquet files or Arrow, findings as rows of numbers.

The stages and the rules' expressions are those of a single form, compiled to filters
(`jiping.engine.compile_bulk`); only the way in and the way out differ. As many chunks go through
at a time as there are threads, so memory depends on the size of a chunk and not on how many there
are. Needs the extra ``arrow``.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

from jiping.engine.database import Database
from jiping.engine.inputs import input_columns, input_tables
from jiping.engine.outcomes import Crash
from jiping.engine.plan import GRAINS, load_plan
from jiping.engine.plan_bulk import BulkPlan, load_bulk
from jiping.engine.statement import Branch, branches, statement
from jiping.model.columns import Grain
from jiping.model.evaluation import Evaluation
from jiping.score.scheme import Scheme, schemes

if TYPE_CHECKING:
    import pyarrow

Chunk = Mapping[Grain, "str | Path | pyarrow.Table"]
"""Grain → Parquet file or Arrow table with the columns of `jiping.engine.inputs.input_columns`."""


BATCH = 100_000
"""Findings in one Arrow batch."""
ROW_GROUP = 250_000
"""Rows of a Parquet row group: what a scan skips, or reads, as a whole."""
Done = tuple[list["pyarrow.RecordBatch"], list[Crash]]
"""What a chunk gave: batches of findings, and the rules that could not be run."""


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
    """The compiled rules over chunks of forms, as many chunks at a time as there are ``threads``.

    ``threads``: all processors where it isn't given. Each thread has a database of its own, since a
    statement is planned, and its answer handed over, by one thread only; so two chunks are the
    least that keeps two processors busy. ``memory``: the limit of all of them together, e.g.
    "1GB". ``only``: codes of the rules to run. ``extra``: schemes besides those that ship. Scheme
    numbers in the input tables count `Bulk.schemes`. `Bulk.crashes` lists rules that could not be
    run on some chunk. One Bulk serves one caller at a time.
    """

    def __init__(
        self,
        extra: Sequence[Scheme] = (),
        *,
        threads: int | None = None,
        memory: str | None = None,
        only: Sequence[str] | None = None,
    ) -> None:
        known = {**schemes(), **{s.id: s for s in extra}}
        self.schemes = tuple(known)
        self.plan = load_bulk()
        self.crashes: list[tuple[int, Crash]] = []
        self._codes = tuple(c for c in self.plan.rules if only is None or c in only)
        count = max(1, threads if threads is not None else os.cpu_count() or 1)
        each = _shared(memory, count)
        held = list(known.values())
        self._lanes = [Lane(held, self.plan, self._codes, each) for _ in range(count)]

    @property
    def rules(self) -> tuple[str, ...]:
        """The codes of the rules that are run."""
        return self._codes

    def batches(self, chunks: Iterable[Chunk]) -> Iterator[tuple[int, pyarrow.RecordBatch]]:
        """The findings of chunk after chunk as (number of the chunk, Arrow batch).

        Columns as in `BulkFinding`, ``rule`` as a dictionary. Raises KeyError for a chunk without
        one of the grains and DuckDB's own errors for columns that are missing.
        """
        for number, (found, crashes) in enumerate(self._done(chunks)):
            self.crashes += [(number, crash) for crash in crashes]
            for batch in found:
                yield number, self._worded(batch)

    def findings(self, chunks: Iterable[Chunk]) -> Iterator[tuple[int, BulkFinding]]:
        """The same as Python values, for small amounts."""
        for number, batch in self.batches(chunks):
            columns = [batch.column(name).to_pylist() for name in BulkFinding._fields]
            for values in zip(*columns, strict=True):
                yield number, BulkFinding(*values)

    def _done(self, chunks: Iterable[Chunk]) -> Iterator[Done]:
        """What the lanes found, in the order of the chunks; no more chunks are taken up than
        there are lanes, so that memory stays bounded however slow the reader is."""
        if len(self._lanes) == 1:
            yield from map(self._lanes[0].run, chunks)
            return
        free: SimpleQueue[Lane] = SimpleQueue()
        for lane in self._lanes:
            free.put(lane)

        def run(chunk: Chunk) -> Done:
            lane = free.get()
            try:
                return lane.run(chunk)
            finally:
                free.put(lane)

        pool = ThreadPoolExecutor(len(self._lanes), "jiping-bulk")
        coming = iter(chunks)
        under_way = deque(pool.submit(run, c) for c in islice(coming, len(self._lanes)))
        try:
            while under_way:
                done = under_way.popleft().result()
                under_way.extend(pool.submit(run, c) for c in islice(coming, 1))
                yield done
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _worded(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        """The batch with rules' codes in place of their numbers."""
        import pyarrow

        codes = pyarrow.array(self._codes, pyarrow.string())
        coded = pyarrow.DictionaryArray.from_arrays(batch.column("rule"), codes)
        return pyarrow.RecordBatch.from_arrays(
            [coded if n == "rule" else batch.column(n) for n in BulkFinding._fields],
            names=list(BulkFinding._fields),
        )


class Lane:
    """One database on one thread: the rules over one chunk at a time."""

    def __init__(
        self,
        schemes: Sequence[Scheme],
        bulk: BulkPlan,
        codes: Sequence[str],
        memory: int | None,
    ) -> None:
        plan = load_plan()
        self._connection = Database(plan, schemes, _connect()).connection
        self._bulk = bulk
        self._codes = codes
        self._branches = branches(bulk, codes)
        self._whole: Any = None
        # Unlike a single form, a chunk is worth an optimised plan.
        self._connection.execute("PRAGMA enable_optimizer")
        self._connection.execute("SET preserve_insertion_order = false")
        if memory is not None:
            self._connection.execute("SET memory_limit = $1", [f"{memory}B"])
        for name in (*(f"{grain}_in" for grain in GRAINS), *plan.tables):
            self._connection.execute(f'DROP TABLE "{name}"')

    def run(self, chunk: Chunk) -> Done:
        """The failures in a chunk, and the rules that could not be run on it."""
        self._fill(chunk)
        crashes: list[Crash] = []
        return self._found(self._branches, crashes), crashes

    def _found(self, asked: list[Branch], crashes: list[Crash]) -> list[pyarrow.RecordBatch]:
        """The failures of these branches; one that can't be run is found by halving."""
        if not asked:
            return []
        try:
            # The whole answer before the first batch leaves: what fails halfway leaves nothing.
            table = self._asked(asked).to_arrow_table()
        except Exception as error:
            if len(asked) > 1:
                middle = len(asked) // 2
                halves = (asked[:middle], asked[middle:])
                return [batch for half in halves for batch in self._found(half, crashes)]
            words = f"{type(error).__name__}: {error}".split("\n")[0]
            crashes.append(Crash(self._codes[asked[0].number], words))
            return []
        return [batch for batch in table.to_batches(BATCH) if batch.num_rows]

    def _asked(self, asked: list[Branch]) -> Any:
        """The statement as a relation, which looks at the inputs of the chunk when it is run.

        That of all branches is kept: a relation is planned when it is made and when it is run.
        """
        if len(asked) < len(self._branches):
            return self._connection.sql(statement(self._bulk, asked))
        if self._whole is None:
            self._whole = self._connection.sql(statement(self._bulk, asked))
        return self._whole

    def _fill(self, chunk: Chunk) -> None:
        """Input tables of one chunk, in place of those of the one before."""
        for grain in GRAINS:
            source: Any = chunk[grain]
            if isinstance(source, str | Path):
                named = "read_parquet('" + str(source).replace("'", "''") + "')"
            else:
                named = f"chunk_{grain}"
                self._connection.register(named, source)
            listed = ", ".join(f'"{column}"' for column in input_columns(grain))
            self._connection.execute(
                f'CREATE OR REPLACE TEMP VIEW "{grain}_in" AS SELECT {listed} FROM {named}'  # noqa: S608
            )


def _shared(memory: str | None, lanes: int) -> int | None:
    """Bytes for each of some lanes. Raises ValueError for what is no amount such as "2GB"."""
    if memory is None:
        return None
    read = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(i?)B\s*", memory, re.IGNORECASE)
    if read is None:
        raise ValueError(f"{memory!r} is no amount of memory, which is written as in 2GB")
    number, prefix, binary = read.groups()
    power = " KMGT".index(prefix.upper() or " ")
    return int(Decimal(number) * (1024 if binary else 1000) ** power / lanes)


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
