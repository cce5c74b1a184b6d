"""Tables of others as rows of texts with their numbers in the file, and where their names stand.

Names may stand under a title, in one row or in two (项目 over 编码 and 名称: “项目/编码”); what a
merged cell says holds for all rows and columns that it covers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from jiping.dataset.errors import DatasetError
from jiping.model.trouble import of_system

if TYPE_CHECKING:
    from jiping.read.book import Cell

Texts = list[str | None]
Grid = list[tuple[int, Texts]]
"""Number of the row in the file (1-based) and its texts; None is blank."""
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file begins that Excel saved as “Unicode 文本”."""
_SEPARATORS = "\t,;|"
_LOOKED_AT = 30
"""Rows among which the names are looked for."""


def delimited(data: bytes, file: str, encoding: str | None) -> Grid:
    """The rows of a CSV file, whatever separates them and whatever they are encoded in."""
    found = ("utf-16",) if data.startswith(_UTF_16) else _ENCODINGS
    for name in (encoding,) if encoding else found:
        try:
            text = data.decode(name)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        said = f"不是映射文件写明的 {encoding}" if encoding else "认不出"
        raise DatasetError(
            f"{file} 的文字编码{said}。请用 Excel 打开后另存为“CSV UTF-8”，"
            '或在映射文件里写明，例如 encoding = "gb18030"'
        )
    head = "\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=head.count))
    grid: Grid = []
    line = 1
    try:
        for row in reader:
            grid.append((line, [cell if cell.strip() else None for cell in row]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise DatasetError(f"{file} 第 {line} 行读不了（{error}）") from error
    return grid


def sheet(data: bytes, file: str, name: str | None, *, spread: bool = False) -> Grid:
    """The rows of a sheet, of the first if none is named. ``spread``: a merged cell in every row
    and column that it covers."""
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
    if name is not None:
        held = "、".join(dict.fromkeys(t.sheet for t in tables if t.sheet))
        tables = [t for t in tables if t.sheet == name]
        if not tables:
            raise DatasetError(f"{file} 里没有工作表 {name}{f'，有：{held}' if held else ''}")
    if not tables:
        raise DatasetError(f"{file} 里没有表格")
    return list(_rows(tables[0].rows, spread=spread))


def _rows(rows: Sequence[Sequence[Cell]], *, spread: bool) -> Iterator[tuple[int, Texts]]:
    covering: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(rows, 1):
        at = row[0].row if row else number
        texts = {column: text for column, (last, text) in covering.items() if last >= at}
        for cell in row:
            text = cell.stored or cell.text
            wide = range(cell.column, cell.column + (cell.colspan if spread else 1))
            for column in wide:
                texts[column] = text
                if spread and cell.rowspan > 1:
                    covering[column] = at + cell.rowspan - 1, text
        held = [texts.get(n) for n in range(1, max(texts, default=0) + 1)]
        yield at, [text if text and text.strip() else None for text in held]


def grid_of(file: str | Path) -> Grid:
    """The rows of a CSV file or of the first sheet of a workbook. Raises DatasetError."""
    data = content(file)
    if is_delimited(file):
        return delimited(data, str(file), None)
    return sheet(data, str(file), None)


def content(file: str | Path) -> bytes:
    """The bytes of a file. Raises DatasetError."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise DatasetError(f"{file} 打不开（{of_system(error)}）") from error


def is_delimited(file: str | Path) -> bool:
    """Whether a file is a text with separators, by its name."""
    return Path(file).suffix.lower() in ("", ".csv", ".tsv", ".txt")


def headed(grid: Grid, wanted: Collection[str] = ()) -> tuple[list[str], Grid]:
    """Names of the columns, and the rows below them.

    The names are those of the first row, or two rows, where all ``wanted`` stand; where they stand
    nowhere, of the row that has most of them (the first with texts, if none has any). Of two rows
    a column is “upper/lower”, or just the lower if there is no other of that name; what is wanted
    is named as it was asked for, blanks apart.
    """
    asked = {_bare(name): name for name in wanted}
    most, names, below = -1, list[str](), 0
    for at in [n for n, (_, row) in enumerate(grid) if any(row)][:_LOOKED_AT]:
        for deep in (1, 2):
            held = [
                asked.get(each, each)
                for each in _names([r for _, r in grid[at : at + deep]], asked)
            ]
            count = sum(name in held for name in asked.values())
            if count > most:
                most, names, below = count, held, at + deep
    width = len(names)
    rows = [(line, [*row[:width], *[None] * (width - len(row))]) for line, row in grid[below:]]
    return names, rows


def _names(rows: Sequence[Texts], asked: Collection[str]) -> list[str]:
    """The names of columns in one row, or in two, of which the upper one stands over several."""
    width = max(map(len, rows), default=0)
    texts = [[_bare(text or "") for text in [*row, *[None] * (width - len(row))]] for row in rows]
    if len(texts) == 1:
        return texts[0]
    upper, lower = texts
    names, over = [], ""
    for own, text in zip(upper, lower, strict=True):
        over = own or over
        if not text or text == own:
            names.append(own)
        elif text in asked and lower.count(text) == 1 and text not in upper:
            names.append(text)
        else:
            names.append(f"{over}/{text}" if over else text)
    return names


def _bare(text: str) -> str:
    return "".join(text.split())
