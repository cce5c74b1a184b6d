"""A form changed cell by cell, as people type."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jiping
from jiping.api import editing
from jiping.api.typed_values import CannotEdit
from jiping.model.evaluation import Evaluation

FORMS = [jiping.read(f"examples/reference/table-{n}.txt").evaluations[0] for n in range(1, 6)]
ONE = FORMS[0]


def bare(evaluation: Evaluation) -> Evaluation:
    """Without what is said about the reading: typing a value makes it certain."""
    return replace(evaluation, reading=replace(evaluation.reading, doubtful=()))


@pytest.mark.parametrize("form", FORMS, ids=[f"table-{n}" for n in range(1, 6)])
def test_typing_what_stands_there_changes_nothing(form: Evaluation) -> None:
    cells = [c for c in editing.sheet(form).cells() if c.pointer]
    assert len(cells) > 100
    for cell in cells:
        assert cell.pointer is not None
        done = editing.edited(form, {cell.pointer: cell.text})
        assert done.problems == {}
        assert bare(done.evaluation) == bare(form), cell


def value(form: Evaluation, number: int, name: str) -> str | None:
    found: str | None = getattr(form.indicators[number], name)
    return found


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("actual", "１２", "12"),
        ("actual", "—", None),
        ("score", "3.50 分", "3.50"),
        ("weight", "1,000", "1000"),
        ("name", "  出差  人次 ", "出差人次"),
        ("nature", "反向", "negative"),
        ("operator", "小于等于", "<="),
        ("level1", "产出指标（50分）", "产出指标"),
        ("reason", "因会议\n取消", "因会议\n取消"),
    ],
)
def test_a_typed_text_is_read(name: str, typed: str, kept: str | None) -> None:
    done = editing.edited(ONE, {f"/indicators/1/{name}": typed})
    assert (value(done.evaluation, 1, name), done.problems) == (kept, {})


def test_a_target_with_sign_and_unit_is_taken_apart() -> None:
    row = editing.edited(ONE, {"/indicators/9/target": "≤2万元", "/indicators/9/operator": ""})
    found = row.evaluation.indicators[9]
    assert (found.operator, found.target, found.unit) == ("<=", "2", "万元")


@pytest.mark.parametrize(
    ("pointer", "typed", "words"),
    [
        ("/indicators/1/score", "约三分", "不是数字"),
        ("/funds/0/executed", "abc", "不是数字"),
        ("/year", "去年", "四位数字"),
        ("/form/amount_unit", "美元", "万元、元或亿元"),
        ("/funds/1/label", "", "要写名称"),
    ],
)
def test_what_cannot_be_kept_is_told_and_changes_nothing(
    pointer: str, typed: str, words: str
) -> None:
    done = editing.edited(ONE, {pointer: typed})
    assert words in done.problems[pointer]
    assert done.evaluation == ONE


@pytest.mark.parametrize(
    "pointer",
    ["/indicators/99/score", "/indicators/1/level9", "/source/file", "/reading/balanced", "x", ""],
)
def test_no_such_cell(pointer: str) -> None:
    with pytest.raises(CannotEdit):
        editing.edited(ONE, {pointer: "1"})


def test_a_merged_level_is_that_of_all_its_rows() -> None:
    form = editing.edited(ONE, {"/indicators/0/level2": "数量"}).evaluation
    assert [r.level2 for r in form.indicators[:5]] == ["数量"] * 4 + ["质量指标"]
    alone = editing.edited(ONE, {"/indicators/0/level2": "数量"}, alone=True).evaluation
    assert [r.level2 for r in alone.indicators[:2]] == ["数量", "数量指标"]


def test_balance_follows_what_is_typed() -> None:
    assert ONE.reading.balanced is True
    wrong = editing.edited(ONE, {"/total/score": "99"}).evaluation
    assert wrong.reading.balanced is False
    assert editing.edited(wrong, {"/total/score": "97.50"}).evaluation.reading.balanced is True


@given(
    do=st.sampled_from(["add", "remove", "move"]),
    at=st.integers(0, len(ONE.indicators) - 1),
    to=st.integers(0, len(ONE.indicators) - 1),
)
def test_rows_keep_their_places_and_values(do: str, at: int, to: int) -> None:
    if do == "add":
        changed, renumber = editing.row_added(ONE, "indicators", at)
    elif do == "remove":
        changed, renumber = editing.row_removed(ONE, "indicators", at)
    else:
        changed, renumber = editing.row_moved(ONE, "indicators", at, to)
    for number, row in enumerate(ONE.indicators):
        pointer = renumber(f"/indicators/{number}")
        if pointer is None:
            assert (do, number) == ("remove", at)
            continue
        assert changed.indicators[int(pointer.rsplit("/", 1)[1])] == row
        place = ONE.places.get(f"/indicators/{number}/name")
        assert changed.places.get(f"{pointer}/name") == place
    assert renumber("/total/score") == "/total/score"


def test_the_total_of_funds_stays() -> None:
    with pytest.raises(CannotEdit, match="不能删除"):
        editing.row_removed(ONE, "funds", 0)
    with pytest.raises(CannotEdit):
        editing.row_moved(ONE, "funds", 1, 0)


def test_a_pasted_block_goes_right_and_down() -> None:
    block = [["4", "4", "批次", "3.75", "3.75"], ["10", "12", "人次", "3.75", "3.75"]]
    done, pointers = editing.pasted(ONE, "/indicators/0/target", block)
    assert pointers[0] == "/indicators/0/target"
    assert pointers[-1] == "/indicators/1/score"
    rows = done.evaluation.indicators
    assert (rows[1].target, rows[1].actual, rows[1].unit, rows[1].score) == (
        "10",
        "12",
        "人次",
        "3.75",
    )
    assert rows[2:] == ONE.indicators[2:]
    assert done.problems == {}


def test_a_whole_table_pasted_into_a_blank_form_gives_the_table() -> None:
    """As it is copied from a spreadsheet: merged levels stand in their first row only."""
    blank = editing.blank_form("nm-2023", 2023)
    while len(blank.indicators) > 1:
        blank, _ = editing.row_removed(blank, "indicators", len(blank.indicators) - 1)
    block: list[list[str]] = []
    for cell in editing.sheet(ONE).cells():
        if cell.pointer and cell.pointer.startswith("/indicators/"):
            number = int(cell.pointer.split("/")[2])
            while len(block) <= number:
                block.append([""] * 11)
            roles = ["level1", "level2", "name", "nature", "operator", "target", "actual", "unit",
                     "weight", "score", "reason"]  # fmt: skip
            block[number][roles.index(cell.pointer.split("/")[3])] = cell.text
    done, _ = editing.pasted(blank, "/indicators/0/level1", block)
    assert done.problems == {}
    assert done.evaluation.indicators == ONE.indicators


def test_what_is_pasted_beyond_the_table_is_told() -> None:
    done, _ = editing.pasted(ONE, "/indicators/0/reason", [["无", "多出的"]])
    assert "多出的" in done.problems["/indicators/0/reason"]


def test_next_year_keeps_targets_and_leaves_results() -> None:
    following = editing.next_year(ONE)
    assert following.year == 2024
    assert [r.name for r in following.indicators] == [r.name for r in ONE.indicators]
    assert {(r.actual, r.score, r.reason) for r in following.indicators} == {(None, None, None)}
    assert {line.executed for line in following.funds} == {None}
