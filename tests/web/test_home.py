"""The first page: what waits, what came back first, what an agency was given, what to do when nothing waits."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from making.bureau import Bureau

import jiping
from jiping.store.actions.assigning import assign_form
from jiping.store.actions.flow import give_opinion, take_step
from jiping.store.actions.forms import create_form
from jiping.store.models import Form

pytestmark = pytest.mark.django_db
Signed = Callable[[str], Client]


def groups(client: Client) -> list[tuple[str, list[str]]]:
    """Title of each group, names of its forms."""
    return [(g.title, [f.name for f in g.forms]) for g in client.get("/").context["groups"]]


def send(bureau: Bureau, form: Form | None) -> Form:
    assert form is not None
    take_step(bureau.actor("filler"), form, "submit", form.version)
    form.refresh_from_db()
    return form


def test_what_came_back_stands_before_drafts(bureau: Bureau, signed: Signed) -> None:
    [other] = jiping.read("examples/reference/table-3.txt").evaluations
    create_form(bureau.actor("filler"), other, bureau.places["第一中学"])
    sent = send(bureau, bureau.form)
    take_step(bureau.actor("checker"), sent, "return", sent.version, text="请核实。")
    assert groups(signed("filler")) == [
        ("已退回", ["口岸经费"]), ("草稿", ["2022年盟直领导干部考核奖"]),
    ]  # fmt: skip


def test_an_agency_has_what_it_was_given_until_it_has_said_something(
    bureau: Bureau, signed: Signed
) -> None:
    assert groups(signed("reviewer")) == []
    sent = send(bureau, bureau.form)
    assign_form(bureau.actor("education"), sent, bureau.places["复核事务所"])
    assert groups(signed("reviewer")) == [("交办复核", ["口岸经费"])]
    give_opinion(bureau.actor("reviewer"), sent, "", "已核对原始凭证。")
    assert groups(signed("reviewer")) == []


def test_who_has_nothing_to_do_is_shown_where_to_begin(bureau: Bureau, signed: Signed) -> None:
    page = signed("admin").get("/").content.decode()
    assert "没有等您办的事" in page
    assert "/people/new/" in page
    assert "/organisations/import/" not in page, "there are organisations already"
    assert "/upload/" in signed("sister").get("/").content.decode()
