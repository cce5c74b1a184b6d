"""F1 and F2 from self-evaluations: what they print of their targets, nothing else; read back the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jiping.forms.formats import form_format
from jiping.model.life_cycle import TargetForm
from jiping.read.reading import read_file
from jiping.report.papers.before import monitoring_of, targets_of
from jiping.report.papers.cycle import monitorings, targets

REFERENCE = Path(__file__).parents[2] / "examples" / "reference"
FORMATS = ("docx", "xlsx", "html", "md", "csv")


def evaluation(number: int):
    [found] = read_file(str(REFERENCE / f"table-{number}.txt")).evaluations
    return found


def told(row) -> tuple[str | None, ...]:
    """An indicator as people see it: a unit may stand beside its target or in it."""
    target = (row.operator or "") + (row.target or "") + (row.unit or "")
    return row.level1, row.level2, row.name, target


@pytest.mark.parametrize("number", range(1, 6))
def test_a_target_form_has_what_the_table_prints(number: int) -> None:
    held = evaluation(number)
    made = targets_of(held)
    assert (made.year, made.project, made.department, made.unit) == (
        held.year, held.project, held.department, held.unit,
    )  # fmt: skip
    assert [f.amount for f in made.funds] == [line.initial for line in held.funds]
    assert {f.period for f in made.funds} == {row.period for row in made.indicators} == {"year"}
    assert made.goals == {"year": held.goal.expected}
    assert [row.weight for row in made.indicators] == [row.weight for row in held.indicators]


@pytest.mark.parametrize("number", range(1, 6))
def test_a_monitoring_form_leaves_open_what_is_not_known(number: int) -> None:
    made = monitoring_of(targets_of(evaluation(number)))
    assert {(f.executed, f.rate, f.forecast) for f in made.funds} == {(None, None, None)}
    for row in made.indicators:
        assert (row.progress, row.forecast, row.causes, row.possibility) == (None, None, (), None)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("number", range(1, 6))
def test_written_and_read_they_are_the_same(number: int, form: str, tmp_path: Path) -> None:
    planned = targets_of(evaluation(number))
    path = tmp_path / f"表.{form}"
    path.write_bytes(form_format(form).write(targets([planned])))
    [back] = read_file(str(path)).targets
    known = [f for f in back.funds if f.amount is not None]
    assert known == list(planned.funds)
    assert [told(row) for row in back.indicators] == [told(row) for row in planned.indicators]
    for name in ("year", "amount_unit", "project", "department", "unit", "goals", "remarks"):
        assert getattr(back, name) == getattr(planned, name), name
    watched = monitoring_of(planned)
    path.write_bytes(form_format(form).write(monitorings([watched])))
    [again] = read_file(str(path)).monitorings
    assert again.funds == watched.funds
    assert [told(row) for row in again.indicators] == [told(row) for row in watched.indicators]
    for name in ("year", "amount_unit", "months", "project", "department", "unit", "goal"):
        assert getattr(again, name) == getattr(watched, name), name


def test_both_periods_stand_side_by_side(tmp_path: Path) -> None:
    planned = targets_of(evaluation(4))
    term = tuple(
        replace(f, period="term", label=f"中期{n}", amount=f"{n}00")
        for n, f in enumerate(planned.funds, 1)
    )
    term = (replace(term[0], label="中期资金总额"), *(replace(t, label=f.label) for t, f in zip(term[1:], planned.funds[1:], strict=True)))  # fmt: skip
    both: TargetForm = replace(
        planned,
        funds=term + planned.funds,
        goals={"term": "三年建成", **planned.goals},
        remarks={"项目属性": "延续项目", "项目期": "2023年—2025年"},
    )
    path = tmp_path / "表.docx"
    path.write_bytes(form_format("docx").write(targets([both])))
    [back] = read_file(str(path)).targets
    assert sorted(back.funds, key=lambda f: f.period) == list(both.funds)
    assert (back.goals, back.remarks) == (both.goals, both.remarks)
