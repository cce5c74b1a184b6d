"""Plain text → book: tab tables, pipe and Markdown tables, CSV, and lines of prose.

A text file has no cells, only traces of them, so every table here is ``ruled=False``: a column
number says how many separators stood before the cell, no more.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.errors import Unreadable
from jiping.read.formats import Format

if TYPE_CHECKING:
    from jiping.read.limits import Limits

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".csv", ".tsv")
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = frozenset(map(chr, range(32))) - frozenset("\t\n\r\f\x0b")
HEADING = re.compile(r"^#{1,6} +(?=\S)")
"""The sign of a Markdown heading: no wording of the document."""
PIPES = str.maketrans("｜│┃", "|||")
SEPARATOR = re.compile(r"\s*\|(?:\s*:?-{3,}:?\s*\|)+\s*")
"""The line below the header of a Markdown table."""
UNESCAPED = re.compile(r"(?<!\\)(?:\\\\)*\|")
ESCAPED = re.compile(r"\\([\\`*_<>|\[\]#])")


def decode(data: bytes) -> str:
    """Text of ``data``: by its byte order mark, else UTF-8, UTF-16 without mark, GB18030, Big5.

    Raises `Unreadable` when it is none of them.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise Unreadable(
                    f"文本文件的编码标记是{encoding.upper()}，但内容不完整（第{error.start + 1}字节起无法解码），"
                    "文件可能被截断，请重新保存。"
                ) from error
    if b"\0" in data[:4096]:
        for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
            if high[:2048].count(0) * 5 > len(high[:2048]):
                try:
                    text = data.decode(encoding)
                except UnicodeDecodeError:
                    continue
                if not _CONTROLS.intersection(text):
                    return text
        raise Unreadable("文件内容不是文本（含有空字节），可能是其他格式的文件改了扩展名。")
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(
        "无法识别文本文件的编码（UTF-8、UTF-16、GB18030、Big5都不对），请另存为UTF-8文本。"
    )


def sniff(head: bytes, name: str) -> int:
    """Confidence that this is a text file; every binary or marked-up format must win over it."""
    if head.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")):
        return 0
    known = name.endswith(SUFFIXES)
    if any(head.startswith(mark) for mark, _ in BOMS):
        return 70 if known else 30
    if b"\0" in head:
        return 15 if known else 0
    return 60 if known else 10


def read(data: bytes, limits: Limits) -> Book:
    """The book of a text file. Raises `Unreadable` for wrong encodings and too large files."""
    if len(data) > limits.text_size:
        raise Unreadable(
            f"文本文件有{len(data) // 2**20}MB，超过{limits.text_size // 2**20}MB的上限。"
        )
    text = decode(data)
    if not text.strip():
        raise Unreadable("文件是空的，没有任何文字。")
    return read_text(text, limits)


def read_text(text: str, limits: Limits) -> Book:
    """The book of a text that is already decoded."""
    book = Book("text")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    if len(lines) > limits.rows:
        raise Unreadable(f"文本文件有{len(lines)}行，超过{limits.rows}行的上限。")
    if _comma_separated(lines):
        _commas(book, lines)
        return book
    tables = 0
    start = 0
    while start < len(lines):
        line = lines[start]
        kind = _kind(line)
        if kind == "":
            if line.strip():
                text = HEADING.sub("", line.strip("﻿"))
                book.blocks.append(Paragraph(text, line=start + 1))
            start += 1
            continue
        end = start + 1
        while end < len(lines) and _kind(lines[end]) == kind:
            end += 1
        tables += 1
        table = Table(tables, ruled=False)
        if kind == "tab":
            for number in range(start, end):
                _row(table, lines[number].split("\t"), number + 1)
        else:
            _pipes(table, lines[start:end], start + 1)
        book.blocks.append(table)
        start = end
    return book


def _kind(line: str) -> str:
    if "\t" in line:
        return "tab"
    return "pipe" if "|" in line or "｜" in line or "│" in line else ""


def _row(table: Table, parts: list[str], line: int) -> None:
    row = len(table.rows) + 1
    table.rows.append(
        [
            Cell(table, row, column, part, line=line)
            for column, part in enumerate(parts, 1)
            if part and not part.isspace()
        ]
    )


