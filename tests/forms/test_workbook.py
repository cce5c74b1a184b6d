"""The filler's workbook as a file: what is locked, what may be typed, what it says is left to do."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from making.workbooks import address, approved, fill, mark_of, put

from jiping.forms.families import families
from jiping.forms.workbook.base import empty, from_evaluation
from jiping.forms.workbook.expression import Node, formula
from jiping.forms.workbook.making import compose
from jiping.forms.workbook.sheets import MAIN, STEPS, TASKS, Values, Workbook
from jiping.forms.workbook.writing import write
from jiping.model.evaluation import Evaluation
from jiping.model.fingerprint import SHEET
from jiping.read.reading import read_file
from jiping.score.scheme import schemes

TABLE = Path(__file__).parents[2] / "examples" / "reference" / "table-1.txt"
SCHEME = schemes()["nm-2023"]
EVERYWHERE = {
    "AND", "COUNT", "FIND", "GCD", "HYPERLINK", "IF", "IFERROR", "INDEX", "INT", "ISNUMBER", "LEFT",
    "LEN", "MATCH", "MAX", "MID", "MIN", "MOD", "N", "NOT", "OR", "RIGHT", "ROUND", "SUBSTITUTE",
    "SUM", "TEXT", "VALUE",
}  # fmt: skip
"""Functions that Excel 2007, WPS and LibreOffice all have."""
LONGEST = 8192
"""Characters of a formula in Excel."""


@cache
def table() -> Evaluation:
    return read_file(TABLE).evaluations[0]


def made(family: str = "nm-2023", **options: Any) -> Workbook:
    form = families()[family]
    return compose(approved(table(), form), form, SCHEME, **options)


def todo(book: Workbook) -> list[tuple[Any, ...]]:
    """The list of what is left to do, as the sheet shows it."""
    shown = Values(book)
    rows = sorted({a.row for a, _ in book.on(TASKS) if a.row >= 4})
    found = [tuple(shown.get((TASKS, row, column)) for column in range(4)) for row in rows]
    return [row for row in found if row[0] != ""]


def opened(book: Workbook) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write(book)))


@pytest.mark.parametrize("family", families())
@pytest.mark.parametrize("start", ["approved", "empty"])
def test_only_functions_that_every_program_has_and_no_formula_too_long(
    family: str, start: str
) -> None:
    form = families()[family]
    first = approved(table(), form) if start == "approved" else empty(form, 2024)
    book = compose(first, form, SCHEME)
    for spot, content in book.cells.items():
        if isinstance(content.held, Node):
            text = formula(content.held)
            assert len(text) < LONGEST, spot
            bare = re.sub(r'"[^"]*"', "", text)
            assert set(re.findall(r"([A-Z]+)\(", bare)) <= EVERYWHERE, spot
            depth = deepest = 0
            for letter in bare:
                depth += {"(": 1, ")": -1}.get(letter, 0)
                deepest = max(deepest, depth)
            assert deepest <= 64, spot


def test_what_was_approved_is_locked_and_the_rest_is_open() -> None:
    book = made()
    sheet = opened(book)[MAIN]
    mark = mark_of(book)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    first = mark.lines[0].cells
    for name in ("name", "nature", "operator", "target", "unit", "weight", "score"):
        assert sheet[first[name]].protection.locked, name
    for name in ("actual", "reason", "judgement"):
        assert not sheet[first[name]].protection.locked, name
    assert sheet[mark.cells["/funds/0/initial"]].protection.locked
    assert not sheet[mark.cells["/funds/0/executed"]].protection.locked
    assert sheet[mark.cells["/goal/expected"]].protection.locked
    assert not sheet[mark.cells["/goal/actual"]].protection.locked


def test_last_years_form_is_carried_over_but_not_locked() -> None:
    form = families()["nm-2023"]
    start = from_evaluation(table(), form, None)
    assert not start.approved
    assert start.evaluation.year == 2024
    assert start.evaluation.goal.expected is None
    assert [f.initial for f in start.evaluation.funds] == [None] * 4
    assert start.evaluation.indicators[0].name == "购买办公用品"
    assert start.evaluation.indicators[0].actual is None
    book = compose(start, form, SCHEME)
    target = mark_of(book).lines[0].cells["target"]
    assert not book.cells[address(target)].locked
    assert book.cells[address(target)].held == "4"


def test_the_mark_is_on_a_sheet_that_only_programs_show() -> None:
    file = opened(made())
    assert file.sheetnames == [MAIN, TASKS, "填报说明", STEPS, SHEET]
    assert file[SHEET].sheet_state == "veryHidden"
    assert file[SHEET]["A1"].value == "jiping-workbook"


def test_the_printed_page_is_the_form_alone() -> None:
    sheet = opened(made())[MAIN]
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_area.startswith(f"'{MAIN}'!$A$1:$L$")
    rows = [n for n, d in sheet.row_dimensions.items() if d.hidden]
    assert len(rows) == 8


def test_drop_downs() -> None:
    book = made()
    file = opened(book)
    cells = mark_of(book).lines
    lists = {
        str(rule.sqref): rule.formula1
        for rule in file[MAIN].data_validations.dataValidation
        if rule.type == "list"
    }
    assert '"正向,反向,定性"' in lists[cells[-1].cells["nature"]]
    assert "达成年度指标" in lists[cells[13].cells["actual"]]
    assert cells[0].cells["actual"] not in lists
    assert "万元" in lists[cells[-1].cells["unit"]]


def test_stored_values_are_those_of_the_formulas() -> None:
    book = fill(made(), 4)
    file = openpyxl.load_workbook(io.BytesIO(write(book)), data_only=True)
    shown = Values(book)
    for spot, content in book.cells.items():
        if isinstance(content.held, Node):
            stored = file[spot.sheet].cell(spot.row + 1, spot.column + 1).value
            value = shown.get((spot.sheet, spot.row, spot.column))
            assert (stored if stored is not None else "") == value, spot


def test_the_same_start_gives_the_same_bytes() -> None:
    assert write(made()) == write(made())


def test_the_list_says_what_is_left_and_empties_as_it_is_done() -> None:
    book = made()
    mark = mark_of(book)
    before = todo(book)
    assert before[0] == (1, "必须处理", "年度资金总额", "填写全年执行数。")
    assert before[2][2:] == ("绩效指标第 1 行 购买办公用品", "填写实际完成值。")
    put(book, mark.cells["/funds/0/executed"], Decimal(16))
    put(book, mark.cells["/goal/actual"], "全部完成。")
    for line in mark.lines:
        if line.number is not None:
            put(book, line.cells["actual"], mark.evaluation["indicators"][line.number]["target"])
    left = todo(book)
    assert {row[3] for row in left} == {"在右侧“评定得分”栏评分。"}
    for line in mark.lines:
        if line.number in (13, 14, 15):
            put(book, line.cells["judgement"], Decimal(9))
    left = todo(book)
    assert [row[2] for row in left] == [
        f"绩效指标第 {n} 行 {mark.evaluation['indicators'][n - 1]['name']}" for n in (14, 15, 16)
    ]
    assert all("得分低于分值" in row[3] and "第十一条" in row[3] for row in left)
    for line in mark.lines:
        if line.number in (13, 14, 15):
            put(book, line.cells["reason"], "群众知晓率不高，下年加强宣传。")
    assert todo(book) == []
    assert (
        Values(book).get((TASKS, 1, 0)) == "已填完，可以报送。报送前请再看“待办”中需要核对的各项。"
    )
    assert Values(book).get((MAIN, *_spot(mark.cells["/total/score"]))) == 97.0


def _spot(cell: str) -> tuple[int, int]:
    at = address(cell)
    return at.row, at.column


@pytest.mark.parametrize(
    ("line", "actual", "said"),
    [(0, "3", "得分低于分值"), (0, "5.2", "完成值达到指标值的 130 %"), (0, "4批", "完成值只写数字，单位“批次”已知"),
     (0, "约4", "完成值只写数字")],
)  # fmt: skip
def test_a_row_says_what_it_owes(line: int, actual: str, said: str) -> None:
    book = made()
    row = mark_of(book).lines[line]
    put(book, row.cells["actual"], actual)
    texts = [text for _, _, place, text in todo(book) if "第 1 行" in str(place)]
    assert len(texts) == 1
    assert said in texts[0]


def test_weights_that_do_not_add_up_and_amounts_that_do_not_balance_are_said() -> None:
    book = made()
    mark = mark_of(book)
    put(book, mark.lines[0].cells["weight"], Decimal("4.75"))
    put(book, mark.cells["/funds/0/executed"], Decimal(20))
    put(book, mark.cells["/funds/1/executed"], Decimal(15))
    texts = [text for *_, text in todo(book)]
    assert "分值合计为 101 分，应为 100 分。（财预〔2020〕10号 第十三条）" in texts
    assert "全年执行数大于预算数，请核对。" in texts
    assert "全年执行数的年度资金总额与分项合计不一致。" in texts


def test_a_judgement_outside_its_band_is_moved_to_the_bound_and_said() -> None:
    book = made()
    row = mark_of(book).lines[13]
    put(book, row.cells["actual"], "部分达成年度指标并具有一定效果")
    put(book, row.cells["judgement"], Decimal("9.5"))
    assert Values(book).get((MAIN, *_spot(row.cells["score"]))) == 7.99
    texts = [text for _, _, place, text in todo(book) if "第 14 行" in str(place)]
    assert "评定得分超出可评区间" in texts[0]


def test_points_typed_into_a_row_that_a_formula_scores_are_said() -> None:
    book = made()
    row = mark_of(book).lines[0]
    put(book, row.cells["actual"], "4")
    put(book, row.cells["judgement"], Decimal(1))
    assert Values(book).get((MAIN, *_spot(row.cells["score"]))) == 3.75
    texts = [text for _, _, place, text in todo(book) if "第 1 行" in str(place)]
    assert texts == ["本行由公式计分，右侧的“评定得分”不起作用，请清空。"]


def test_marks_are_red_where_something_is_owed() -> None:
    book = made()
    row = mark_of(book).lines[0]
    cell = book.cells[address(row.cells["actual"])]
    assert cell.red is not None
    assert Values(book).get((MAIN, cell.red.row, cell.red.column)) == 1
    put(book, row.cells["actual"], "3")
    assert Values(book).get((MAIN, cell.red.row, cell.red.column)) == 0
    reason = book.cells[address(row.cells["reason"])]
    assert reason.red is not None
    assert Values(book).get((MAIN, reason.red.row, reason.red.column)) == 1
