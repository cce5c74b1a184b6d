"""The table of states and steps: who may, who may not, what is logged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from making.bureau import WHO, Bureau

from jiping.store import content
from jiping.store.actions import flow, forms
from jiping.store.models import Change, Form, FormVersion, LogEntry, Opinion
from jiping.store.policy import Denied, Refused
from jiping.store.rights import rights
from jiping.store.steps import table

STEPS = table().steps
WAY = {"draft": [], "submitted": ["submit"], "returned": ["submit", "return"],
       "approved": ["submit", "approve"]}  # fmt: skip
TAKERS = {"form.submit": "filler", "form.approve": "checker", "form.reopen": "education"}


def bring(bureau: Bureau, state: str) -> Form:
    for code in WAY[state]:
        flow.take_step(
            bureau.actor(TAKERS[STEPS[code].right]), now(bureau), code, 1, text="请补充依据"
        )
    assert now(bureau).state == state
    return now(bureau)


def now(bureau: Bureau) -> Form:
    assert bureau.form is not None
    return Form.objects.get(pk=bureau.form.pk)


def test_every_state_can_be_reached_and_every_right_exists() -> None:
    assert set(WAY) == set(table().states)
    assert {step.right for step in STEPS.values()} <= set(rights())
    assert table().first == "draft"


@pytest.mark.parametrize("code", STEPS)
@pytest.mark.parametrize("state", table().states)
def test_a_step_is_taken_from_its_states_only(bureau: Bureau, code: str, state: str) -> None:
    step = STEPS[code]
    form = bring(bureau, state)
    actor = bureau.actor(TAKERS[step.right])
    if state in step.before:
        flow.take_step(actor, form, code, 1, text="意见")
        assert now(bureau).state == step.after
        entry = LogEntry.objects.order_by("-number")[0]
        assert (entry.action, entry.detail["step"]) == ("form.step", code)
        assert FormVersion.objects.filter(form=form, why=code).exists()
    else:
        with pytest.raises(Refused, match=table().states[state].title):
            flow.take_step(actor, form, code, 1, text="意见")
        assert now(bureau).state == state


@pytest.mark.parametrize("code", STEPS)
def test_a_step_is_taken_by_whom_its_right_names(bureau: Bureau, code: str) -> None:
    step = STEPS[code]
    form = bring(bureau, step.before[0])
    may = {name for name in WHO if bureau.viewer(name).may(step.right, form)}
    assert may
    for name in sorted(set(WHO) - may):
        with pytest.raises(Denied):
            flow.take_step(bureau.actor(name), form, code, 1, text="意见")
        assert step not in flow.open_steps(bureau.viewer(name), form)
    for name in may:
        assert step in flow.open_steps(bureau.viewer(name), form)


def test_returning_asks_for_an_opinion_and_keeps_those_at_rows(bureau: Bureau) -> None:
    form = bring(bureau, "submitted")
    with pytest.raises(Refused, match="意见"):
        flow.take_step(bureau.actor("checker"), form, "return", 1)
    flow.take_step(
        bureau.actor("checker"), form, "return", 1,
        opinions={"/indicators/3": "实际完成值没有依据", "": "请核对总分", "/goal": "  "},
    )  # fmt: skip
    kept = set(Opinion.objects.values_list("pointer", "text"))
    assert kept == {("/indicators/3", "实际完成值没有依据"), ("", "请核对总分")}


def test_two_persons_where_the_installation_asks_for_them(bureau: Bureau, settings: Any) -> None:
    from jiping.store.actions.people import give_role

    give_role(
        bureau.actor("admin"), bureau.people["filler"], bureau.places["第一中学"], "unit_reviewer"
    )
    settings.CONFIGURATION = replace(settings.CONFIGURATION, two_persons=True)
    form = bring(bureau, "submitted")
    with pytest.raises(Refused, match="同一个人"):
        flow.take_step(bureau.actor("filler"), form, "approve", 1)
    flow.take_step(bureau.actor("checker"), form, "approve", 1)


def test_two_at_once_the_second_is_told_and_nothing_is_overwritten(bureau: Bureau) -> None:
    form = now(bureau)
    evaluation = content.evaluation_of(form)
    first = replace(evaluation, project=replace(evaluation.project, name="甲"))
    second = replace(evaluation, project=replace(evaluation.project, name="乙"))
    edit = forms.Edit("/project/name", evaluation.project.name, "甲")
    saved = forms.change_form(bureau.actor("filler"), form, 1, first, [edit])
    assert (saved.version, saved.name) == (2, "甲")
    with pytest.raises(forms.Moved, match="第 2 版"):
        forms.change_form(bureau.actor("filler"), form, 1, second, [edit])
    assert now(bureau).name == "甲"
    (change,) = Change.objects.all()
    assert (change.before, change.after, change.by) == ("口岸经费", "甲", bureau.people["filler"])


def test_a_locked_form_is_not_changed(bureau: Bureau) -> None:
    form = bring(bureau, "approved")
    evaluation = content.evaluation_of(form)
    with pytest.raises(Refused, match="已锁定"):
        forms.change_form(
            bureau.actor("filler"), form, 1, evaluation, [forms.Edit("/year", 2023, 2024)]
        )
    with pytest.raises(Refused, match="草稿"):
        forms.delete_form(bureau.actor("filler"), form)
