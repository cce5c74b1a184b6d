"""Forms from tables of others: CSV and workbooks by a mapping, and datasets' own tables in a
DuckDB file, in PostgreSQL or in a folder of CSV (as `exporting` writes them)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from jiping import __version__
from jiping.dataset import mapping
from jiping.dataset.adding import add_forms
from jiping.dataset.errors import DatasetError
from jiping.dataset.reckoning import quoted
from jiping.dataset.schema import COLUMNS, PARTED, SQL_TYPES
from jiping.model.columns import SCHEMA, Batch, from_columns
from jiping.model.evaluation import Evaluation, Source
from jiping.model.place import SourceMap

SLICE = 1_000
"""Forms that are held as values at a time."""
Query = Callable[[str], Sequence[tuple[Any, ...]]]
_ENCODINGS = ("utf-8-sig", "gb18030")


def import_table(path: str | Path, file: str | Path, words: str | Path) -> int:
    """Forms of a CSV file or workbook, by the mapping file ``words``: how many were added.

    The same file with the same mapping is added once. Raises DatasetError.
    """
    mapped = mapping.load(words)
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise DatasetError(f"{file} 打不开（{error.strerror or error}）") from error
    own = sha256(data).hexdigest()
    name = Path(file).suffix.lower().removeprefix(".") or "csv"
    if name in ("csv", "tsv", "txt"):
        columns, rows = _delimited(data, str(file), mapped.encoding)
    else:
        columns, rows = _sheet(data, str(file), mapped.sheet)
    source = Source(str(file), own, "csv" if name in ("csv", "tsv", "txt") else name, 1)
    digest = sha256(data + b"\0" + Path(words).read_bytes()).hexdigest()
    made = mapping.forms(mapped, columns, rows, source)
    return add_forms(path, made, str(file), digest, __version__)


def import_tables(path: str | Path, source: str) -> int:
    """Forms of tables as a dataset has them: a DuckDB file, a folder of CSV, ``postgresql://…``.

    Forms that the dataset has already are left out. Raises DatasetError.
    """
    if source.startswith(("postgresql://", "postgres://")):
        from jiping.dataset.postgres import reader

        with reader(source) as ask:
            return _add(path, source.rpartition("@")[2], ask)
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        if Path(source).is_dir():
            for table in PARTED:
                columns = COLUMNS[table]
                types = ", ".join(f"{quoted(c.name)}: {quoted(SQL_TYPES[c.type])}" for c in columns)
                where = quoted(str(Path(source, f"{table}.csv")))
                connection.execute(
                    f"CREATE VIEW {table} AS SELECT * FROM read_csv({where}, types = {{{types}}},"
                    " header = true, auto_detect = true, nullstr = '\\N', allow_quoted_nulls = false)"
                )
        else:
            connection.execute(f"ATTACH {quoted(source)} AS held (READ_ONLY)")
            connection.execute("USE held")
        return _add(path, source, lambda sql: connection.execute(sql).fetchall())
    except duckdb.Error as error:
        said = str(error).split("\n")[0]
        raise DatasetError(f"{source} 不是数据集导出的表，或不能打开：{said}") from error
    finally:
        connection.close()


def _add(path: str | Path, source: str, ask: Query) -> int:
    digests = [row[0] for row in ask("SELECT digest FROM form ORDER BY 1")]
    digest = sha256("\0".join(map(str, digests)).encode()).hexdigest()
    return add_forms(path, forms_from(ask), source, digest, __version__, known_out=True)


def forms_from(ask: Query) -> Iterator[Evaluation]:
    """Every form of tables as a dataset has them, in the order of the numbers, with its places."""
    ((least, most),) = ask("SELECT min(form), max(form) FROM form")
    if least is None:
        return
    at = least
    while at <= most:
        tables: dict[Any, dict[str, list[Any]]] = {}
        (row,) = ask(f"SELECT min(form) FROM form WHERE form >= {at}")
        at = row[0]
        for table, columns in SCHEMA.items():
            named = ", ".join(f'"{c.name}"' for c in columns)
            rows = ask(f"SELECT {named} FROM {table} WHERE form >= {at} AND form < {at + SLICE}")
            values = list(zip(*rows, strict=True)) or [()] * len(columns)
            tables[table] = {c.name: list(v) for c, v in zip(columns, values, strict=True)}
        places = _places(ask, at)
        numbers = sorted(tables["form"]["form"])
        for number, form in zip(numbers, from_columns(Batch(tables)), strict=True):
            yield replace(form, places=SourceMap.from_json(places.get(number, {})))
        at += SLICE
        if at > most:
            return


def _places(ask: Query, at: int) -> dict[int, dict[str, Any]]:
    import json

    found: dict[int, dict[str, Any]] = {}
    rows = ask(f"SELECT form, pointer, place FROM place WHERE form >= {at} AND form < {at + SLICE}")
    for form, pointer, place in rows:
        found.setdefault(form, {})[pointer] = json.loads(place)
    return found


def _delimited(
    data: bytes, file: str, encoding: str | None
) -> tuple[list[str], Iterator[list[str | None]]]:
    """Names and rows of a CSV file, whatever separates them and whatever they are encoded in."""
    for name in (encoding,) if encoding else _ENCODINGS:
        try:
            text = data.decode(name)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        raise DatasetError(f"{file} 的文字编码认不出，请在映射文件里用 encoding 写明")
    head = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=max("\t,;|", key=head.count))
    columns = [name.strip() for name in next(rows, [])]
    return columns, _whole(rows, len(columns))


def _whole(rows: Iterator[list[str]], width: int) -> Iterator[list[str | None]]:
    for row in rows:
        texts: list[str | None] = [text if text.strip() else None for text in row[:width]]
        yield texts + [None] * (width - len(texts))


def grid_of(file: str | Path) -> list[tuple[int, list[str | None]]]:
    """The rows of a CSV file or of the first sheet of a workbook, each with its number in the file.

    Raises DatasetError.
    """
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise DatasetError(f"{file} 打不开（{error.strerror or error}）") from error
    if Path(file).suffix.lower() in (".csv", ".tsv", ".txt"):
        columns, rows = _delimited(data, str(file), None)
        return list(enumerate([[c or None for c in columns], *rows], 1))
    return _numbered(data, str(file), None)


def _sheet(
    data: bytes, file: str, sheet: str | None
) -> tuple[list[str], Iterator[list[str | None]]]:
    """Names and rows of a sheet: its first row with texts holds the names."""
    grid = [[text or "" for text in row] for _, row in _numbered(data, file, sheet)]
    while grid and not any(text.strip() for text in grid[0]):
        grid.pop(0)
    columns = [text.strip() for text in grid[0]] if grid else []
    return columns, _whole(iter(grid[1:]), len(columns))


def _numbered(data: bytes, file: str, sheet: str | None) -> list[tuple[int, list[str | None]]]:
    """The rows of a sheet with their numbers."""
    from jiping.read.book import Table
    from jiping.read.errors import Unreadable
    from jiping.read.limits import DEFAULT
    from jiping.read.opening import open_book

    # A table of a whole bureau is longer than any form.
    limits = replace(
        DEFAULT, rows=1_048_576, cells=40_000_000, unpacked_size=2**30, tree_size=2**31, seconds=900
    )
    try:
        book = open_book(data, file, limits)
    except Unreadable as error:
        raise DatasetError(f"{file}：{str(error).rstrip('。')}") from error
    tables = [b for b in book.blocks if isinstance(b, Table)]
    if sheet is not None:
        tables = [t for t in tables if t.sheet == sheet]
    if not tables:
        raise DatasetError(f"{file} 里没有{'工作表 ' + sheet if sheet else '表格'}")
    grid: list[tuple[int, list[str | None]]] = []
    for number, row in enumerate(tables[0].rows, 1):
        texts: dict[int, str] = {c.column: c.stored or c.text for c in row}
        cells = [texts.get(n) for n in range(1, max(texts, default=0) + 1)]
        grid.append((row[0].row if row else number, cells))
    return grid
