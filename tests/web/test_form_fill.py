"""A form filled from a workbook: first the difference, then the content; doubtful values confirmed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from making.bureau import Bureau

from jiping import api
from jiping.model.contract import evaluation_from_json, evaluation_to_json
from jiping.model.evaluation import Doubtful
from jiping.store.models import Change, Form, FormBody, FormVersion

pytestmark = pytest.mark.django_db
Signed = Callable[[str], Client]


@pytest.fixture
def form(bureau: Bureau) -> Form:
    assert bureau.form is not None
    return bureau.form


def content(form: Form) -> Any:
    return evaluation_from_json(FormBody.objects.get(pk=form.pk).evaluation)


def workbook(form: Form) -> SimpleUploadedFile:
    """The form as a workbook, with one value that was changed in it."""
    now = content(form)
    rows = list(now.indicators)
    rows[1] = replace(rows[1], actual="38")
    made = api.export(replace(now, indicators=tuple(rows)), "xlsx")
    return SimpleUploadedFile("填好的表.xlsx", made.data)


def test_the_difference_is_shown_and_then_taken(signed: Signed, form: Form) -> None:
    client = signed("filler")
    shown = client.post(f"/forms/{form.pk}/fill/", {"file": workbook(form)})
    [offer] = shown.context["offers"]
    assert [(d.before, d.after) for d in offer.difference] == [("40", "38")]
    assert content(form).indicators[1].actual == "40"
    client.post(f"/forms/{form.pk}/fill/", {"ticket": offer.ticket})
    assert content(form).indicators[1].actual == "38"
    kept = Change.objects.get(form=form)
    assert (kept.before, kept.after, kept.how) == ("40", "38", "filled")
    again = Form.objects.get(pk=form.pk)
    assert again.source is not None
    assert again.source.name == "填好的表.xlsx"


def test_a_ticket_of_an_older_version_overwrites_nothing(signed: Signed, form: Form) -> None:
    client = signed("filler")
    shown = client.post(f"/forms/{form.pk}/fill/", {"file": workbook(form)})
    Form.objects.filter(pk=form.pk).update(version=5)
    ticket = shown.context["offers"][0].ticket
    answer = client.post(f"/forms/{form.pk}/fill/", {"ticket": ticket})
    assert answer.status_code == 403
    assert "没有覆盖" in answer.content.decode()
    assert content(form).indicators[1].actual == "40"


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"ticket": "made-up"}, "重新上传"),
        ({"file": SimpleUploadedFile("无.txt", "没有表".encode())}, ""),
        ({}, "没有选择文件"),
    ],
)
def test_what_is_no_form_is_refused_in_words(
    signed: Signed, form: Form, given: dict[str, Any], word: str
) -> None:
    answer = signed("filler").post(f"/forms/{form.pk}/fill/", given)
    assert answer.status_code == 403
    assert word in answer.content.decode()
    assert re.search(r"[\u4e00-\u9fff]", answer.content.decode())


def test_last_years_form_is_made_anew_once(signed: Signed, form: Form) -> None:
    client = signed("filler")
    offered = client.get("/forms/new/").context["former"]
    assert [each.pk for each in offered] == [form.pk]
    first = client.post(f"/forms/{form.pk}/next-year/").headers["Location"]
    assert client.post(f"/forms/{form.pk}/next-year/").headers["Location"] == first
    assert Form.objects.filter(previous=form).count() == 1
    former = client.get("/forms/new/").context["former"]
    assert form.pk not in [each.pk for each in former]


def test_a_doubtful_value_found_right_is_doubtful_no_longer(signed: Signed, form: Form) -> None:
    now = content(form)
    doubt = Doubtful("/indicators/1/actual", "字迹不清", "0.6")
    now = replace(now, reading=replace(now.reading, doubtful=(doubt,)))
    FormBody.objects.filter(pk=form.pk).update(evaluation=evaluation_to_json(now, places=True))
    page = signed("filler").get(f"/forms/{form.pk}/reading/").content.decode()
    assert "核对无误" in page
    assert page.index("字迹不清") < page.index('data-pointer="/project/name"')
    done = signed("filler").post(
        f"/forms/{form.pk}/save/",
        json.dumps({"version": 1, "confirm": ["/indicators/1/actual"]}),
        content_type="application/json",
    )
    assert done.json()["version"] == 2
    assert content(form).reading.doubtful == ()
    kept = Change.objects.get(form=form)
    assert (kept.before, kept.after, kept.how) == ("40", "40", "corrected")
    assert "原读作" not in signed("filler").get(f"/forms/{form.pk}/reading/").content.decode()
    assert FormVersion.objects.filter(form=form, why="created").exists()
