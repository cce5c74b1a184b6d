"""A Spark cluster: a session on it, and the plan's statements run there instead of in DuckDB.

The statements are the same texts; `jiping.engine.portable` writes them in Spark's words.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from jiping.dataset import inputs
from jiping.dataset.connecting import Waiting, connect, new_log, of_spark, told
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import OWN
from jiping.dataset.reckoning import Failing, Reckoning
from jiping.engine.database import SQL_TYPES
from jiping.engine.plan import GRAINS, load_plan
from jiping.model.columns import Grain
from jiping.score.scheme import Scheme, schemes

T = TypeVar("T")
FORMS = 20_000
"""Forms whose rows go through one task when rows are brought together by form."""


class Cluster:
    """A session on the cluster that ``master`` names (None: what Spark itself is set to, or this
    machine). ``root``: the dataset's folder as the workers know it, a path or an address such as
    ``s3a://…``; None: the same path as here. ``waiting`` is told what is waited for.

    Raises DatasetError where PySpark, Java or the cluster is missing, and where it breaks in use.
    """

    def __init__(
        self, master: str | None = None, root: str | None = None, *, waiting: Waiting | None = None
    ) -> None:
        self.root = None if root is None else root.rstrip("/")
        self.log = new_log()
        self._thread = ThreadPoolExecutor(1, "jiping-spark")
        self.session = connect(master, self.log, waiting or (lambda _: None))

    def reckoning(self, home: Path, extra: Sequence[Scheme] = ()) -> SparkReckoning:
        """A reckoning on it over the dataset in the folder ``home``."""
        return SparkReckoning(self, home, extra)

    @property
    def cores(self) -> int:
        """Tasks that run at the same time; at least 1."""
        return max(int(self.session.sparkContext.defaultParallelism), 1)

    def wait(self, do: Callable[[], T], tell: Callable[[], None] | None = None) -> T:
        """What ``do`` gives, which asks the cluster; ``tell`` is called now and then meanwhile.

        It is asked on another thread, as Ctrl-C in the middle of a call would leave its answer on
        the way; broken off, the cluster's work is stopped.
        """
        asked = self._thread.submit(do)
        try:
            while True:
                try:
                    return asked.result(timeout=0.5)
                except TimeoutError:
                    if asked.done():  # its own
                        raise
                    if tell is not None:
                        tell()
        except KeyboardInterrupt:
            self.session.sparkContext.cancelAllJobs()
            raise

    def close(self) -> None:
        """Give the cluster's cores back."""
        with suppress(Exception):  # it may be gone already, which is why we leave
            self.session.stop()
        self._thread.shutdown(wait=False, cancel_futures=True)
        self.log.unlink(missing_ok=True)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if error is None or not of_spark(error):
            self.close()
            return
        said = f"集群上出错，数据集没有变：{told(error, self.log)}"
        with suppress(Exception):
            self.session.stop()
        raise DatasetError(said) from error


