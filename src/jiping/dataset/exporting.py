"""A dataset for other programs: DuckDB, PostgreSQL, CSV with a data package, a workbook, IATI."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jiping.dataset import packaging, querying
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.dataset.iati import iati
from jiping.dataset.manifest import write_whole
from jiping.dataset.reckoning import quoted
from jiping.dataset.schema import TITLES
from jiping.model.columns import Column
from jiping.model.trouble import of_system

FORMS = ("duckdb", "postgres", "csv", "xlsx", "iati")
SHEET_ROWS = 1_048_575
"""Rows of a workbook's sheet, its head apart."""
_SHEETS = ("form", "fund", "indicator", "file", "score", "finding")


def export(path: str | Path, target: str, form: str | None = None) -> str:
    """Write the whole dataset; what was written, in words. ``form`` follows from ``target`` unless
    it is given: ``postgresql://…``, ``.duckdb``, ``.xlsx``, ``.xml`` (IATI), a folder for CSV.

    Raises DatasetError.
    """
    dataset = Dataset(path)
    chosen = form or _form_of(target)
    try:
        if chosen == "postgres":
            return _postgres(dataset, target)
        where = Path(target)
        return {"duckdb": _duckdb, "csv": _csv, "xlsx": _xlsx, "iati": _iati}[chosen](
            dataset, where
        )
    except OSError as error:
        raise DatasetError(f"不能写入 {target}（{of_system(error)}）") from error


def _form_of(target: str) -> str:
    if target.startswith(("postgresql://", "postgres://")):
        return "postgres"
    known = {".duckdb": "duckdb", ".db": "duckdb", ".xlsx": "xlsx", ".xml": "iati", "": "csv"}
    found = known.get(Path(target).suffix.lower())
    if found is None:
        raise DatasetError(f"看不出 {target} 要什么格式，请用 --format 写明：{'、'.join(FORMS)}")
    return found


def _duckdb(dataset: Dataset, target: Path) -> str:
    import duckdb

    new = target.with_name(f".{target.name}.new")
    new.unlink(missing_ok=True)
    connection = duckdb.connect(":memory:")
    try:
        connection.execute(f"ATTACH {quoted(str(new))} AS made")
    except duckdb.IOException as error:
        raise DatasetError(f"不能写入 {target}：没有这个文件夹，或没有权限") from error
    count = 0
    for table, (columns, names) in querying.tables(dataset).items():
        connection.execute(
            f'CREATE TABLE made."{table}" AS {querying.view(columns, names, dataset.manifest.withdrawn)}'
        )
        for column in columns:
            said = quoted(column.doc)
            connection.execute(f'COMMENT ON COLUMN made."{table}"."{column.name}" IS {said}')
        count += 1
    connection.execute("DETACH made")
    connection.close()
    new.replace(target)
    return f"{count} 个表"


def _postgres(dataset: Dataset, target: str) -> str:
    from jiping.dataset.postgres import write

    def tables() -> Iterator[tuple[str, tuple[Column, ...], Iterator[tuple[Any, ...]]]]:
        for table, (columns, _) in querying.tables(dataset).items():
            yield table, columns, querying.ask(dataset, f'FROM "{table}"').rows()

    write(target, tables())
    return f"{len(querying.tables(dataset))} 个表"


def _csv(dataset: Dataset, target: Path) -> str:
    """A CSV file a table, with the data package that describes them. A blank is \\N: "" is a text."""
    import duckdb

    target.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(":memory:")
    resources = []
    for table, (columns, names) in querying.tables(dataset).items():
        if not names:
            continue
        new = target / f".{table}.new"
        connection.execute(
            f"COPY ({querying.view(columns, names, dataset.manifest.withdrawn)}) TO {quoted(str(new))}"
            " (FORMAT csv, HEADER, NULLSTR '\\N')"
        )
        new.replace(target / f"{table}.csv")
        resources.append(
            {
                "name": table, "title": TITLES[table], "path": f"{table}.csv", "format": "csv",
                "mediatype": "text/csv", "encoding": "utf-8",
                "schema": {**packaging.schema_of(table, columns), "missingValues": ["\\N"]},
            }
        )  # fmt: skip
    connection.close()
    name = dataset.path.resolve().name
    write_whole(target / packaging.NAME, packaging.package(name, resources))
    return f"{len(resources)} 个 CSV 文件和 {packaging.NAME}"


def _xlsx(dataset: Dataset, target: Path) -> str:
    """The tables that people look at, a sheet each; texts stay texts, whatever they begin with."""
    import xlsxwriter

    held = querying.tables(dataset)
    for table in _SHEETS:
        ((count,),) = querying.ask(dataset, f'SELECT count(*) FROM "{table}"').rows()
        if count > SHEET_ROWS:
            raise DatasetError(
                f"表 {table} 有 {count} 行，一个工作表放不下，请导出为 DuckDB 或 CSV"
            )
    new = target.with_name(f".{target.name}.new")
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(new), options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#e8ecf2"})
        for table in _SHEETS:
            columns = held[table][0]
            sheet = book.add_worksheet(table)
            sheet.freeze_panes(1, 0)
            for n, column in enumerate(columns):
                sheet.write_string(0, n, column.name, bold)
            for r, row in enumerate(querying.ask(dataset, f'FROM "{table}"').rows(), 1):
                for n, (value, column) in enumerate(zip(row, columns, strict=True)):
                    _write_cell(sheet, r, n, value, column)
        words = book.add_worksheet("说明")
        line = 0
        for table in _SHEETS:
            words.write_string(line, 0, f"{table}：{TITLES[table]}", bold)
            for column in held[table][0]:
                line += 1
                words.write_string(line, 0, column.name)
                words.write_string(line, 1, column.doc)
            line += 2
        words.set_column(0, 1, 30)
    new.replace(target)
    return f"{len(_SHEETS)} 个工作表"


def _write_cell(sheet: Any, row: int, at: int, value: Any, column: Column) -> None:
    """A spreadsheet has 15 digits: a longer integer goes in as text."""
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, at, value)
    elif isinstance(value, int) and abs(value) < 10**15:
        sheet.write_number(row, at, value)
    else:
        sheet.write_string(row, at, str(value)[:32767])
    del column


def _iati(dataset: Dataset, target: Path) -> str:
    new = target.with_name(f".{target.name}.new")
    count = 0
    with new.open("w", encoding="utf-8", newline="\n") as stream:
        for piece, forms in iati(dataset):
            stream.write(piece)
            count += forms
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(target)
    left = dataset.manifest.forms - count
    return f"{count} 个项目" + (
        f"（另有 {left} 张没有写年度，IATI 要求起止日期，没有写出）" if left else ""
    )
