"""PDFs that can be searched, copied and heard: tags, language, headings, order, fonts."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import IndirectObject

import jiping
from jiping.forms.draw import drawing_of
from jiping.forms.drawing import Document, Grid, Text
from jiping.forms.families import families
from jiping.forms.formats import form_format

pytest.importorskip("typst", reason="needs the extra pdf")

TABLE = Path(__file__).parents[2] / "examples" / "reference" / "table-2.txt"


@cache
def document(family: str) -> Document:
    [form] = jiping.read(TABLE).evaluations
    return Document((drawing_of(form, families()[family]),), (form,), "自评表 甲")


@cache
def made(family: str) -> bytes:
    return form_format("pdf").write(document(family))


def resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def elements(value: Any) -> Iterator[Any]:
    """Structure elements, in the order in which they are read out."""
    value = resolved(value)
    if isinstance(value, list):
        for part in value:
            yield from elements(part)
    elif isinstance(value, dict) and "/S" in value:
        yield value
        yield from elements(value.get("/K"))


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("family", families())
def test_every_pdf_is_tagged_and_says_its_language(family: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(family)))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata is not None
    assert reader.metadata.title == "自评表 甲"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    found = [element["/S"] for element in elements(root["/StructTreeRoot"]["/K"])]
    assert found[0] == "/Document"
    assert found.count("/H1") == 1
    drawing = document(family).drawings[0]
    grids = list(drawing.grids())
    assert found.count("/Table") == len(grids)
    assert found.count("/TR") == sum(len(grid.rows) for grid in grids)
    assert found.count("/THead") == 1
    heads = sum(len(row.cells) for grid in grids for row in grid.rows if row.header)
    assert found.count("/TH") == heads


@pytest.mark.parametrize("family", families())
def test_every_font_is_in_the_file(family: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(family)))
    seen = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            held = resolved(font)
            [below] = held["/DescendantFonts"]
            descriptor = resolved(resolved(below)["/FontDescriptor"])
            assert set(descriptor) & {"/FontFile2", "/FontFile3"}, held["/BaseFont"]
            assert "/ToUnicode" in held
            seen.add(held["/BaseFont"])
    assert seen
    assert all("+" in name for name in seen)  # only the letters that are used


@pytest.mark.parametrize("family", families())
def test_marked_content_follows_the_form(family: str) -> None:
    """What a screen reader says: title, then cell by cell, rows from top to bottom."""
    reader = pypdf.PdfReader(io.BytesIO(made(family)))
    said = squeezed("".join(page.extract_text() for page in reader.pages))
    at = 0
    drawing = document(family).drawings[0]
    for block in drawing.blocks:
        if isinstance(block, Text):
            assert squeezed(block.text) in said
            continue
        assert isinstance(block, Grid)
        firsts = [
            squeezed(row.cells[-1].text)
            for row in block.rows
            if row.cells and row.cells[-1].role in ("prose", "label") and row.cells[-1].text
        ]
        for text in firsts:
            found = said.find(text[:20], at)
            assert found >= 0, text
            at = found


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler) is missing")
@pytest.mark.parametrize("family", families())
def test_text_copies_as_text(family: str, tmp_path: Path) -> None:
    """Every value, letter for letter, and the figures of a row in their order."""
    file = tmp_path / "表.pdf"
    file.write_bytes(made(family))
    text = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True, timeout=300
    ).stdout.decode("utf-8")
    drawing = document(family).drawings[0]
    letters = squeezed(text)
    for cell in drawing.cells():
        for letter in squeezed(cell.text):
            assert letter in letters, cell
    for grid in drawing.grids():
        for row in grid.rows:
            figures = [c.text for c in row.cells if c.number is not None and c.down == 1]
            if len(figures) > 2:
                assert any(
                    [w for w in line.split() if w in figures] == figures for line in text.splitlines()
                ), figures  # fmt: skip
