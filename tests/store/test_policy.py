"""Who sees what: by role and subtree, through the one policy."""

from __future__ import annotations

import datetime

import pytest
from making.bureau import WHO, Bureau

from jiping.store.acting import PROGRAM
from jiping.store.actions import organisations
from jiping.store.models import Assignment, Form, Membership, Role
from jiping.store.policy import NotThere, Refused, Viewer
from jiping.store.rights import rights

SEES = {"filler", "checker", "education", "finance", "auditor"}


def test_the_form_is_seen_by_its_unit_and_those_above(bureau: Bureau) -> None:
    assert {name for name in WHO if bureau.viewer(name).forms().exists()} == SEES


@pytest.mark.parametrize(
    ("right", "who"),
    [
        ("form.edit", {"filler"}),
        ("form.answer", {"filler"}),
        ("form.submit", {"filler"}),
        ("form.approve", {"checker", "education"}),
        ("form.reopen", {"education", "finance"}),
        ("form.export", SEES),
    ],
)
def test_who_may_do_what_with_the_form(bureau: Bureau, right: str, who: set[str]) -> None:
    assert {name for name in WHO if bureau.viewer(name).may(right, bureau.form)} == who


def test_outsiders_are_told_that_it_is_not_there(bureau: Bureau) -> None:
    for name in ("sister", "outsider", "health", "reviewer", "admin"):
        with pytest.raises(NotThere):
            bureau.viewer(name).demand("form.edit", bureau.form)
    for name in ("checker", "education", "auditor"):
        with pytest.raises(Refused, match="填写、更正自评表"):
            bureau.viewer(name).demand("form.edit", bureau.form)


def test_a_reviewing_agency_sees_what_it_was_given(bureau: Bureau) -> None:
    agency = bureau.places["复核事务所"]
    Assignment.objects.create(organisation=agency, form=bureau.form)
    viewer = bureau.viewer("reviewer")
    assert [form.pk for form in viewer.forms()] == [bureau.form.pk if bureau.form else 0]
    assert viewer.may("form.opine", bureau.form)
    assert not viewer.may("form.approve", bureau.form)


def test_a_role_ends_on_its_day_and_begins_on_its_day(bureau: Bureau) -> None:
    held = Membership.objects.get(person=bureau.people["filler"])
    today = datetime.date.today()  # noqa: DTZ011
    for since, until, sees in (
        (None, today + datetime.timedelta(2), True),
        (None, today - datetime.timedelta(2), False),
        (today + datetime.timedelta(2), None, False),
        (today - datetime.timedelta(2), None, True),
    ):
        held.since, held.until = since, until
        held.save()
        assert bureau.viewer("filler").forms().exists() is sees


def test_somebody_closed_has_no_right(bureau: Bureau) -> None:
    person = bureau.people["filler"]
    person.is_active = False
    person.save()
    assert not Viewer(person).has("form.read")


def test_a_token_cuts_rights_down_and_never_adds(bureau: Bureau) -> None:
    cut = Viewer(bureau.people["filler"], frozenset({"form.read", "form.approve"}))
    assert cut.may("form.read", bureau.form)
    assert not cut.may("form.edit", bureau.form)
    assert not cut.may("form.approve", bureau.form)


def test_forms_stay_with_the_department_of_their_year(bureau: Bureau) -> None:
    assert bureau.form is not None
    assert bureau.form.year == 2023
    admin, school = bureau.actor("admin"), bureau.places["第一中学"]
    organisations.move_organisation(
        admin, school, bureau.places["卫健委"], since=datetime.date(2024, 3, 1)
    )
    later = Form.objects.get(pk=bureau.form.pk)
    later.pk, later.year = None, 2024
    later.path = organisations.path_in(school, 2024)
    later.save()
    seen = {name: set(bureau.viewer(name).forms().values_list("year", flat=True)) for name in
            ("education", "health", "filler", "finance")}  # fmt: skip
    assert seen == {
        "education": {2023}, "health": {2024}, "filler": {2023, 2024}, "finance": {2023, 2024}
    }  # fmt: skip
    moved = bureau.places["第一中学"].placements.values_list("parent__name", "since", "until")
    day = datetime.date(2024, 3, 1)
    assert set(moved) == {("教育局", None, day), ("卫健委", day, None)}


def test_moving_takes_what_is_below_along(bureau: Bureau) -> None:
    organisations.move_organisation(
        bureau.actor("admin"), bureau.places["教育局"], bureau.places["卫健委"],
        since=datetime.date(2020, 1, 1),
    )  # fmt: skip
    assert bureau.viewer("health").may("form.read", bureau.form)
    assert bureau.viewer("education").may("form.read", bureau.form)
    with pytest.raises(Refused, match="自己"):
        organisations.move_organisation(
            bureau.actor("admin"), bureau.places["卫健委"], bureau.places["第一中学"],
            since=datetime.date(2021, 1, 1),
        )  # fmt: skip


def test_every_role_has_rights_and_every_right_its_roles() -> None:
    for right in rights().values():
        assert right.reach
        assert right.reach.keys() <= set(Role.values)
        if right.about in ("self", "job"):
            assert set(right.reach.values()) <= {"self", "subtree"}
    assert {role for right in rights().values() for role in right.reach} == set(Role.values)


def test_auditors_only_read() -> None:
    held = {code for code, right in rights().items() if "auditor" in right.reach}
    assert held == {
        "form.read", "form.export", "statistics.read", "job.read", "organisation.read",
        "person.read", "log.read", "token.own", "catalogue.read",
    }  # fmt: skip


def test_the_program_itself_is_not_asked(bureau: Bureau) -> None:
    made = organisations.create_organisation(PROGRAM, "第二套", parent=None)
    assert made.depth == 0
    with pytest.raises(Refused):
        organisations.create_organisation(bureau.actor("admin"), "第三套", parent=None)
