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
        raise DatasetError(f"PostgreSQL {_trouble(str(error))}") from error


_TROUBLES = {
    "authentication failed": "拒绝登录：用户名或密码不对",
    "no password supplied": "要密码：写在地址里（postgresql://用户:密码@主机/库）或文件 ~/.pgpass 里",
    "onnection refused": "连不上：服务器没有运行，或主机、端口写错了",
    "timeout expired": "连不上：服务器没有回答，请看主机、端口和防火墙",
    "resolve host": "连不上：找不到这台主机，请看主机名",
    "not known": "连不上：找不到这台主机，请看主机名",
    "No such file": "连不上：本机没有在运行的 PostgreSQL",
    "permission denied": "拒绝：这个用户没有权限，请管理员授权",
    "relation": "的库里没有数据集的表（form、fund、indicator 等），不是 jiping dataset export 写的",
    "does not exist": "里没有这个库或用户，请看地址 postgresql://用户@主机/库",
    "No space left": "的磁盘已满",
}


def _trouble(said: str) -> str:
    """What a message of the server or of the library means; what is not known, as it stands."""
    for words, meant in _TROUBLES.items():
        if words in said:
            return meant
    return f"出错：{said.strip().splitlines()[0] if said.strip() else '没有说明'}"


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
