"""A dataset's tables in PostgreSQL, through psycopg (extra ``postgres``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jiping.dataset.errors import DatasetError

if TYPE_CHECKING:
    from jiping.model.columns import Column, Type

_TYPES: dict[Type, str] = {
    "int64": "BIGINT", "int32": "INTEGER", "int8": "SMALLINT", "bool": "BOOLEAN", "text": "TEXT",
}  # fmt: skip


def _psycopg() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise DatasetError(
            "连接 PostgreSQL 需要 psycopg，本机没有安装。请运行：python -m pip install 'jiping[postgres]'"
        ) from error
    return psycopg


@contextmanager
def _connected(source: str) -> Iterator[Any]:
    psycopg = _psycopg()
    try:
        with psycopg.connect(source) as connection:
            yield connection
    except psycopg.Error as error:
        said = str(error).strip().split("\n")[0]
        raise DatasetError(f"PostgreSQL 出错：{said}") from error


@contextmanager
def reader(source: str) -> Iterator[Callable[[str], Sequence[tuple[Any, ...]]]]:
    """Ask the database ``source`` names (``postgresql://…``); one view of it while this lasts.

    Raises DatasetError.
    """
    with _connected(source) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield lambda sql: connection.execute(sql).fetchall()


def write(
    source: str, tables: Iterable[tuple[str, Sequence[Column], Iterable[tuple[Any, ...]]]]
) -> None:
    """Replace these tables (name, columns, rows): all of them or, where anything fails, none.

    Raises DatasetError.
    """
    with _connected(source) as connection, connection.cursor() as cursor:
        for table, columns, rows in tables:
            listed = ", ".join(f'"{c.name}" {_TYPES[c.type]}' for c in columns)
            cursor.execute(f'DROP TABLE IF EXISTS "{table}"')
            cursor.execute(f'CREATE TABLE "{table}" ({listed})')
            for column in columns:
                said = column.doc.replace("'", "''")
                cursor.execute(f'COMMENT ON COLUMN "{table}"."{column.name}" IS \'{said}\'')
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                for row in rows:
                    copy.write_row([_clean(value) for value in row])


def _clean(value: Any) -> Any:
    """PostgreSQL's texts hold no zero character."""
    return value.replace("\0", "") if isinstance(value, str) else value