def _pipes(table: Table, lines: list[str], first: int) -> None:
    """Pipe lines into rows: one a line, or joined where a row was broken, or all in one run.

    A run (one row holding every cell, blanks included) is what remains of a table whose
    converter broke the line at every cell, or at every empty cell: only order is left.
    """
    if len(lines) > 1 and SEPARATOR.fullmatch(lines[1]) and _markdown(table, lines, first):
        return
    lines = [line.translate(PIPES) for line in lines]
    counts = [line.count("|") for line in lines]
    common, often = Counter(counts).most_common(1)[0]
    broken = sum(1 for count in counts if count == 1)
    if len(lines) > 8 and broken * 4 >= len(lines) and common <= 2:
        _run(table, lines, first)
        return
    padded = often > 2 and common > 3
    ends = _joins(counts, common) if padded else {}
    whole = sum(1 for count in counts if count == common) + len(ends)
    rows = len(lines) - sum(end - start for start, end in ends.items())
    chance = all(_whole_rows(lines[a : b + 1]) for a, b in ends.items())
    if chance or whole * 8 < rows * 7:
        ends = {}  # rows of different lengths: those that add up do so by chance
    number = 0
    while number < len(lines):
        last = ends.get(number, number)
        _pipe_row(table, "\n".join(lines[number : last + 1]), first + number)
        number = last + 1


def _markdown(table: Table, lines: list[str], first: int) -> bool:
    """Take the rows of a Markdown table in; False unless all have the same number of cells.

    Every cell has its place there, a blank one too, so the columns can be trusted. A sign behind
    a backslash is a letter like any other.
    """
    rows = [[m.end() - 1 for m in UNESCAPED.finditer(line)] for line in lines]
    if len({len(row) for row in rows}) > 1 or not all(
        line.lstrip()[:1] == "|" and line.rstrip()[-1:] == "|" for line in lines
    ):
        return False
    table.ruled = True
    for number, (line, pipes) in enumerate(zip(lines, rows, strict=True), first):
        if number == first + 1:
            continue
        row = len(table.rows) + 1
        texts = [line[a + 1 : b].strip() for a, b in pairwise(pipes)]
        table.rows.append(
            [
                Cell(table, row, column, _unescaped(text), line=number)
                for column, text in enumerate(texts, 1)
                if text
            ]
        )
    return True


def _unescaped(text: str) -> str:
    return ESCAPED.sub(r"\1", text.replace("<br>", "\n").replace("<br/>", "\n"))


def _whole_rows(lines: list[str]) -> bool:
    """Whether each of ``lines`` may be a row by itself: two pipes, the last behind its last cell."""
    return all(
        line.count("|") > 1 and line.rstrip().endswith("|") and line.lstrip()[:1] != "|"
        for line in lines
    )


def _joins(counts: list[int], common: int) -> dict[int, int]:
    """First → last line of every row that was broken over lines: its pipes add up to ``common``."""
    out: dict[int, int] = {}
    number = 0
    while number < len(counts):
        count, last = counts[number], number
        while count < common and last + 1 < len(counts):
            last += 1
            count += counts[last]
        if count == common and last > number:
            out[number] = last
            number = last
        number += 1
    return out


def _pipe_row(table: Table, line: str, number: int) -> None:
    body = line.strip()
    if not body.strip("|-: "):
        return
    body = body.removeprefix("|")
    row = len(table.rows) + 1
    cells: list[Cell] = []
    at = number
    for column, part in enumerate(body.split("|"), 1):
        text = part.strip()
        if text:
            lead = part[: len(part) - len(part.lstrip())].count("\n")
            text = text.replace("<br>", "\n").replace("<br/>", "\n")
            cells.append(Cell(table, row, column, text, line=at + lead))
        at += part.count("\n")
    table.rows.append(cells)


def _run(table: Table, lines: list[str], first: int) -> None:
    cells: list[Cell] = []
    pending = ""
    pending_line = first
    column = 0
    for number, line in enumerate(lines, first):
        parts = line.split("|")
        for index, part in enumerate(parts):
            text = part.strip()
            if text:
                pending_line = pending_line if pending else number
                pending = f"{pending}\n{text}" if pending else text
            if index < len(parts) - 1:
                column += 1
                at = pending_line if pending else number
                cells.append(Cell(table, 1, column, pending, line=at))
                pending = ""
    if pending:
        cells.append(Cell(table, 1, column + 1, pending, line=pending_line))
    table.rows.append(cells)


def _comma_separated(lines: list[str]) -> bool:
    full = [line for line in lines if line.strip()]
    if len(full) < 5:
        return False
    counts = Counter(line.count(",") for line in full)
    count, often = counts.most_common(1)[0]
    return count >= 5 and often * 10 >= len(full) * 6 and not any("\t" in line for line in full)


def _commas(book: Book, lines: list[str]) -> None:
    reader = csv.reader(io.StringIO("\n".join(lines)))
    rows = [(parts, reader.line_num) for parts in reader if parts]
    # Every cell has its place where all rows have the same number of them.
    table = Table(1, ruled=len({len(parts) for parts, _ in rows}) == 1)
    for parts, line in rows:
        _row(table, parts, line)
    book.blocks.append(table)


FORMAT = Format("text", "文本", SUFFIXES, sniff, read)
