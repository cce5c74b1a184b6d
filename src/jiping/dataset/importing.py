"""Forms from tables of others: CSV and workbooks by a mapping, and datasets' own tables in a
DuckDB file, in PostgreSQL or in a folder of CSV (as `exporting` writes them)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from jiping import __version__
from jiping.dataset import fingerprints, grids, mapping
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


@dataclass(frozen=True, slots=True)
class Tables:
    """How many forms were added, and which rows of the file gave nothing."""

    forms: int
    left_out: mapping.LeftOut


def import_table(path: str | Path, file: str | Path, words: str | Path) -> Tables:
    """Forms of a CSV file or workbook, by the mapping file ``words``.

    The same file with the same mapping is added once. Raises DatasetError.
    """
    mapped = mapping.load(words)
    data = grids.content(file)
    plain = grids.is_delimited(file)
    grid = (
        grids.delimited(data, str(file), mapped.encoding)
        if plain
        else grids.sheet(data, str(file), mapped.sheet, spread=True)
    )
    columns, rows = grids.headed(grid, mapped.columns())
    kind = "csv" if plain else Path(file).suffix.lower().removeprefix(".")
    source = Source(str(file), sha256(data).hexdigest(), kind, 1)
    digest = sha256(data + b"\0" + Path(words).read_bytes()).hexdigest()
    left_out = mapping.LeftOut()
    made = mapping.forms(mapped, columns, rows, source, left_out)
    return Tables(add_forms(path, made, str(file), digest, __version__), left_out)


def import_tables(path: str | Path, source: str) -> int:
    """Forms of tables as a dataset has them: a DuckDB file, a folder of CSV, ``postgresql://…``.

    Forms that the dataset has already are left out. Raises DatasetError.
    """
    if source.startswith(("postgresql://", "postgres://")):
        from jiping.dataset.postgres import reader

        with reader(source) as ask:
            return _add(path, source.rpartition("@")[2], ask)
    import duckdb

    if Path(source).suffix.lower() in _TABLES:
        raise DatasetError(
            f"{source} 是表格文件，请用 --mapping 写明哪一栏是什么；写法见 docs/dataset.md，"
            "样子见 examples/一体化映射.toml"
        )
    if not Path(source).exists():
        raise DatasetError(f"没有 {source} 这个文件或文件夹")
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
        raise DatasetError(f"{source} {_trouble(error)}") from error
    finally:
        connection.close()


_TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".et", ".ods"})


def _trouble(error: Exception) -> str:
    """Why a DuckDB file or a folder of CSV gives no dataset."""
    import duckdb

    said = str(error)
    if isinstance(error, duckdb.CatalogException | duckdb.BinderException):
        return "不是数据集导出的表：里面没有 form、fund、indicator 等表或栏目不同，请用 jiping dataset export 导出"
    if "lock" in said:
        return "正被别的程序打开，请关掉后再试"
    if "No files found" in said:
        return "文件夹里缺少数据集的 CSV 文件（form.csv 等），不是 jiping dataset export 写的"
    if isinstance(error, duckdb.IOException | duckdb.SerializationException):
        return "不是 DuckDB 数据库文件，或已损坏"
    if isinstance(error, duckdb.InvalidInputException | duckdb.ConversionException):
        return "里的 CSV 与数据集的表对不上（栏目或数的写法改过），请重新导出"
    return "不是数据集导出的表，或不能打开"


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
            held = {p: t for p, t in places.get(number, {}).items() if p != fingerprints.POINTER}
            found = {pointer: json.loads(text) for pointer, text in held.items()}
            whole = replace(form, places=SourceMap.from_json(found))
            yield fingerprints.with_text(whole, places.get(number, {}).get(fingerprints.POINTER))
        at += SLICE
        if at > most:
            return


def _places(ask: Query, at: int) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    rows = ask(f"SELECT form, pointer, place FROM place WHERE form >= {at} AND form < {at + SLICE}")
    for form, pointer, place in rows:
        found.setdefault(form, {})[pointer] = place
    return found
