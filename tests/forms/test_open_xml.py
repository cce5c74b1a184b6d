"""What we write as docx and xlsx against the rules of the Open XML SDK: no office asks to repair it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import jiping
from jiping import api
from jiping.forms.draw import drawing_of
from jiping.forms.drawing import Document
from jiping.forms.families import families
from jiping.forms.formats import form_format
from jiping.model.evaluation import Evaluation

audit = pytest.importorskip("openxml_audit", reason="openxml-audit is not installed")

TABLES = Path(__file__).parents[2] / "examples" / "reference"


def table(number: int = 1) -> Evaluation:
    [found] = jiping.read(TABLES / f"table-{number}.txt").evaluations
    return found


def document(family: str) -> Document:
    """Two forms of a family: one filled, one with long and odd texts."""
    form = table(2)
    odd = replace(
        table(1),
        goal=replace(form.goal, expected="一\n二\t三" * 90, actual="<&>\"'￥\x0b]]>"),
        remarks={"存在问题": "长" * 3000},
    )
    forms = (form, odd)
    return Document(tuple(drawing_of(f, families()[family]) for f in forms), forms, "表 & <表>")


def faults(data: bytes, suffix: str, folder: Path) -> list[str]:
    file = folder / f"表.{suffix}"
    file.write_bytes(data)
    found = audit.OpenXmlValidator(
        file_format=audit.FileFormat.OFFICE_2019, max_errors=20
    ).validate(str(file))
    severe = [e for e in found.errors if e.severity is audit.ValidationSeverity.ERROR]
    return [f"{e.part_uri} {e.path}: {e.description}" for e in severe]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
@pytest.mark.parametrize("family", families())
def test_a_form_breaks_no_rule(family: str, suffix: str, tmp_path: Path) -> None:
    assert faults(form_format(suffix).write(document(family)), suffix, tmp_path) == []


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_an_annotated_form_breaks_no_rule(suffix: str, tmp_path: Path) -> None:
    made = api.export(table(1), suffix)
    file = tmp_path / f"原.{suffix}"
    file.write_bytes(made.data)
    marked = api.annotate(file)
    assert marked.data != made.data
    assert faults(marked.data, suffix, tmp_path) == []


def test_the_check_sees_an_element_out_of_order(tmp_path: Path) -> None:
    import zipfile

    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(form_format("docx").write(document("nm-2023")))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, text.replace("<w:pPr>", '<w:pPr><w:jc w:val="left"/>', 1))
    assert faults(out.getvalue(), "docx", tmp_path)


@pytest.mark.parametrize("family", families())
def test_a_workbook_prints_on_a4_and_checks_what_is_typed(family: str) -> None:
    """Print area, repeated header, paper; a list for natures, bounds for scores."""
    form = families()[family]
    drawing = drawing_of(table(1), form)
    book = openpyxl.load_workbook(
        io.BytesIO(form_format("xlsx").write(Document((drawing,), (table(1),), "表")))
    )
    [sheet] = book.worksheets
    last = sheet.cell(sheet.max_row, sheet.max_column).coordinate
    assert sheet.print_area.replace("$", "").endswith(f"A1:{last}")
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation == "landscape") == (
        9,
        form.landscape,
    )
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert sheet.print_title_rows
    checks = sheet.data_validations.dataValidation
    bounds = [c for c in checks if c.type == "decimal"]
    lists = [c for c in checks if c.type == "list"]
    scores = [c for c in drawing.cells() if c.least is not None]
    assert sum(len(c.sqref.ranges) for c in bounds) == len(scores)
    assert all(c.error and c.errorTitle for c in [*bounds, *lists])
    assert bool(lists) == ("nature" in form.indicator_fields())
    figures = {c.pointer for c in drawing.cells() if c.number is not None}
    numbers = [
        c for row in sheet.iter_rows() for c in row if c.data_type in ("n", "f") and c.value is not None
    ]  # fmt: skip
    assert len(numbers) == len(figures) > 20
