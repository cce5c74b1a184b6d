"""What other libraries give for the same files: they know no meaning, so only cells are counted.

    python -m conformance.others OUT                       # jiping, and what is installed beside it
    other/bin/python bench/conformance/others.py OUT       # any environment, once cells.json is there

A cell that the form prints counts as found if a cell of the library's output holds the same text
(white space aside), each as often as it is printed. Ours is counted in the same way, from its
book of cells, before any meaning. What each library gave is kept in ``others.json``; a second run
in another environment adds to it. ``--forms 40`` looks at the first 40 forms only.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import importlib.util
import json
import re
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
Cells = Callable[[bytes, str], Iterable[object]]
RULE = re.compile(r"[-:| ]+")


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
        yield from _frame(frame)


def pandas_excel(data: bytes, _: str) -> Iterable[object]:
    """Values of pandas.read_excel; numbers are converted."""
    import pandas

    for frame in pandas.read_excel(BytesIO(data), sheet_name=None, header=None).values():
        yield from _frame(frame)


def _frame(frame: Any) -> Iterator[object]:
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


def _camelot(flavor: str) -> Cells:
    def cells(data: bytes, name: str) -> Iterable[object]:
        """Cells of camelot, all pages."""
        camelot = importlib.import_module("camelot")

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            for table in camelot.read_pdf(str(path), pages="all", flavor=flavor):
                yield from _frame(table.df)

    return cells


def markitdown_cells(data: bytes, name: str) -> Iterable[object]:
    """Cells of the Markdown tables that markitdown writes."""
    done = _kept("markitdown", importlib.import_module("markitdown").MarkItDown).convert_stream(
        BytesIO(data), file_extension=Path(name).suffix
    )
    return _markdown(done.text_content)


def docling_cells(data: bytes, name: str) -> Iterable[object]:
    """Cells of the tables that docling finds."""
    stream = importlib.import_module("docling.datamodel.base_models").DocumentStream
    converter = importlib.import_module("docling.document_converter").DocumentConverter
    done = _kept("docling", converter).convert(stream(name=name, stream=BytesIO(data)))
    for table in done.document.tables:
        yield from (cell.text for cell in table.data.table_cells)


def img2table_cells(data: bytes, _: str) -> Iterable[object]:
    """Cells of img2table in a PDF with text; for pictures it needs an OCR engine of its own."""
    document = importlib.import_module("img2table.document")
    for tables in document.PDF(src=data).extract_tables(ocr=None).values():
        for table in tables:
            seen: set[tuple[int, int, int, int]] = set()
            for row in table.content.values():
                for cell in row:
                    box = cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2
                    if box not in seen:
                        seen.add(box)
                        yield cell.value


_made: dict[str, Any] = {}


def _kept(name: str, make: Callable[[], Any]) -> Any:
    """One converter for all files: making it is not what is measured."""
    if name not in _made:
        _made[name] = make()
    return _made[name]


def _markdown(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.lstrip().startswith("|") and not RULE.fullmatch(line):
            yield from (cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")))


PDF: dict[str, Cells] = {
    "pdfplumber": pdfplumber_cells, "camelot lattice": _camelot("lattice"), "camelot stream": _camelot("stream"),
    "img2table": img2table_cells, "markitdown": markitdown_cells, "docling": docling_cells,
}  # fmt: skip
OTHERS: dict[str, dict[str, Cells]] = {
    "docx": {"python-docx": python_docx, "markitdown": markitdown_cells, "docling": docling_cells},
    "xlsx": {
        "openpyxl": openpyxl_cells, "pandas": pandas_excel, "markitdown": markitdown_cells, "docling": docling_cells,
    },
    "xls": {"pandas": pandas_excel, "markitdown": markitdown_cells},
    "html": {"pandas": pandas_html, "markitdown": markitdown_cells, "docling": docling_cells},
    "pdf": PDF, "pdf-office": PDF, "pdf-pages": PDF, "pdf-rows": PDF, "pdf-bare": PDF,
    "ofd": {}, "md": {}, "txt-tabs": {}, "txt-pipes": {},
}  # fmt: skip
"""Format → library → its cells; jiping is measured in each."""
MODULES = {"python-docx": "docx", "camelot lattice": "camelot", "camelot stream": "camelot"}
PACKAGES = {"camelot": "camelot-py"}


def truth_of(out: Path) -> list[list[str]]:
    """The printed cells of every form of a suite, kept in ``cells.json`` for other environments."""
    path = out / "cells.json"
    if not path.exists():
        sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "tests"), str(ROOT / "src")]
        from conformance.grid import printed_cells
        from conformance.suite import form, load

        index = load(out)
        held = [
            printed_cells(form(index["seed"], number, index["hostile"])[2])
            for number in range(len(index["truths"]))
        ]
        path.write_text(json.dumps(held, ensure_ascii=False), "utf-8")
    cells: list[list[str]] = json.loads(path.read_text("utf-8"))
    return cells


def measure(out: Path, forms: int, asked: set[str]) -> dict[str, Any]:
    """Format → library → figures, by family too; adds to what ``others.json`` holds."""
    index = json.loads((out / "truth.json").read_text("utf-8"))
    truth = truth_of(out)
    kept = out / "others.json"
    found: dict[str, Any] = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    for kind, libraries in OTHERS.items():
        files = [e for e in index["files"] if e["format"] == kind and e["form"] < forms]
        for name, cells in {"jiping": ours, **libraries}.items():
            module = MODULES.get(name, name)
            if not files or (asked and name not in asked) or not importlib.util.find_spec(module):
                continue
            found.setdefault(kind, {})[name] = _one(out, files, cells, truth, module)
            kept.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
    return found


def _one(
    out: Path, files: list[dict[str, Any]], cells: Cells, truth: list[list[str]], module: str
) -> dict[str, Any]:
    there = found = whole = failed = 0
    seconds, why = 0.0, ""
    families: dict[str, list[int]] = {}
    for entry in files:
        path = out / entry["file"]
        data = path.read_bytes()
        start = time.perf_counter()
        try:
            got = Counter(_flat(c) for c in cells(data, path.name))
        except Exception as error:  # whatever a library raises, the file counts as not read
            got, failed = Counter(), failed + 1
            why = why or f"{type(error).__name__}: {error}"[:160]
        seconds += time.perf_counter() - start
        true = Counter(_flat(c) for c in truth[entry["form"]])
        hits, all_ = sum((true & got).values()), sum(true.values())
        there, found, whole = there + all_, found + hits, whole + (hits == all_)
        by = families.setdefault(entry["family"], [0, 0])
        by[0], by[1] = by[0] + all_, by[1] + hits
    try:
        version = importlib.metadata.version(
            PACKAGES.get(module, "python-docx" if module == "docx" else module)
        )
    except importlib.metadata.PackageNotFoundError:
        version = ""
    return {
        "version": version, "files": len(files), "cells": there, "found": found, "whole": whole, "failed": failed,
        "why": why, "seconds": round(seconds, 3), "families": families,
    }  # fmt: skip


def _flat(text: object) -> str:
    return "" if text is None else "".join(str(text).split())


def markdown(found: dict[str, Any]) -> str:
    """The figures as Markdown tables: by format, then by family."""
    out = [
        "| format | library | version | files | cells found % | forms with every cell % | not read | files/s |",
        "|---|---|---|---:|---:|---:|---:|---:|",
    ]
    for kind, libraries in found.items():
        for name, f in libraries.items():
            out.append(
                f"| {kind} | {name} | {f['version']} | {f['files']} | {f['found'] * 100 / max(f['cells'], 1):.2f} | "
                f"{f['whole'] * 100 / f['files']:.1f} | {f['failed']} | {f['files'] / max(f['seconds'], 1e-9):.1f} |"
            )
    pairs = [(kind, name) for kind in ("docx", "html", "pdf") for name in found.get(kind, {})]
    if pairs:
        names = sorted({family for k, n in pairs for family in found[k][n]["families"]})
        out += [
            "",
            "| family | " + " | ".join(f"{k} {n}" for k, n in pairs) + " |",
            "|---|" + "---:|" * len(pairs),
        ]
        for family in names:
            cells = []
            for kind, name in pairs:
                there, hits = found[kind][name]["families"].get(family, [0, 0])
                cells.append(f"{hits * 100 / max(there, 1):.1f}")
            out.append(f"| {family} | " + " | ".join(cells) + " |")
    return "\n".join(out) + "\n"


def main() -> None:
    """Measure what is installed here and print the tables of all environments so far."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--forms", type=int, default=10**6)
    parser.add_argument("--only", default="", help="libraries, comma separated")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    print(markdown(measure(given.out, given.forms, {n for n in given.only.split(",") if n})))


if __name__ == "__main__":
    main()
