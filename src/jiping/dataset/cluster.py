"""A Spark cluster: a session on it, and the plan's statements run there instead of in DuckDB.

The statements are the same texts; `jiping.engine.portable` writes them in Spark's words.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jiping.dataset import inputs
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import OWN
from jiping.dataset.reckoning import Failing, Reckoning
from jiping.engine.database import SQL_TYPES
from jiping.engine.plan import GRAINS, load_plan
from jiping.model.columns import Grain
from jiping.score.scheme import Scheme, schemes

SETTINGS = {
    "spark.sql.ansi.enabled": "true",  # what overflows is an error, as in DuckDB, not another number
    "spark.sql.caseSensitive": "false",
    "spark.sql.decimalOperations.allowPrecisionLoss": "true",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}
"""What the results depend on: set whatever the cluster's own defaults are."""
QUIET = {
    "spark.log.level": "ERROR",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
"""What only those set who want it otherwise (spark-defaults.conf, spark-submit)."""

FORMS = 20_000
"""Forms whose rows go through one task when rows are brought together by form."""


class Cluster:
    """A session on the cluster that ``master`` names (None: what Spark itself is set to, or this
    machine). ``root``: the dataset's folder as the workers know it, a path or an address such as
    ``s3a://…``; None: the same path as here.

    Raises DatasetError where PySpark, Java or the cluster is missing.
    """

    def __init__(self, master: str | None = None, root: str | None = None) -> None:
        self.root = None if root is None else root.rstrip("/")
        self.session = _session(master)

    def reckoning(self, home: Path, extra: Sequence[Scheme] = ()) -> SparkReckoning:
        """A reckoning on it over the dataset in the folder ``home``."""
        return SparkReckoning(self, home, extra)

    def close(self) -> None:
        """Give the cluster's cores back."""
        self.session.stop()

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _session(master: str | None) -> Any:
    try:
        import pyspark
        import sqlglot  # noqa: F401 - found missing now, not in the middle
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise DatasetError(
            "在 Spark 上运行需要 PySpark，本机没有安装。请运行：python -m pip install 'jiping[spark]'"
        ) from error
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        raise DatasetError(
            "在 Spark 上运行需要 Java 17 或更新的版本，本机没有找到 java。"
            "请安装（Debian、统信、麒麟：sudo apt install openjdk-17-jre-headless），或设好 JAVA_HOME"
        )
    os.environ.setdefault("SPARK_HOME", str(Path(pyspark.__file__).parent))
    if master is None or master.startswith("local"):
        # Workers on this machine run what this process runs.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark import SparkConf

    known = SparkConf()
    builder = SparkSession.builder.appName("jiping")
    if master is not None:
        builder = builder.master(master)
    elif not known.contains("spark.master"):
        builder = builder.master("local[*]")
    for name, value in QUIET.items():
        if not known.contains(name):
            builder = builder.config(name, value)
    if (master or "local").startswith("local") and not known.contains("spark.driver.host"):
        builder = builder.config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        raise DatasetError(f"连不上 Spark（{master or '本机'}）：{_first_line(error)}") from error
    except Exception as error:  # Py4J's, which has no parent of PySpark's
        if type(error).__module__.split(".")[0] != "py4j":
            raise
        raise DatasetError(f"连不上 Spark（{master or '本机'}）：{_first_line(error)}") from error


def _first_line(error: BaseException) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return next((line for line in lines if not line.startswith("An error")), type(error).__name__)


class SparkReckoning(Reckoning):
    """A `Reckoning` whose tables and views live on a cluster.

    ``home``: the dataset's folder, below which all files lie that it reads and writes. A table is a
    folder of Parquet beside the work under way: kept in the workers' memory its plan would grow
    with every step, and a lost worker would lose it.
    """

    piece = 2_000_000

    def __init__(self, cluster: Cluster, home: Path, extra: Sequence[Scheme] = ()) -> None:
        known = {**schemes(), **{s.id: s for s in extra}}
        self.schemes = tuple(known.values())
        self.shipped = frozenset(schemes())
        self.plan = load_plan()
        self._spark = cluster.session
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
        for grain in ("fund", "indicator"):
            self.view(f"{grain}_in", f"SELECT * FROM kept_{grain}")
        forms = self._spark.table("kept_form").count()
        tasks = max(self._spark.sparkContext.defaultParallelism, forms // FORMS)
        self._spark.conf.set("spark.sql.shuffle.partitions", str(tasks))

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The result of a query, here."""
        return [tuple(row) for row in self._query(sql).collect()]

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
        self._query(sql).write.parquet(self._address(staged))
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
        frame.write.parquet(self._address(where))
        self._tables[name] = where
        self._read(name, frame.schema)
        if former is not None:
            shutil.rmtree(former, ignore_errors=True)

    def _add(self, name: str, frame: Any) -> None:
        frame.write.mode("append").parquet(self._address(self._tables[name]))
        self._read(name, self._spark.table(name).schema)

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
