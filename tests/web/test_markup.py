"""Markup in every text that people, files or programs bring stays text, on every page that there is.

Nothing is listed: every text column of every table is filled with markup (but for the words that the
program itself reads), every field of every form is sent markup, every address is asked with markup
in its query. Where a page shows it, it is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from making.bureau import Bureau

from jiping.store.models import FormBody
from jiping.web.page import PAGES, found_pages

from .test_matrix import MATRIX, more_things

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
READ_BY_THE_PROGRAM = {
    "path", "hash", "sha256", "password", "username", "language", "totp_secret", "fingerprint",
    "state", "kind", "role", "rule", "severity", "identity", "numbers", "target", "family", "scheme",
    "before", "after", "step", "why", "how", "status", "worker", "format", "query", "page", "key",
    "name_key", "search", "channel", "at", "action", "about", "pointer",
}  # fmt: skip
"""Columns whose values come from the program, not from people: another text there is no text."""
FOLLOWS = frozenset({"store_logentry", "store_loghead"})
"""Only grow, by triggers: they hold the markup because actions wrote it down."""


def text_columns() -> Iterator[tuple[type[models.Model], list[str]]]:
    for model in apps.get_app_config("store").get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
            and field.name not in READ_BY_THE_PROGRAM
            and not field.choices
        ]
        if names and model._meta.db_table not in FOLLOWS:
            yield model, names


def marked(value: Any) -> Any:
    """A content of JSON with the markup after every text of a form that a person writes."""
    if isinstance(value, dict):
        return {key: each if key in _CODES else marked(each) for key, each in value.items()}
    if isinstance(value, list):
        return [marked(each) for each in value]
    return f"{value}{MARKUP}" if isinstance(value, str) and not _NUMBER.fullmatch(value) else value


_NUMBER = re.compile(r"[\d.%+-]*")
_CODES = {
    "source", "nature", "operator", "layout", "rule", "severity", "target", "row", "place", "pointer",
    "form", "reading", "scheme", "ledger", "method", "kind", "status", "funds",
}  # fmt: skip


@pytest.fixture
def marked_bureau(bureau: Bureau) -> tuple[Bureau, dict[str, object]]:
    """The bureau and its things, every text of it markup."""
    assert bureau.form is not None
    things = {
        "form": bureau.form.pk, "organisation": bureau.places["第一中学"].pk,
        "person": bureau.people["filler"].pk, **more_things(bureau),
    }  # fmt: skip
    things["job"] = bureau.people["filler"].jobs.latest("pk").pk
    body = FormBody.objects.get(pk=bureau.form.pk)
    body.evaluation = marked(body.evaluation)
    body.save()
    for model, names in text_columns():
        for row in model._default_manager.all():
            for name in names:
                longest = model._meta.get_field(name).max_length or 4000
                text = f"{MARKUP}{row.pk}"
                if len(text) <= longest:
                    setattr(row, name, text)
                elif longest > len(SHORT):
                    setattr(row, name, SHORT)
            row.save(update_fields=names)
    return bureau, things


SHORT = "<img src=x>"


def wrong(text: str) -> list[str]:
    """What of the markup is no longer text in a page."""
    found = [each for each in ("<script>alert", "<img src=x") if each in text]
    return found + re.findall(r"onerror=alert\(2\)&gt;49", text)


def addresses(things: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Every page that is read, with the things of 第一中学."""
    found_pages()
    for name, page in sorted(PAGES.items()):
        if "GET" in page.methods:
            line = MATRIX[name]
            arguments = {key: things.get(word, word) for key, word in line.get("args", {}).items()}
            yield name, reverse(name, kwargs=arguments)


def test_every_text_stays_text_on_every_page(
    marked_bureau: tuple[Bureau, dict[str, object]], signed: Callable[[str], Client]
) -> None:
    assert wrong(MARKUP)
    _, things = marked_bureau
    found, shown = {}, set()
    for who in ("filler", "admin", "education", "auditor"):
        client = signed(who)
        for name, address in addresses(things):
            answer = client.get(
                address, {"q": MARKUP, "who": MARKUP, "next": MARKUP, "since": MARKUP}
            )
            whole = client.get(address)
            for each in (answer, whole):
                if each.streaming or not each.headers.get("Content-Type", "").startswith(
                    "text/html"
                ):
                    continue
                text = each.content.decode()
                if "Content-Disposition" not in each.headers and wrong(text):
                    found[who, name] = wrong(text)
                if "&lt;script&gt;alert(1)" in text:
                    shown.add(name)
    assert found == {}
    wanted = {"form", "forms", "people", "person", "organisations", "organisation", "log", "upload-one",
              "form-history", "project", "projects", "form-reading", "home", "account", "tokens"}  # fmt: skip
    assert wanted - shown == set(), "the markup must have been there to be escaped"


def test_every_field_of_every_form_may_hold_markup(
    bureau: Bureau, signed: Callable[[str], Client]
) -> None:
    """What is sent with mistakes comes back as text; what is kept is shown as text."""
    assert bureau.form is not None
    things = {"form": bureau.form.pk, "organisation": bureau.places["第一中学"].pk,
              "person": bureau.people["filler"].pk, **more_things(bureau)}  # fmt: skip
    things["job"] = bureau.people["filler"].jobs.latest("pk").pk
    field = re.compile(r"<(?:input|textarea|select)\b[^>]*\bname=\"([^\"]+)\"")
    found, sent = {}, set()
    for who in ("admin", "filler", "checker"):
        client = signed(who)
        for name, address in addresses(things):
            page = client.get(address)
            if page.streaming or b"<form" not in page.content:
                continue
            names = {n for n in field.findall(page.content.decode()) if n != "csrfmiddlewaretoken"}
            if "POST" not in PAGES[name].methods or not names:
                continue
            sent.add(name)
            answer = client.post(address, dict.fromkeys(names, MARKUP), follow=True)
            if wrong(answer.content.decode()):
                found[who, name] = wrong(answer.content.decode())
            if name == "password":
                client = signed(who)
    assert found == {}
    assert {"person-new", "organisation-new", "form-new", "tokens", "password"} <= sent
