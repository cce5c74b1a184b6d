"""Forms a second for each format, beside python-docx, openpyxl, docxtpl and LibreOffice.

    python bench/export.py [--forms 1000] [--others 20] [--processes 2]

Every writer draws the same five reference tables in their own form, in turn, each to a file of its
own in memory. The others get the same `Drawing`; what isn't installed is named and left out.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import jiping
from jiping.forms.choice import family_for
from jiping.forms.draw import drawing_of
from jiping.forms.drawing import Document, Drawing, Grid, Text
from jiping.forms.formats import form_format
from jiping.model.evaluation import Evaluation

TABLES = Path(__file__).parents[1] / "examples" / "reference"
FORMATS = ("html", "md", "csv", "json", "docx", "xlsx")


def tables() -> list[Evaluation]:
    return [jiping.read(TABLES / f"table-{n}.txt").evaluations[0] for n in range(1, 6)]


def ours(name: str, count: int) -> int:
    """From evaluations to bytes, drawing included; bytes written."""
    forms = tables()
    write = form_format(name).write
    size = 0
    for n in range(count):
        form = forms[n % len(forms)]
        size += len(write(Document((drawing_of(form, family_for(form)[0]),), (form,), "表")))
    return size


def drawings() -> list[Drawing]:
    return [drawing_of(form, family_for(form)[0]) for form in tables()]


def python_docx(drawing: Drawing) -> bytes:
    import docx

    document = docx.Document()
    for block in drawing.blocks:
        if isinstance(block, Text):
            document.add_paragraph(block.text)
            continue
        if not isinstance(block, Grid):
            continue
        table = document.add_table(len(block.rows), len(block.widths), style="Table Grid")
        for n, row in enumerate(block.rows):
            for cell in row.cells:
                found = table.cell(n, cell.column)
                if cell.across > 1 or cell.down > 1:
                    last = table.cell(n + cell.down - 1, cell.column + cell.across - 1)
                    found = found.merge(last)
                found.text = cell.text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def open_pyxl(drawing: Drawing) -> bytes:
    import openpyxl
    from openpyxl.styles import Alignment, Border, Side

    book = openpyxl.Workbook()
    sheet = book.active
    thin = Side(style="thin")
    border = Border(left=thin, right=thin, top=thin, bottom=thin)
    at = 1
    for block in drawing.blocks:
        if isinstance(block, Text):
            sheet.cell(at, 1, block.text)
            at += 1
            continue
        if not isinstance(block, Grid):
            continue
        at = _grid(sheet, block, at, border, Alignment(wrap_text=True))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _grid(sheet: object, grid: Grid, at: int, border: object, alignment: object) -> int:
    for n, row in enumerate(grid.rows, at):
        for cell in row.cells:
            found = sheet.cell(n, cell.column + 1, cell.text)  # type: ignore[attr-defined]
            found.border, found.alignment = border, alignment
            if cell.across > 1 or cell.down > 1:
                sheet.merge_cells(  # type: ignore[attr-defined]
                    start_row=n, start_column=cell.column + 1, end_row=n + cell.down - 1,
                    end_column=cell.column + cell.across,
                )  # fmt: skip
    return at + len(grid.rows)


def docx_tpl(template: bytes, drawing: Drawing) -> bytes:
    """The finished page as template, every text of the table a variable."""
    document = importlib.import_module("docxtpl").DocxTemplate(io.BytesIO(template))
    document.render({f"c{n}": cell.text for n, cell in enumerate(drawing.cells())})
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def variables(drawing: Drawing) -> bytes:
    from dataclasses import replace

    number = 0
    blocks = []
    for block in drawing.blocks:
        if isinstance(block, Grid):
            rows = []
            for row in block.rows:
                cells = []
                for cell in row.cells:
                    cells.append(replace(cell, text=f"{{{{ c{number} }}}}"))
                    number += 1
                rows.append(replace(row, cells=tuple(cells)))
            block = replace(block, rows=tuple(rows))
        blocks.append(block)
    return form_format("docx").write(Document((replace(drawing, blocks=tuple(blocks)),)))


def office(count: int, target: str, source: str) -> float:
    """Seconds for LibreOffice to convert ``count`` of our files in one call."""
    program = shutil.which("soffice") or ""
    pages = drawings()
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for n in range(count):
            path = Path(folder, f"{n}.{source}")
            path.write_bytes(form_format(source).write(Document((pages[n % 5],))))
            names.append(str(path))
        profile = Path(folder, "profile").as_uri()
        begun = time.perf_counter()
        subprocess.run(
            [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", target,
             "--outdir", str(Path(folder, "made")), *names],
            check=True, capture_output=True,
        )  # fmt: skip
        return time.perf_counter() - begun


def said(name: str, count: int, seconds: float) -> None:
    print(
        f"{name:<34}{count:>6} forms {seconds:>8.2f} s {count / seconds:>9.1f} forms/s", flush=True
    )


def timed(name: str, count: int, write: Callable[[Drawing], bytes]) -> None:
    pages = drawings()
    begun = time.perf_counter()
    for n in range(count):
        write(pages[n % len(pages)])
    said(name, count, time.perf_counter() - begun)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--others", type=int, default=20)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    share = given.forms // given.processes
    with ProcessPoolExecutor(given.processes) as pool:
        list(pool.map(partial(ours, "md"), [5] * given.processes))  # start-up is not measured
        for name in FORMATS:
            begun = time.perf_counter()
            list(pool.map(partial(ours, name), [share] * given.processes))
            said(
                f"jiping {name}, {given.processes} processes",
                given.forms,
                time.perf_counter() - begun,
            )
    for name in ("docx", "xlsx"):
        begun = time.perf_counter()
        ours(name, share)
        said(f"jiping {name}, one process", share, time.perf_counter() - begun)
    timed("python-docx", given.others, python_docx)
    timed("openpyxl", given.others, open_pyxl)
    if importlib.util.find_spec("docxtpl"):
        page = drawings()[0]
        template = variables(page)
        begun = time.perf_counter()
        for _ in range(given.others):
            docx_tpl(template, page)
        said("docxtpl", given.others, time.perf_counter() - begun)
    else:
        print("docxtpl: not installed")
    if shutil.which("soffice"):
        for source, target in (("html", "docx:MS Word 2007 XML"), ("docx", "pdf")):
            seconds = office(given.others, target, source)
            said(f"LibreOffice {source} -> {target.partition(':')[0]}", given.others, seconds)
    else:
        print("LibreOffice: not installed")


if __name__ == "__main__":
    main()
