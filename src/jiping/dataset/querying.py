"""`jiping dataset sql`: questions of a researcher, answered from the dataset and from nothing else.

The query sees the tables as views. The files behind them are all that it may open, and it can
write nothing: one SELECT, no access to other files, no settings.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from jiping.dataset import results
from jiping.dataset.errors import DatasetError
from jiping.dataset.interrupts import interruptible
from jiping.dataset.reckoning import counting, listed, parquet
from jiping.dataset.schema import COLUMNS, RESULTS, nothing

if TYPE_CHECKING:
    from jiping.dataset.folder import Dataset
    from jiping.model.columns import Column


class Answer:
    """The columns of a result and its rows, some at a time. Holds the database until it is read."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.columns: tuple[str, ...] = tuple(d[0] for d in cursor.description or ())

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Every row once. Raises DatasetError where computing one fails."""
        import duckdb

        try:
            while True:
                with interruptible():
                    some = self._cursor.fetchmany(1_000)
                if not some:
                    return
                yield from some
        except duckdb.Error as error:
            raise DatasetError(_words(error)) from error


def tables(dataset: Dataset) -> dict[str, tuple[tuple[Column, ...], list[str]]]:
    """Table → its columns and its files: what was added, and what the last audit found."""
    held = results.latest(dataset)
    found: dict[str, tuple[tuple[Column, ...], list[str]]] = {
        table: (columns, dataset.files(table)) for table, columns in COLUMNS.items()
    }
    for result, columns in RESULTS.items():
        names = held.paths(result) if held is not None else []
        found[result] = columns, [str(dataset.path / name) for name in names]
    return found


def connect(dataset: Dataset, *, threads: int | None = None) -> Any:
    """A database with the dataset's tables as views, closed to everything else."""
    import duckdb

    connection = duckdb.connect(":memory:")
    files: list[str] = []
    for table, (columns, names) in tables(dataset).items():
        shown = view(columns, names, dataset.manifest.withdrawn)
        connection.execute(f'CREATE VIEW "{table}" AS {shown}')
        for column in columns:
            said = column.doc.replace("'", "''")
            connection.execute(f'COMMENT ON COLUMN "{table}"."{column.name}" IS \'{said}\'')
        files += names
    if threads is not None:
        connection.execute(f"SET threads = {int(threads)}")
    for setting in (
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        f"allowed_paths = {listed(files)}",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        connection.execute(f"SET {setting}")
    return connection


def ask(dataset: Dataset, sql: str, parameters: Sequence[Any] = ()) -> Answer:
    """The answer to one question. Raises DatasetError for anything but a question."""
    import duckdb

    connection = connect(dataset)
    try:
        statements = connection.extract_statements(sql)
        kinds = {statement.type for statement in statements}
        if len(statements) != 1 or kinds - {duckdb.StatementType.SELECT}:
            raise DatasetError("只能写一条查询语句（SELECT …），不能改数据、读写文件或改设置")
        with interruptible():
            return Answer(connection.execute(statements[0], list(parameters)))
    except duckdb.Error as error:
        raise DatasetError(_words(error)) from error


def view(columns: Sequence[Column], names: list[str], withdrawn: Collection[int] = ()) -> str:
    """The query that gives a table from its files, without the forms that were withdrawn."""
    if not names:
        return nothing(columns)
    listing = ", ".join(f'"{c.name}"' for c in columns)
    about_forms = any(c.name == "form" for c in columns)
    return f"SELECT {listing} FROM {parquet(names)}{counting(withdrawn) if about_forms else ''}"


_SAID = (
    (re.compile(r"Table with name (\S+) does not exist"), "没有名为“{0}”的表，可以查的表：{tables}"),
    (re.compile(r'column "([^"]+)" not found.*?Candidate bindings: ([^\n]+)', re.S), "没有名为“{0}”的栏目，相近的有：{1}"),
    (re.compile(r'column "([^"]+)" not found'), "没有名为“{0}”的栏目"),
    (re.compile(r'syntax error at or near "([^"]*)"'), "写法不对，在“{0}”附近"),
    (re.compile(r"syntax error at end of input|without selection list"), "没有写完"),
    (re.compile(r"Function with name (\S+) does not exist"), "没有名为“{0}”的函数"),
    (re.compile(r"Could not convert \w+ '([^']*)' to (\w+)"), "“{0}”不能换成 {1} 类型"),
    (re.compile(r"No function matches the given name and argument types '(\w+)\(([^)]*)\)'"), "函数 {0} 不能用于 {1} 类型的栏目，先用 cast(栏目 AS 类型) 换"),
    (re.compile(r"Conversion Error: Could not convert"), "有的值不能换成要的类型，可改用 try_cast"),
    (re.compile(r"Ambiguous reference to column name \"([^\"]+)\""), "几个表都有栏目“{0}”，要写明表名，例如 form.{0}"),
    (re.compile(r"Cannot compare values of type (\w+) and type (\w+)"), "{0} 类型与 {1} 类型不能比较"),
    (re.compile(r"WHERE clause cannot contain aggregates"), "WHERE 里不能用 count、sum 等汇总，请用 HAVING"),
    (re.compile(r"Out of Memory|could not allocate", re.I), "内存不够，请少查一些，或分年度查"),
    (re.compile(r'Referenced table "([^"]+)" not found'), "没有名为“{0}”的表或别名"),
    (re.compile("must appear in the GROUP BY clause"), "没有汇总的栏目要写进 GROUP BY"),
)  # fmt: skip
"""What the database says → the same in Chinese."""


def _words(error: Exception) -> str:
    """What is wrong, in Chinese, then what the database said: it points at the place in the query."""
    said = str(error).strip()
    if "file system operations are disabled" in said:
        return "查询只能用数据集里的表，不能打开文件"
    for known, words in _SAID:
        found = known.search(said)
        if found:
            told = words.format(*found.groups(default=""), tables="、".join([*COLUMNS, *RESULTS]))
            place = re.search(r"\n\n?(LINE \d+:.*)", said, re.S)
            return f"查询不对：{told}" + (f"（见下）\n{place.group(1).rstrip()}" if place else "")
    return f"查询不对：{said}"
