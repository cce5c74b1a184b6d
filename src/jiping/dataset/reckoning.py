"""A database over a dataset's forms: the plan's stages as views, a scheme for every form.

The statements are those of `jiping.engine.plan`, the same that a single form goes through; here
they run over Parquet files, as many forms at once as one `Reckoning.take` names.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jiping.dataset import inputs
from jiping.dataset.interrupts import Interruptible, interruptible
from jiping.engine.database import Database
from jiping.engine.plan import GRAINS, load_plan
from jiping.engine.plan_bulk import load_bulk
from jiping.model.columns import Grain
from jiping.score.scheme import Scheme, schemes

if TYPE_CHECKING:
    from jiping.engine.plan_bulk import BulkPart


class Failing(NamedTuple):
    """A statement of a rule to be asked of the rows of ``source``; its number within the grain."""

    number: int
    part: BulkPart
    source: str


class Reckoning:
    """``extra``: schemes besides those that ship. ``memory``: DuckDB's limit, e.g. "2GB".

    After `take` and `give_schemes` the views ``form_in`` … ``indicator_in`` and ``fund_scored``,
    ``indicator_scored``, ``form_wide`` hold what the plan says they do. Serves one thread.
    """

    piece = 50_000
    """Forms that are audited together, unless one part has more."""
    together = False
    """Whether all schemes that might bind a form are tried in one pass (`give_trials`)."""

    def __init__(
        self, extra: Sequence[Scheme] = (), *, threads: int | None = None, memory: str | None = None
    ) -> None:
        import duckdb

        connection = duckdb.connect(":memory:")
        for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
            connection.execute(f"SET {name} = false")
        known = {**schemes(), **{s.id: s for s in extra}}
        self.schemes = tuple(known.values())
        self.shipped = frozenset(schemes())
        self.plan = load_plan()
        database = Database(self.plan, self.schemes, connection)
        self.connection = Interruptible(connection)
        # Unlike a single form, many are worth an optimised plan and every core.
        connection.execute("PRAGMA enable_optimizer")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("RESET threads")
        if threads is not None:
            connection.execute(f"SET threads = {int(threads)}")
        if memory is not None:
            connection.execute("SET memory_limit = $1", [memory])
        del database
        for name in (*(f"{grain}_in" for grain in GRAINS), *self.plan.tables):
            connection.execute(f'DROP TABLE "{name}"')

    def number(self, scheme: str) -> int:
        """The number of a scheme; KeyError if there is none."""
        for number, known in enumerate(self.schemes):
            if known.id == scheme:
                return number
        raise KeyError(scheme)

    def take(self, files: dict[Grain, list[str]], within: tuple[int, int] | None = None) -> None:
        """Look at the forms in these Parquet files (see `inputs`), or at those numbered within.

        They are the views ``kept_form`` … ``kept_indicator``; ``own_form`` … say the same until
        something is put in their place, and are what is scored and looked at.
        """
        for grain in GRAINS:
            limit = "" if within is None else f" WHERE form BETWEEN {within[0]} AND {within[1]}"
            columns = ", ".join(f'"{c}"' for c in inputs.kept_columns(grain))
            self.view(f"kept_{grain}", f"SELECT {columns} FROM {self.source(files[grain])}{limit}")
            self.view(f"own_{grain}", f"SELECT * FROM kept_{grain}")

    def give_schemes(self, query: str) -> None:
        """``query``: form and the number of its scheme; forms that it leaves out are left out."""
        for grain in ("fund", "indicator"):
            self.view(f"{grain}_in", f"SELECT * FROM own_{grain}")
        self.view(
            "form_in",
            f"SELECT k.*, c.scheme FROM own_form k JOIN ({query}) c USING (form)",
        )
        for name in self.plan.tables:
            self.view(name, load_bulk().stages[name])

    def give_trials(self, trials: str, count: int) -> None:
        """As `give_schemes`, for forms under several schemes at once.

        ``trials``: the table of form, turn below ``count``, number of a scheme. In every view a form
        bears the number form · count + turn then, until the next `give_schemes`.
        """
        for grain in GRAINS:
            columns = ", ".join(f'k."{c}"' for c in inputs.kept_columns(grain) if c != "form")
            scheme = ", t.scheme" if grain == "form" else ""
            self.view(
                f"{grain}_in",
                f"SELECT k.form * {count} + t.turn AS form, {columns}{scheme}"
                f" FROM own_{grain} k JOIN {trials} t ON t.form = k.form",
            )
        for name in self.plan.tables:
            self.view(name, load_bulk().stages[name])

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The result of a query."""
        with interruptible():
            found: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        return found

    def table(self, name: str, sql: str) -> None:
        """Keep the result of a query as a table until the next of that name."""
        self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {sql}')

    def append(self, name: str, sql: str) -> None:
        """Add the result of a query to a table."""
        self.connection.execute(f'INSERT INTO "{name}" {sql}')

    def view(self, name: str, sql: str) -> None:
        """Give a query a name."""
        self.connection.execute(f'CREATE OR REPLACE TEMP VIEW "{name}" AS {sql}')

    def macro(self, definition: str) -> None:
        """Define a function of SQL: “name(a, b) AS expression”."""
        self.connection.execute(f"CREATE OR REPLACE TEMP MACRO {definition}")

    def source(self, files: Sequence[str]) -> str:
        """Parquet files as what a query may select from."""
        return parquet(files)

    def upright(self, name: str, source: str, columns: Mapping[str, str]) -> None:
        """Keep as table ``name`` a row of form, noted and targets for every one of these columns of
        ``source`` (column → what it is called) that is filled in."""
        named = ", ".join(f'"{column}" AS "{called}"' for column, called in columns.items())
        held = ", ".join(f'"{called}"' for called in columns.values())
        self.table(
            name,
            f"SELECT form, noted, targets FROM (UNPIVOT (SELECT form, {named} FROM {source})"
            f" ON {held} INTO NAME noted VALUE targets)",
        )

    def gather(self, name: str, grain: str, branches: Sequence[Failing]) -> None:
        """Add to the table ``name`` a row for everything that fails."""
        row = "NULL" if grain == "form" else '"row"'
        found = [
            f"SELECT {number}, form, {row}, {part.outcome}, {part.left}, {part.right}, {part.other}"
            f" FROM {source} WHERE {part.fails}"
            for number, part, source in branches
        ]
        self.append(name, " UNION ALL ".join(found))

    def write(self, sql: str, path: Path) -> int | None:
        """The result of a query as a Parquet file, whole or not at all; if as several files beside
        it, how many (see `jiping.dataset.results.Piece`)."""
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        self.connection.execute(f"COPY ({sql}) TO {quoted(str(new))} (FORMAT parquet, CODEC zstd)")
        new.replace(path)
        return None

    def end(self) -> None:
        """Nothing more will be asked: what was kept for it may go."""


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def listed(names: Sequence[str]) -> str:
    """Texts as a list of SQL."""
    return "[" + ", ".join(map(quoted, names)) + "]"


def counting(withdrawn: Collection[int]) -> str:
    """The condition, with its WHERE, that leaves out the forms that were withdrawn; "" for none."""
    if not withdrawn:
        return ""
    return f" WHERE form NOT IN (SELECT unnest({sorted(withdrawn)}))"


def parquet(names: Sequence[str]) -> str:
    """Parquet files as a table of SQL. Their own columns count, not the names of their folders."""
    return f"read_parquet({listed(names)}, hive_partitioning = false)"
