"""Answers to a query of a dataset: as a table on the screen, CSV or JSON."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping.cli.output import say, screen_width, write_file, write_out

if TYPE_CHECKING:
    from jiping.dataset.querying import Answer

MOST = 200
"""Rows that a table on the screen shows; the other forms give all."""
WIDEST = 40
"""Columns of the screen that one cell may take."""


def write_answer(answer: Answer, arguments: argparse.Namespace) -> None:
    """The answer in the form that was asked for, to a file or to standard output."""
    suffix = Path(arguments.output).suffix.lower().removeprefix(".") if arguments.output else ""
    form = arguments.format or (suffix if suffix in ("csv", "json") else "table")
    made = {"table": _table, "csv": _csv, "json": _json}[form](answer)
    if arguments.output is None:
        write_out(made)
        return
    # A spreadsheet program takes a CSV for UTF-8 only where it says so.
    write_file(arguments.output, _marked(made) if form == "csv" else made)
    say(f"已写入 {arguments.output}")


def write_text(text: str) -> None:
    """Text for the screen."""
    write_out(text)


def _marked(pieces: Iterator[str]) -> Iterator[str]:
    yield "\ufeff"
    yield from pieces


def _csv(answer: Answer) -> Iterator[str]:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(answer.columns)
    for row in answer.rows():
        writer.writerow(["" if value is None else _plain(value) for value in row])
        yield stream.getvalue()
        stream.seek(0)
        stream.truncate()
    yield stream.getvalue()


def _json(answer: Answer) -> Iterator[str]:
    """A list with an object a row. Columns of the same name are told apart by their number."""
    names = [
        name if answer.columns.index(name) == n else f"{name}_{n + 1}"
        for n, name in enumerate(answer.columns)
    ]
    before = "[\n"
    for row in answer.rows():
        value = dict(zip(names, row, strict=True))
        yield before + json.dumps(value, ensure_ascii=False, default=str)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _table(answer: Answer) -> Iterator[str]:
    from rich.cells import cell_len, set_cell_size

    rows, more = [], False
    for number, row in enumerate(answer.rows()):
        if number == MOST:
            more = True
            break
        rows.append(["" if v is None else " ".join(_plain(v).split()) for v in row])
    right = [all(_is_number(row[n]) for row in rows) for n in range(len(answer.columns))]
    widths = [
        min(max(cell_len(text) for text in (name, *(row[n] for row in rows))), WIDEST)
        for n, name in enumerate(answer.columns)
    ]

    def line(texts: list[str]) -> str:
        cells = []
        for text, width, ends in zip(texts, widths, right, strict=True):
            whole = cell_len(text) <= width
            shown = text if whole else set_cell_size(text, width - 1).rstrip() + "…"
            gap = " " * (width - cell_len(shown))
            cells.append(gap + shown if ends else shown + gap)
        return "  ".join(cells).rstrip() + "\n"

    yield line(list(answer.columns))
    yield "  ".join("─" * width for width in widths) + "\n"
    yield from map(line, rows)
    if more:
        say(f"只显示前 {MOST} 行；要全部，请用 --format csv -o 文件。")
    if sum(widths) + 2 * len(widths) > screen_width() and sys.stdout.isatty():
        say("表比屏幕宽，可以少选几栏，或用 --format json。")


def _is_number(text: str) -> bool:
    return not text or text.lstrip("-").replace(".", "", 1).isdigit()
