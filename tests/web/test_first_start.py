"""The first start: who has the ticket becomes the administrator, nobody else, and only once."""

from __future__ import annotations

import pytest
from django.test import Client

from jiping.store.models import Form, LogEntry, Organisation, Person
from jiping.web import tickets
from jiping.web.middleware import FirstStart

pytestmark = pytest.mark.django_db

GIVEN = {
    "unit": "某某县教育局", "kind": "department", "name": "张三", "username": "zhangsan",
    "password": "Hao-mima-2026", "again": "Hao-mima-2026", "roles": ["filler", "unit_reviewer"],
    "examples": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FirstStart, "done", False)


def test_every_page_leads_to_the_first_one(client: Client) -> None:
    assert client.get("/").headers["Location"] == "/first-start/"
    assert client.get("/sign-in/").headers["Location"] == "/first-start/"
    assert client.get("/healthz").content == b"ok\n"


def test_nobody_without_the_ticket_can_be_first(client: Client) -> None:
    tickets.ticket("first-start")
    for ticket in ("", "wrong", "ticket"):
        assert client.get("/first-start/", {"ticket": ticket}).status_code == 403
        assert client.post("/first-start/", {**GIVEN, "ticket": ticket}).status_code == 403
    assert not Person.objects.exists()


def test_the_first_person_gets_the_unit_and_the_examples(client: Client) -> None:
    ticket = tickets.ticket("first-start")
    answer = client.post("/first-start/", {**GIVEN, "ticket": ticket})
    assert answer.headers["Location"] == "/"
    person = Person.objects.get()
    assert (person.username, person.memberships.count()) == ("zhangsan", 3)
    assert Organisation.objects.get().name == "某某县教育局"
    assert sorted(Form.objects.values_list("name", flat=True))[0]
    assert Form.objects.filter(demonstration=True).count() == 5
    assert client.get("/").status_code == 200
    assert LogEntry.objects.get(number=1).action == "person.first"
    other = Client()
    assert other.get("/first-start/", {"ticket": ticket}).headers["Location"] == "/sign-in/"


def test_somebody_who_only_administers_gets_in_too(client: Client) -> None:
    ticket = tickets.ticket("first-start")
    given = {**GIVEN, "kind": "finance", "ticket": ticket, "roles": []}
    assert client.post("/first-start/", given).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert set(Form.objects.values_list("organisation__name", flat=True)) == {"某某县教育局"}


def test_a_weak_password_is_refused_in_words(client: Client) -> None:
    ticket = tickets.ticket("first-start")
    given = {**GIVEN, "ticket": ticket, "password": "12345678", "again": "12345678"}
    answer = client.post("/first-start/", given)
    assert "大写字母、小写字母、数字" in answer.content.decode()
    assert not Person.objects.exists()
