"""A filler's workbook taken back: exactly, with what was changed, and whatever happened to it."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from making.workbooks import approved, mark_of, put

from jiping.api import audit
from jiping.forms.families import families
from jiping.forms.workbook.making import compose
from jiping.forms.workbook.sheets import Workbook
from jiping.forms.workbook.writing import write
from jiping.model.contract import evaluation_from_json, evaluation_to_json, schema
from jiping.model.evaluation import Evaluation
from jiping.model.fingerprint import Damaged, Fingerprint, Line, digest, from_pieces
from jiping.read.reading import read_bytes, read_file
from jiping.score.scheme import schemes

FAMILY = families()["nm-2023"]


@cache
def table() -> Evaluation:
    path = Path(__file__).parents[2] / "examples" / "reference" / "table-1.txt"
    return read_file(path).evaluations[0]


def made() -> Workbook:
    return compose(approved(table(), FAMILY), FAMILY, schemes()["nm-2023"])


def filled_like_the_table() -> Workbook:
    """What the office filled in itself, typed into the workbook."""
    book = made()
    mark = mark_of(book)
    given = table()
    for number, line in enumerate(given.funds):
        put(book, mark.cells[f"/funds/{number}/executed"], Decimal(line.executed or 0))
    put(book, mark.cells["/goal/actual"], given.goal.actual)
    for row in mark.lines:
        if row.number is not None:
            indicator = given.indicators[row.number]
            put(book, row.cells["actual"], indicator.actual)
            if indicator.nature == "qualitative" and indicator.target != "2023.1-12":
                put(book, row.cells["judgement"], Decimal(indicator.score or 0))
    return book


def test_the_form_comes_back_as_it_was_published() -> None:
    reading = read_bytes(write(filled_like_the_table()), "填报.xlsx")
    assert reading.status == "read"
    assert reading.notes == ()
    (e,) = reading.evaluations
    given = table()
    for got, wanted in zip(e.indicators, given.indicators, strict=True):
        assert Decimal(got.score or -1) == Decimal(wanted.score or -1)
        assert replace(got, score=None) == replace(wanted, score=None)
    assert [replace(f, weight=None, rate=None, score=None) for f in e.funds] == [
        replace(f, weight=None, rate=None, score=None) for f in given.funds
    ]
    assert e.goal == given.goal
    assert (e.project, e.department, e.unit, e.year) == (
        given.project, given.department, given.unit, given.year,
    )  # fmt: skip
    assert (e.total.weight, e.total.score) == ("100", "97.50")
    assert e.reading.balanced is True
    assert e.reading.unread == ()


def test_places_are_cells_of_the_sheet() -> None:
    book = filled_like_the_table()
    mark = mark_of(book)
    (e,) = read_bytes(write(book), "填报.xlsx").evaluations
    place = e.places["/indicators/11/actual"]
    assert (place.sheet, place.cell) == ("自评表", mark.lines[11].cells["actual"])
    assert e.places["/goal/actual"].cell == mark.cells["/goal/actual"]


def test_the_same_as_read_by_its_words() -> None:
    """Without its mark the workbook is an ordinary form, and says so."""
    book = filled_like_the_table()
    (marked,) = read_bytes(write(book), "填报.xlsx").evaluations
    book.pieces[2] = "0" * 64
    reading = read_bytes(write(book), "填报.xlsx")
    assert reading.workbook is not None
    assert reading.workbook.damaged == "标记的内容与摘要不符，标记被改动或没有存完整"
    assert any("改按表样读取" in note for note in reading.notes)
    (plain,) = reading.evaluations
    assert plain.form.family == "nm-2023"
    assert plain.indicators == marked.indicators
    assert plain.total == marked.total
    assert plain.goal == marked.goal


def test_a_changed_locked_cell_is_said_and_read() -> None:
    book = filled_like_the_table()
    cells = mark_of(book).lines[0].cells
    put(book, cells["target"], "3")
    put(book, cells["weight"], Decimal(5))
    reading = read_bytes(write(book), "填报.xlsx")
    assert reading.workbook is not None
    changes = {c.cell: (c.before, c.after, c.pointer) for c in reading.workbook.changes}
    assert changes == {
        cells["target"]: ("4", "3", "/indicators/0/target"),
        cells["weight"]: ("3.75", "5", "/indicators/0/weight"),
    }
    assert f"锁定的 {cells['target']} 单元格被改动：原为“4”，现为“3”。" in reading.notes
    (e,) = reading.evaluations
    assert (e.indicators[0].target, e.indicators[0].weight) == ("3", "5")
    assert [d.pointer for d in e.reading.doubtful] == [
        "/indicators/0/target", "/indicators/0/weight",
    ]  # fmt: skip


def test_a_row_that_was_added_is_read_and_blank_ones_are_not() -> None:
    book = filled_like_the_table()
    mark = mark_of(book)
    spare = mark.lines[-3].cells
    for name, value in {
        "level1": "产出指标", "level2": "数量指标", "name": "新增培训", "nature": "正向",
        "operator": "大于等于", "target": "3", "actual": "4", "unit": "期", "weight": Decimal(2),
    }.items():  # fmt: skip
        put(book, spare[name], value)
    (e,) = read_bytes(write(book), "填报.xlsx").evaluations
    assert len(e.indicators) == len(table().indicators) + 1
    added = e.indicators[-1]
    assert (added.name, added.nature, added.operator, added.target, added.actual, added.unit) == (
        "新增培训", "positive", ">=", "3", "4", "期",
    )  # fmt: skip
    assert (added.weight, added.score) == ("2", "2.00")


def test_a_file_filled_in_by_a_program_that_does_not_calculate_is_told() -> None:
    book = made()
    mark = mark_of(book)
    file = openpyxl.load_workbook(io.BytesIO(write(book)))
    file["自评表"][mark.lines[0].cells["actual"]] = "4"
    out = io.BytesIO()
    file.save(out)
    reading = read_bytes(out.getvalue(), "填报.xlsx")
    assert reading.workbook is not None
    assert reading.workbook.uncalculated
    assert any("公式还没有计算结果" in note for note in reading.notes)
    assert reading.evaluations[0].indicators[0].actual == "4"


def test_an_unfilled_one_is_told() -> None:
    reading = read_bytes(write(made()), "填报.xlsx")
    assert reading.notes == ("这份填报工作簿还没有填写完成值。",)
    assert reading.workbook is not None
    assert (reading.workbook.filled, reading.workbook.wanted) == (0, 17)


def test_rows_that_were_moved_make_the_mark_useless() -> None:
    file = openpyxl.load_workbook(io.BytesIO(write(filled_like_the_table())))
    sheet = file["自评表"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(1, 2)
    out = io.BytesIO()
    file.save(out)
    reading = read_bytes(out.getvalue(), "填报.xlsx")
    assert reading.workbook is not None
    assert reading.workbook.damaged is not None
    assert "不在原来的位置" in reading.workbook.damaged


@pytest.mark.parametrize("pieces", [[], ["jiping-workbook"], ["jiping-workbook", "2", "x", "{}"],
                                    ["jiping-workbook", "1", "x", "{}"], ["别的"]])  # fmt: skip
def test_a_damaged_mark_is_an_error_in_words(pieces: list[str]) -> None:
    with pytest.raises(Damaged, match="标记"):
        from_pieces(pieces)


@pytest.mark.parametrize(
    "change",
    [{"evaluation": {}}, {"cells": {"/year": 3}}, {"lines": (Line({"name": "D10"}, 99),)},
     {"locked": []}, {"evaluation": {"indicators": []}, "lines": ()}],
)  # fmt: skip
def test_a_mark_that_somebody_made_up_stops_nothing(change: dict[str, Any]) -> None:
    book = filled_like_the_table()
    mark = mark_of(book)
    fields: dict[str, Any] = {name: getattr(mark, name) for name in Fingerprint.__slots__} | change
    if not isinstance(fields["locked"], list):
        book.pieces = Fingerprint(**fields).pieces()
    else:
        body = book.pieces[3].replace('"locked":{', '"locked":[],"x":{')
        book.pieces = [*book.pieces[:2], digest(body), body]
    reading = read_bytes(write(book), "填报.xlsx")
    assert reading.status == "read"
    assert reading.workbook is not None
    assert reading.workbook.damaged is not None
    assert reading.evaluations[0].total.score == "97.50"


def test_a_mark_survives_its_pieces() -> None:
    mark = Fingerprint(
        "nm-2023", "nm-2023", "自评表", {"长": "字" * 70_000, "indicators": [{}]}, {"/year": "A2"},
        (Line({"name": "D10"}, 0), Line({"name": "D11"})), {"A1": "题"}, True, "0.1.0",
    )  # fmt: skip
    pieces = mark.pieces()
    assert len(pieces) == 3 + 3
    assert from_pieces(pieces) == mark


@pytest.mark.parametrize("scheme", schemes())
def test_it_is_audited_by_the_scheme_that_it_was_made_for(scheme: str) -> None:
    """Also where its region and year name another; whoever names one is obeyed."""
    book = compose(approved(table(), FAMILY), FAMILY, schemes()[scheme])
    reading = read_bytes(write(book), "填报.xlsx")
    [found] = audit(reading)
    assert found.ledger.scheme == scheme
    assert schemes()[scheme].title in found.ledger.scheme_note
    assert "填报工作簿" in found.ledger.scheme_note
    other = "cn-2020" if scheme != "cn-2020" else "nm-2023"
    assert audit(reading, scheme=other)[0].ledger.scheme == other


def test_a_scheme_that_is_not_here_is_told() -> None:
    book = compose(approved(table(), FAMILY), FAMILY, replace(schemes()["nm-2023"], id="ours"))
    [found] = audit(read_bytes(write(book), "填报.xlsx"))
    assert found.ledger.scheme == "nm-2023"
    assert "按“ours”制作，这里没有这个办法" in found.ledger.scheme_note


def test_the_contract_says_what_became_of_it() -> None:
    book = filled_like_the_table()
    cell = mark_of(book).lines[0].cells["target"]
    put(book, cell, "≥3")
    [e] = read_bytes(write(book), "填报.xlsx").evaluations
    data = evaluation_to_json(e, places=True)
    said = data["reading"]["workbook"]
    assert (said["family"], said["scheme"], said["damaged"]) == ("nm-2023", "nm-2023", None)
    assert (said["filled"], said["wanted"]) == (17, 17)
    [change] = said["changes"]
    assert (change["cell"], change["after"], change["pointer"]) == (
        cell, "≥3", "/indicators/0/target",
    )  # fmt: skip
    Draft202012Validator(schema("evaluation")).validate(data)
    assert evaluation_from_json(data) == e
    assert "workbook" not in evaluation_to_json(table())["reading"]


def test_what_is_not_filled_in_has_its_place_too() -> None:
    """A finding about something missing leads to the cell where it belongs."""
    book = filled_like_the_table()
    mark = mark_of(book)
    put(book, mark.cells["/goal/actual"], None)
    [found] = audit(read_bytes(write(book), "填报.xlsx"), only=["C-STR-01"])
    [finding] = found.findings
    assert finding.targets == ("/goal/actual",)
    assert [(p.sheet, p.cell) for p in finding.places] == [(mark.sheet, mark.cells["/goal/actual"])]
