"""Reading to the understood form, beside the usual libraries doing only their table extraction.

    python bench/reading.py [tables …]

Same files, same process, one after the other. Ours is `jiping.read.read_bytes`: open, find the
forms, give every cell a meaning and a place. Theirs is extraction of the cells alone: python-docx
with `row.cells`, openpyxl over all rows, `pandas.read_html`, pdfplumber's `extract_tables`.
Each figure is the best of several rounds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from making.grids import NUMBERS, merged  # noqa: E402
from making.office import pdf  # noqa: E402
from making.writers import docx, html, xlsx  # noqa: E402

from jiping.read import read_bytes  # noqa: E402

REQUIRED = {"docx": 3, "xlsx": 5, "html": 1, "pdf": 5}


def with_python_docx(data: bytes) -> int:
    """Tables read by python-docx."""
    import docx as library

    tables = library.Document(BytesIO(data)).tables
    for table in tables:
        [[cell.text for cell in row.cells] for row in table.rows]
    return len(tables)


def with_openpyxl(data: bytes) -> int:
    """Sheets read by openpyxl."""
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    for sheet in book:
        list(sheet.iter_rows(values_only=True))
    return len(book.sheetnames)


def with_pandas(data: bytes) -> int:
    """Tables read by pandas.read_html."""
    import pandas

    return len(pandas.read_html(StringIO(data.decode("utf-8"))))


def with_pdfplumber(data: bytes) -> int:
    """Table fragments read by pdfplumber."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as document:
        return sum(len(page.extract_tables()) for page in document.pages)


THEIRS: dict[str, tuple[str, Callable[[bytes], int]]] = {
    "docx": ("python-docx", with_python_docx),
    "xlsx": ("openpyxl", with_openpyxl),
    "html": ("pandas.read_html", with_pandas),
    "pdf": ("pdfplumber", with_pdfplumber),
}


def made(kind: str, tables: int) -> bytes:
    """A file with so many forms, the five in turn."""
    grids = [merged(NUMBERS[i % len(NUMBERS)]) for i in range(tables)]
    if kind == "pdf":
        return pdf(docx(grids))
    return {"docx": docx, "xlsx": xlsx, "html": html}[kind](grids)


def fastest(work: Callable[[], object], seconds: float = 2.0) -> float:
    """Seconds of the fastest of at least three rounds, more while time is left."""
    best, end, rounds = float("inf"), time.perf_counter() + seconds, 0
    while rounds < 3 or (time.perf_counter() < end and rounds < 50):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
        rounds += 1
        if rounds >= 1 and best > seconds:
            break
    return best


def main(sizes: list[int]) -> int:
    """Print the comparison; 1 if a required ratio is missed."""
    missed = 0
    head = ("format", "tables", "ours forms/s", "theirs forms/s", "ratio", "needed", "beside")
    print("{:7}{:>7}{:>14}{:>16}{:>8}{:>8}  {}".format(*head))
    for kind, (name, theirs) in THEIRS.items():
        for tables in sizes:
            data = made(kind, tables)
            reading = read_bytes(data, f"forms.{kind}")
            read = len(reading.evaluations)
            ours_time = fastest(partial(read_bytes, data, f"forms.{kind}"))
            their_time = fastest(partial(theirs, data))
            ratio = their_time / ours_time
            missed += ratio < REQUIRED[kind] or read != tables
            print(
                f"{kind:7}{tables:7}{tables / ours_time:14.0f}{tables / their_time:16.0f}"
                f"{ratio:8.1f}{REQUIRED[kind]:8}  {name}"
                + ("" if read == tables else f"  (forms found: {read} {reading.reason or ''})"),
                flush=True,
            )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main([int(n) for n in sys.argv[1:]] or [5, 50]))
