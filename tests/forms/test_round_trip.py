"""What is written is read again: every family, every format, and whatever people fill in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making.written import evaluations, laid

import jiping
from jiping.forms.draw import drawing_of
from jiping.forms.drawing import Document
from jiping.forms.families import families
from jiping.forms.fit import fit
from jiping.forms.formats import CannotWrite, form_format, names
from jiping.model.evaluation import Evaluation

TABLES = Path(__file__).parents[2] / "examples" / "reference"
OURS = ("docx", "xlsx", "html", "md", "csv")
READING = {"C-STR-02", "C-STR-03"}
"""Rules about the file's own damage (moved cells, unread text), which a new file doesn't have."""
BACK = [name for name in names() if form_format(name).reads_back and name != "json"]


def reference(number: int) -> Evaluation:
    [found] = jiping.read(TABLES / f"table-{number}.txt").evaluations
    return found


def written(evaluation: Evaluation, family: str, form: str) -> bytes:
    drawing = drawing_of(evaluation, families()[family])
    try:
        return form_format(form).write(Document((drawing,), (evaluation,), "表"))
    except CannotWrite as error:
        pytest.skip(str(error))


def read_back(data: bytes, form: str) -> Evaluation:
    reading = jiping.read(data, name=f"表{form_format(form).suffix}")
    assert reading.status == "read", reading.reason
    [found] = reading.evaluations
    return found


@pytest.mark.parametrize("form", BACK)
@pytest.mark.parametrize("family", families())
def test_a_reference_table_comes_back_from_every_form_and_format(family: str, form: str) -> None:
    for number in range(1, 6):
        given_form = reference(number)
        held, _ = fit(given_form, families()[family])
        found = read_back(written(given_form, family, form), form)
        assert laid(found) == laid(held), number
        assert found.reading.unread == (), number


@pytest.mark.parametrize("form", [*BACK, "json"])
@pytest.mark.parametrize("family", ["nm-2023", "mof-2020"])
def test_the_audit_of_what_comes_back_is_the_same(family: str, form: str) -> None:
    for number in range(1, 6):
        given_form = reference(number)
        held = given_form if form == "json" else fit(given_form, families()[family])[0]
        if form == "json":
            found = jiping.export(given_form, "json", family=family).data
            back = jiping.export(found, "json").data
            assert back == found
            continue
        # The reader's own remarks on the first file are no part of what was exported.
        before = jiping.audit(replace(held, reading=type(held.reading)(balanced=True)))
        after = jiping.audit(read_back(written(given_form, family, form), form))
        said = {(f.rule, f.targets, f.left, f.right) for f in before.findings}
        again = {(f.rule, f.targets, f.left, f.right) for f in after.findings}
        assert again == said, number


def test_the_findings_of_the_inner_mongolian_form_are_those_of_the_original() -> None:
    for number in range(1, 6):
        original = reference(number)
        back = read_back(written(original, "nm-2023", "docx"), "docx")
        before, after = jiping.audit(original), jiping.audit(back)
        for rule in {f.rule for f in [*before.findings, *after.findings]} - READING:
            assert [f.targets for f in after.findings if f.rule == rule] == [
                f.targets for f in before.findings if f.rule == rule
            ], (number, rule)


@pytest.mark.parametrize("form", OURS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(evaluation=evaluations(), family=st.sampled_from(sorted(families())))
def test_whatever_people_fill_in_comes_back(form: str, evaluation: Evaluation, family: str) -> None:
    held, _ = fit(evaluation, families()[family])
    assert laid(read_back(written(evaluation, family, form), form)) == laid(held)


@pytest.mark.parametrize("form", ["pdf", "ofd"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(evaluation=evaluations(), family=st.sampled_from(sorted(families())))
def test_whatever_people_fill_in_comes_back_from_pages(
    form: str, evaluation: Evaluation, family: str
) -> None:
    held, _ = fit(evaluation, families()[family])
    assert laid(read_back(written(evaluation, family, form), form)) == laid(held)


@given(evaluation=evaluations())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_json_holds_an_evaluation_whole(evaluation: Evaluation) -> None:
    import json

    from jiping.model.contract import evaluation_from_json

    data = jiping.export(evaluation, "json").data
    assert evaluation_from_json(json.loads(data)) == evaluation


@given(evaluation=evaluations(), family=st.sampled_from(sorted(families())))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_a_form_holds_it_holds_again(evaluation: Evaluation, family: str) -> None:
    held, _ = fit(evaluation, families()[family])
    again, omitted = fit(held, families()[family])
    assert laid(again) == laid(held)
    assert omitted == ()


@pytest.mark.parametrize(("family", "form"), [
    ("hb-2020", "pdf"), ("mof-2020", "pdf"), ("yn-2022", "pdf"), ("nm-2023", "docx"), ("nm-2023", "xlsx"),
])  # fmt: skip
def test_sixty_rows_and_a_reason_of_two_thousand_letters(family: str, form: str) -> None:
    """The text breaks over pages, and in 湖北's form does so below the total, under a new header."""
    given_form = reference(1)
    rows = [replace(r, name=f"{n}{r.name}") for n in range(4) for r in given_form.indicators][:60]
    rows.sort(key=lambda row: ("产出指标", "效益指标", "满意度指标").index(row.level1 or ""))
    rows[3] = replace(
        rows[3], reason="因政策调整，第三季度才恢复通关，部分出差推迟；下一步细化计划。" * 64
    )
    long = replace(given_form, indicators=tuple(rows))
    held, _ = fit(long, families()[family])
    assert laid(read_back(written(long, family, form), form)) == laid(held)


def test_a_very_long_reason_gets_a_wider_column_and_smaller_letters() -> None:
    given_form, family = reference(1), families()["nm-2023"]
    first, *rest = given_form.indicators
    long = replace(given_form, indicators=(replace(first, reason="原因" * 1000), *rest))
    usual, wide = (list(drawing_of(e, family).grids())[-1] for e in (given_form, long))
    cell = next(c for row in wide.rows for c in row.cells if c.pointer == "/indicators/0/reason")
    assert sum(wide.widths) == sum(usual.widths)
    assert wide.widths[-1] > 2 * usual.widths[-1]
    assert all(new >= old * 3 // 4 for new, old in zip(wide.widths, usual.widths, strict=True))
    assert cell.size == 90
    assert {c.size for row in usual.rows for c in row.cells} == {None}


@pytest.mark.parametrize("form", ["docx", "xlsx", "html"])
def test_a_wrong_score_is_not_put_right_by_chance(form: str) -> None:
    """One cell to the left the figures give a rate of 0 too: 20 of 5769.7."""
    given_form = reference(1)
    total = replace(
        given_form.funds[0], initial=None, adjusted="23079.3", executed="5769.7", weight="20",
        rate=None, score="0",
    )  # fmt: skip
    rest = [
        replace(f, initial=None, adjusted=None, executed=None, rate=None)
        for f in given_form.funds[1:]
    ]
    found = read_back(written(replace(given_form, funds=(total, *rest)), "nm-2023", form), form)
    assert found.funds[0] == total
    assert not found.reading.repairs


def test_several_forms_of_a_file_stand_one_after_the_other() -> None:
    forms = [reference(number) for number in range(1, 6)]
    for form in OURS:
        made = jiping.export(forms, form)
        reading = jiping.read(made.data, name=f"表{form_format(form).suffix}")
        assert [e.project.name for e in reading.evaluations] == [e.project.name for e in forms]
        assert [laid(e).indicators for e in reading.evaluations] == [
            laid(e).indicators for e in forms
        ]
