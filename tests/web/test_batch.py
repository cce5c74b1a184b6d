"""Many forms at once: each for itself, with the version that was seen; given to a reviewing agency."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from making.bureau import Bureau

import jiping
from jiping.store.actions.flow import take_step
from jiping.store.actions.forms import create_form
from jiping.store.models import Assignment, Form, LogEntry, StateStep

pytestmark = pytest.mark.django_db
Signed = Callable[[str], Client]


@pytest.fixture
def two(bureau: Bureau) -> list[Form]:
    """Tables 1 and 2 of 第一中学, both submitted."""
    [evaluation] = jiping.read("examples/reference/table-2.txt").evaluations
    second = create_form(bureau.actor("filler"), evaluation, bureau.places["第一中学"])
    assert bureau.form is not None
    for form in (bureau.form, second):
        take_step(bureau.actor("filler"), form, "submit", 1)
    return [Form.objects.get(pk=form.pk) for form in (bureau.form, second)]


def batch(client: Client, forms: list[Form], **given: str) -> object:
    """The page that tells what became of each."""
    chosen = [f"{form.pk}:{form.version}" for form in forms]
    return client.post("/forms/batch/", {"form": chosen, **given})


def states(forms: list[Form]) -> list[str]:
    return [Form.objects.get(pk=form.pk).state for form in forms]


def test_both_are_approved_each_with_its_own_log_entry(two: list[Form], signed: Signed) -> None:
    page = batch(signed("education"), two, do="approve")
    assert [each.form.pk for each in page.context["done"]] == [f.pk for f in two]  # type: ignore[attr-defined]
    assert states(two) == ["approved", "approved"]
    logged = LogEntry.objects.filter(action="form.step", detail__step="approve")
    assert sorted(logged.values_list("about_id", flat=True)) == sorted(f.pk for f in two)


def test_one_that_moved_on_is_refused_and_the_other_done(two: list[Form], signed: Signed) -> None:
    Form.objects.filter(pk=two[0].pk).update(version=9)
    page = batch(signed("education"), two, do="return", text="请核实后再报。")
    [refused] = page.context["refused"]  # type: ignore[attr-defined]
    assert refused.form.pk == two[0].pk
    assert "没有覆盖" in refused.why
    assert states(two) == ["submitted", "returned"]
    assert StateStep.objects.get(step="return").text == "请核实后再报。"


def test_a_return_without_words_is_refused_for_each(two: list[Form], signed: Signed) -> None:
    page = batch(signed("education"), two, do="return")
    assert [each.why for each in page.context["refused"]] == ["退回要写明意见。"] * 2  # type: ignore[attr-defined]


def test_who_does_not_see_a_form_moves_nothing(two: list[Form], signed: Signed) -> None:
    page = batch(signed("health"), two, do="approve")
    assert page.context["done"] == page.context["refused"] == []  # type: ignore[attr-defined]
    assert states(two) == ["submitted", "submitted"]


def test_the_list_offers_what_is_possible_from_the_state_shown(
    two: list[Form], signed: Signed
) -> None:
    def offered(query: str) -> list[str]:
        page = signed("education").get(f"/forms/?{query}")
        return [step.code for step in page.context["batch_steps"]]

    assert offered("state=submitted") == ["approve", "return"]
    assert offered("state=approved") == ["reopen"]
    assert signed("auditor").get("/forms/").context["batch"] is False
    batch(signed("education"), two[:1], do="approve")
    handled = signed("education").get("/forms/?handled=1").context["page"]
    assert [form.pk for form in handled] == [two[0].pk]


def test_an_agency_sees_what_it_is_given_and_no_other(
    two: list[Form], bureau: Bureau, signed: Signed
) -> None:
    agency = bureau.places["复核事务所"]
    seen = signed("reviewer")
    assert seen.get(f"/forms/{two[0].pk}/").status_code == 404
    batch(signed("finance"), two[:1], do="assign", agency=str(agency.pk))
    assert seen.get(f"/forms/{two[0].pk}/").status_code == 200
    assert seen.get(f"/forms/{two[1].pk}/").status_code == 404
    assert LogEntry.objects.filter(action="form.assign", about_id=two[0].pk).count() == 1
    signed("finance").post(f"/assignments/{Assignment.objects.get().pk}/end/")
    assert seen.get(f"/forms/{two[0].pk}/").status_code == 404


def test_a_draft_is_not_given_away(bureau: Bureau, signed: Signed) -> None:
    assert bureau.form is not None
    agency = str(bureau.places["复核事务所"].pk)
    page = batch(signed("finance"), [bureau.form], do="assign", agency=agency)
    [refused] = page.context["refused"]  # type: ignore[attr-defined]
    assert refused.why == "草稿还没有送审，不能交复核。"
