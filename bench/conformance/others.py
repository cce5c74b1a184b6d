"""What other libraries give for the same files: they know no meaning, so only cells are counted.

    python -m conformance.others OUT

A cell that the form prints counts as found if a cell of the library's output holds the same text
(white space aside), each as often as it is printed. Ours is counted in the same way, from its
book of cells, before any meaning.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]
Cells = Callable[[bytes, str], Iterable[object]]


def ours(data: bytes, name: str) -> Iterable[object]:
    """jiping's book."""
    from jiping.read.limits import DEFAULT
    from jiping.read.opening import open_book

    book = open_book(data, name, DEFAULT)
    for table in (block for block in book.blocks if hasattr(block, "rows")):
        for row in table.rows:
            yield from (cell.text for cell in row)


def python_docx(data: bytes, _: str) -> Iterable[object]:
    """Cells of python-docx; a merged cell counts once."""
    import docx

    for table in docx.Document(BytesIO(data)).tables:
        seen: set[object] = set()
        for row in table.rows:
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    yield cell.text


def openpyxl_cells(data: bytes, _: str) -> Iterable[object]:
    """Values of openpyxl; numbers lose their printed zeros."""
    import openpyxl

    for sheet in openpyxl.load_workbook(BytesIO(data), data_only=True):
        for row in sheet.iter_rows(values_only=True):
            yield from row


def pandas_html(data: bytes, _: str) -> Iterable[object]:
    """Values of pandas.read_html; spans are repeated, numbers are converted."""
    import pandas

    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    for frame in pandas.read_html(StringIO(text), header=None):
        for row in frame.itertuples(index=False):
            yield from row


def pdfplumber_cells(data: bytes, _: str) -> Iterable[object]:
    """Cells of pdfplumber's extract_tables."""
    import pdfplumber

    with pdfplumber.open(BytesIO(data)) as document:
        for page in document.pages:
            for table in page.extract_tables():
                for row in table:
                    yield from row


OTHERS: dict[str, dict[str, Cells]] = {
    "docx": {"python-docx": python_docx}, "xlsx": {"openpyxl": openpyxl_cells}, "html": {"pandas": pandas_html},
    "pdf": {"pdfplumber": pdfplumber_cells}, "pdf-office": {"pdfplumber": pdfplumber_cells},
    "pdf-bare": {"pdfplumber": pdfplumber_cells},
}  # fmt: skip
MODULES = {"python-docx": "docx"}


def measure(out: Path) -> list[tuple[str, str, int, int, float]]:
    """(format, library, cells there, cells found, seconds) over the files of a suite."""
    from conformance.grid import printed_cells
    from conformance.suite import form, load

    index = load(out)
    rows = []
    for kind, libraries in OTHERS.items():
        files = [e for e in index["files"] if e["format"] == kind]
        for name, cells in {"jiping": ours, **libraries}.items():
            if not files or importlib.util.find_spec(MODULES.get(name, name)) is None:
                continue
            there = found = 0
            seconds = 0.0
            for entry in files:
                path = out / entry["file"]
                data = path.read_bytes()
                start = time.perf_counter()
                try:
                    got = Counter(_flat(c) for c in cells(data, path.name))
                except Exception:
                    got = Counter()
                seconds += time.perf_counter() - start
                drawn = form(index["seed"], entry["form"], index["hostile"])[2]
                true = Counter(_flat(c) for c in printed_cells(drawn))
                there += sum(true.values())
                found += sum((true & got).values())
            rows.append((kind, name, there, found, seconds))
    return rows


def _flat(text: object) -> str:
    return "" if text is None else "".join(str(text).split())


def main() -> None:
    """Print the table."""
    print("| format | library | cells there | found % | files/s |\n|---|---|---:|---:|---:|")
    files = 0
    for kind, name, there, found, seconds in measure(Path(sys.argv[1])):
        files = sum(1 for _ in (Path(sys.argv[1]) / kind).iterdir())
        print(
            f"| {kind} | {name} | {there} | {found * 100 / max(there, 1):.2f} | {files / seconds:.0f} |"
        )


if __name__ == "__main__":
    main()