class SparkReckoning(Reckoning):
    """A `Reckoning` whose tables and views live on a cluster.

    ``home``: the dataset's folder, below which all files lie that it reads and writes. A table is a
    folder of Parquet beside the work under way: kept in the workers' memory its plan would grow
    with every step, and a lost worker would lose it.
    """

    piece = 2_000_000
    together = True

    def __init__(self, cluster: Cluster, home: Path, extra: Sequence[Scheme] = ()) -> None:
        known = {**schemes(), **{s.id: s for s in extra}}
        self.schemes = tuple(known.values())
        self.shipped = frozenset(schemes())
        self.plan = load_plan()
        self._spark = cluster.session
        self._wait = cluster.wait
        self._home = home.resolve()
        self._root = cluster.root or self._home.as_uri()
        self._macros: dict[str, Any] = {}
        self._folder = home / OWN / "staging" / "spark"
        shutil.rmtree(self._folder, ignore_errors=True)
        self._tables: dict[str, Path] = {}
        self._made = 0
        rows = [s.columns() for s in self.schemes]
        columns = self.plan.inputs["scheme_in"]
        schema = ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in columns.items())
        values = [(n, *(row[c] for c in list(columns)[1:])) for n, row in enumerate(rows)]
        self._spark.createDataFrame(values, schema).createOrReplaceTempView("scheme_in")

    def take(self, files: dict[Grain, list[str]], within: tuple[int, int] | None = None) -> None:
        """Look at the forms in these files, all below the dataset's folder."""
        limit = "" if within is None else f" WHERE form BETWEEN {within[0]} AND {within[1]}"
        for grain in GRAINS:
            schema = inputs.kept_columns(grain)
            listed = ", ".join(f'"{name}"' for name in schema)
            self._source(f"kept_{grain}_files", files[grain], schema)
            self.view(f"kept_{grain}", f"SELECT {listed} FROM kept_{grain}_files{limit}")
            self.view(f"own_{grain}", f"SELECT * FROM kept_{grain}")
        forms = self._wait(self._spark.table("kept_form").count)
        tasks = max(self._spark.sparkContext.defaultParallelism, forms // FORMS)
        self._spark.conf.set("spark.sql.shuffle.partitions", str(tasks))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The result of a query, here."""
        return [tuple(row) for row in self._wait(self._query(sql).collect)]

    def table(self, name: str, sql: str) -> None:
        """Keep the result of a query until the next of that name."""
        self._keep(name, self._query(sql))

    def append(self, name: str, sql: str) -> None:
        """Add the result of a query to a table, as the types of its columns."""
        held = self._spark.table(name).schema
        added = self._query(sql).toDF(*held.names)
        self._add(name, added.selectExpr(*(_as(field) for field in held)))

    def view(self, name: str, sql: str) -> None:
        """Give a query a name."""
        self._query(sql).createOrReplaceTempView(name)

    def macro(self, definition: str) -> None:
        """Define a function of SQL; it is written out where it is used."""
        from jiping.engine.portable import macro

        name, body = macro(definition)
        self._macros[name] = body

    def source(self, files: Sequence[str]) -> str:
        """Parquet files of the dataset as a view."""
        self._made += 1
        name = f"files_{self._made}"
        self._source(name, files, None)
        return name

    def upright(self, name: str, source: str, columns: Mapping[str, str]) -> None:
        """As stacked rows of one pass."""
        pairs = ", ".join(f"'{called}', `{column}`" for column, called in columns.items())
        stacked = self._query(f"SELECT * FROM {source}").selectExpr(
            "form", f"stack({len(columns)}, {pairs}) AS (noted, targets)"
        )
        self._keep(name, stacked.where("targets IS NOT NULL"))

    def gather(self, name: str, grain: str, branches: Sequence[Failing]) -> None:
        """As rows of one pass over every source: what fails becomes a struct, structs become rows."""
        from jiping.engine.portable import to_spark

        row = "CAST(NULL AS INT)" if grain == "form" else "`row`"
        for source in dict.fromkeys(branch.source for branch in branches):
            held = self._query(f"SELECT * FROM {source}")
            found = []
            for number, part, where in branches:
                if where == source:
                    fails, *shown = (to_spark(f"SELECT {sql}")[7:] for sql in part)
                    kinds = zip("oabc", shown, ("INT", "BIGINT", "BIGINT", "INT"), strict=True)
                    named = ", ".join(f"'{n}', CAST({sql} AS {kind})" for n, sql, kind in kinds)
                    found.append(
                        f"CASE WHEN {fails} THEN"
                        f" named_struct('r', CAST({number} AS SMALLINT), {named}) END"
                    )
            whole = f"filter(array({', '.join(found)}), x -> x IS NOT NULL)"
            made = held.selectExpr("form", f"{row} AS `row`", f"inline({whole})")
            self._add(name, made.select("r", "form", "row", "o", "a", "b", "c"))

    def write(self, sql: str, path: Path) -> int:
        """The result of a query in its order as files ``…-00000.parquet`` and on: how many."""
        staged = path.with_name(f".{path.stem}.new")
        shutil.rmtree(staged, ignore_errors=True)
        self._write(self._query(sql).write, staged)
        made = sorted(staged.glob("part-*.parquet"))
        for number, file in enumerate(made):
            file.replace(path.with_name(f"{path.stem}-{number:05}.parquet"))
        shutil.rmtree(staged, ignore_errors=True)
        return len(made)

    def end(self) -> None:
        """Delete the tables."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _query(self, sql: str) -> Any:
        from jiping.engine.portable import to_spark

        return self._spark.sql(to_spark(sql, self._macros))

    def _keep(self, name: str, frame: Any) -> None:
        self._made += 1
        former = self._tables.get(name)
        where = self._folder / f"{name}-{self._made}"
        self._write(frame.write, where)
        self._tables[name] = where
        self._read(name, frame.schema)
        if former is not None:
            shutil.rmtree(former, ignore_errors=True)

    def _add(self, name: str, frame: Any) -> None:
        self._write(frame.write.mode("append"), self._tables[name])
        self._read(name, self._spark.table(name).schema)

    def _write(self, writer: Any, path: Path) -> None:
        address = self._address(path)
        self._wait(lambda: writer.parquet(address))

    def _read(self, name: str, schema: Any) -> None:
        reader = self._spark.read.schema(schema)
        reader.parquet(self._address(self._tables[name])).createOrReplaceTempView(name)

    def _source(self, name: str, files: Sequence[str], columns: dict[str, Any] | None) -> None:
        reader = self._spark.read
        if columns is not None:
            reader = reader.schema(", ".join(f"`{c}` {_TYPES[k]}" for c, k in columns.items()))
        addresses = [self._address(Path(file)) for file in files]
        # Their own columns count, not the names of their folders.
        frame = reader.option("recursiveFileLookup", "true").parquet(*addresses)
        frame.createOrReplaceTempView(name)

    def _address(self, path: Path) -> str:
        """A file of the dataset as the workers name it."""
        return f"{self._root}/{path.resolve().relative_to(self._home).as_posix()}"


def _as(field: Any) -> str:
    return f"CAST(`{field.name}` AS {field.dataType.simpleString()}) AS `{field.name}`"


_TYPES = {**SQL_TYPES, "text": "STRING"}
