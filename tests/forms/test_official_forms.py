"""The families and their drawings: citations, geometry, formulas, what is said to be left out."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from making.recalculation import program, recalculated
from making.standard import W, check_word

import jiping
from jiping.api.exports import CannotExport
from jiping.forms.choice import family_for
from jiping.forms.draw import drawing_of
from jiping.forms.drawing import Document
from jiping.forms.families import families
from jiping.forms.fit import messages
from jiping.forms.formats import form_format
from jiping.law.cite import Cite
from jiping.model.evaluation import Evaluation
from jiping.read.layouts import families as layouts

TABLES = Path(__file__).parents[2] / "examples" / "reference"


def reference(number: int = 1) -> Evaluation:
    [found] = jiping.read(TABLES / f"table-{number}.txt").evaluations
    return found


def made(family: str, form: str, number: int = 1) -> bytes:
    evaluation = reference(number)
    drawing = drawing_of(evaluation, families()[family])
    return form_format(form).write(Document((drawing,), (evaluation,), "表"))


@pytest.mark.parametrize("family", families().values(), ids=lambda f: f.id)
def test_a_family_cites_its_sample_and_is_one_that_the_reader_knows(family: Any) -> None:
    assert family.sample
    assert Cite(family.law).source().title
    [layout] = [known for known in layouts.families() if known.id == family.reads_as]
    indicators = tuple(column.role for column in family.indicators.columns)
    funds = tuple(column.role for column in family.funds.columns if column.role != "label")
    assert indicators in layout.indicators
    assert funds in layout.funds


@pytest.mark.parametrize("family", families())
def test_a_drawing_covers_its_page_and_names_every_value(family: str) -> None:
    for number in range(1, 6):
        drawing = drawing_of(reference(number), families()[family])
        drawing.check()
        pointers = [cell.pointer for cell in drawing.cells() if cell.pointer]
        assert len(pointers) == len(set(pointers))
        assert "/indicators/0/actual" in pointers
        for cell in drawing.cells():
            if cell.number is not None:
                assert cell.number.digits in cell.text


def test_the_letters_of_the_issue_are_all_there() -> None:
    assert {family.letter for family in families().values()} >= set("ABCDEFG")


def test_what_a_form_has_no_column_for_is_said_once() -> None:
    drawing = drawing_of(reference(), families()["transfer-2019"])
    said = messages(drawing.omitted)
    assert "本表式的绩效指标没有“得分”一栏，17 行的得分没有写入。" in said
    assert "/indicators/11/score" in {found.pointer for found in drawing.omitted}
    assert messages(drawing_of(reference(), families()["nm-2023"]).omitted) == []


def test_the_reasons_of_rows_go_where_the_form_asks_for_them() -> None:
    form = reference()
    rows = (replace(form.indicators[0], reason="因疫情推迟"), *form.indicators[1:])
    drawing = drawing_of(replace(form, indicators=rows), families()["hb-2020"])
    [cell] = [c for c in drawing.cells() if c.pointer == "/remarks/偏差大或目标未完成原因分析"]
    assert cell.text == "购买办公用品：因疫情推迟"


def test_the_family_is_the_forms_own_or_the_regions_or_the_nations() -> None:
    form = reference()
    assert family_for(form)[0].id == "nm-2023"
    unknown = replace(form, form=replace(form.form, family="unknown"))
    assert family_for(unknown)[0].id == "nm-2023"
    nowhere = replace(
        unknown,
        department=replace(form.department, name="某局"),
        unit=replace(form.unit, name="某中心"),
    )
    assert family_for(nowhere) == (families()["mof-2020"], None)
    other = replace(nowhere, form=replace(form.form, family="cq-2022"))
    family, said = family_for(other)
    assert (family.id, said is not None and "cq-2022" in said) == ("mof-2020", True)


@pytest.mark.parametrize("family", families())
def test_a_word_document_follows_the_order_of_the_standard(family: str) -> None:
    data = made(family, "docx", 2)
    assert data == made(family, "docx", 2)
    document = check_word(data)
    assert document.find(f".//{W}tblHeader") is not None


def test_a_word_document_opens_in_another_library() -> None:
    import docx

    document = docx.Document(io.BytesIO(made("nm-2023", "docx")))
    assert [table.cell(0, 0).text for table in document.tables] == ["项目名称", ""]
    assert document.tables[1].cell(0, 1).text == "一级指标"


@pytest.mark.skipif(program() is None, reason="LibreOffice (soffice) is not installed")
def test_the_formulas_of_a_workbook_give_the_printed_figures() -> None:
    import openpyxl

    files = {f"{family}-{n}": made(family, "xlsx", n) for family in families() for n in (1, 2, 4)}
    again = recalculated(files)
    for name, data in files.items():
        before = openpyxl.load_workbook(io.BytesIO(data)).active
        after = openpyxl.load_workbook(io.BytesIO(again[name]), data_only=True).active
        family, _, number = name.rpartition("-")
        drawing = drawing_of(reference(int(number)), families()[family])
        printed = sorted(
            c.number.digits for c in drawing.cells() if c.formula is not None and c.number
        )
        found = [
            after[cell.coordinate].value
            for row in before.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and cell.value.startswith("=") and cell.data_type == "f"
        ]
        assert len(found) == len(printed) > 0, name
        from decimal import Decimal

        assert sorted(Decimal(str(v)) for v in found) == sorted(map(Decimal, printed)), name


def test_a_printed_figure_that_no_formula_gives_stays_a_figure() -> None:
    form = reference()
    wrong = replace(form, total=replace(form.total, score="98.50"))
    cells = {c.pointer: c for c in drawing_of(wrong, families()["nm-2023"]).cells()}
    total = cells["/total/score"]
    assert (total.text, total.formula) == ("98.50", None)
    assert cells["/indicators/11/score"].formula is not None


def test_wrong_use_is_said_in_chinese() -> None:
    with pytest.raises(CannotExport, match="没有 doc 格式"):
        jiping.export(reference(), "doc")
    with pytest.raises(CannotExport, match="没有编号为 x 的表式"):
        jiping.export(reference(), "md", family="x")
    with pytest.raises(CannotExport, match="没有第 2 张"):
        jiping.export(TABLES / "table-1.txt", "md", ordinal=2)
    with pytest.raises(jiping.NotRead, match="JSON"):
        jiping.export(b'{"forms": [{}]}', "md")


@pytest.mark.parametrize("form", ["csv", "html", "md"])
def test_what_looks_like_a_formula_or_markup_stays_text(form: str) -> None:
    form_read = reference()
    rows = (replace(form_read.indicators[0], name="=1+1<b>购买|本</b>"), *form_read.indicators[1:])
    data = jiping.export(replace(form_read, indicators=rows), form).data.decode("utf-8-sig")
    assert "<b>" not in data or form == "csv"
    assert ",=1" not in data
