"""Lists: what is found, in which order, by whom; views kept; the list taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client
from making.bureau import Bureau

import jiping
from jiping.store.actions.forms import create_form
from jiping.store.models import Form, LogEntry, SavedView
from jiping.web.pages.lists import written

pytestmark = pytest.mark.django_db
Signed = Callable[[str], Client]


@pytest.fixture
def filled(bureau: Bureau) -> Bureau:
    """Tables 2 to 5 at the sister school, table 1 at the first."""
    for number in range(2, 6):
        [evaluation] = jiping.read(f"examples/reference/table-{number}.txt").evaluations
        create_form(bureau.actor("sister"), evaluation, bureau.places["第二中学"])
    return bureau


def found(client: Client, query: str = "") -> list[str]:
    """Names in the list, in order."""
    page = client.get(f"/forms/?{query}")
    assert page.status_code == 200
    return [form.name for form in page.context["page"]]


@pytest.mark.parametrize(
    ("who", "count"),
    [("filler", 1), ("sister", 4), ("education", 5), ("finance", 5), ("health", 0)],
)
def test_everybody_sees_their_own(filled: Bureau, signed: Signed, who: str, count: int) -> None:
    assert filled.form is not None
    assert len(found(signed(who))) == count


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=口岸经费", ["口岸经费"]),
        ("q=乌兰巴托 活动经费", ["2023年蒙古国乌兰巴托活动经费"]),
        ("q=没有这个", []),
        ("grade=良", []),
        ("least=95&most=96", ["向北开放工作经费"]),
        ("least=99.99", ["2022年盟直领导干部考核奖"]),
        ("rule=C-SCR-06&q=口岸经费", ["口岸经费"]),
        ("year=1999", []),
        ("state=submitted", []),
        ("year=abc&least=x&sort=nothing&organisation=y&page=z&q=口岸经费", ["口岸经费"]),
    ],
)
def test_filters(filled: Bureau, signed: Signed, query: str, names: list[str]) -> None:
    assert filled.form is not None
    assert found(signed("finance"), query) == names


def test_sorting(filled: Bureau, signed: Signed) -> None:
    assert filled.form is not None
    totals = [f.total for f in signed("finance").get("/forms/?sort=total").context["page"]]
    assert [str(t) for t in totals] == ["95.71", "97.5", "98.95", "98.95", "100"]
    assert found(signed("finance"), "sort=-total")[0] == "2022年盟直领导干部考核奖"


def test_an_organisation_that_one_does_not_see_finds_nothing(
    filled: Bureau, signed: Signed
) -> None:
    sister = filled.places["第二中学"].pk
    assert len(found(signed("education"), f"organisation={sister}")) == 4
    assert found(signed("filler"), f"organisation={sister}") == []


def test_a_view_is_kept_and_dropped_by_its_owner(filled: Bureau, signed: Signed) -> None:
    assert filled.form is not None
    client = signed("finance")
    client.post("/views/", {"name": "高分<b>", "query": "least=99"})
    view = SavedView.objects.get()
    page = client.get("/forms/").content.decode()
    assert "高分&lt;b&gt;" in page
    assert signed("education").post(f"/views/{view.pk}/drop/").status_code == 404
    client.post(f"/views/{view.pk}/drop/")
    assert not SavedView.objects.exists()


def test_the_list_is_taken_away_and_noted(filled: Bureau, signed: Signed) -> None:
    assert filled.form is not None
    Form.objects.filter(pk=filled.form.pk).update(name="=HYPERLINK(1)")
    answer = signed("finance").get("/forms/export/?sort=total")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == "项目名称"
    assert [row[7] for row in rows[1:]] == ["95.71", "97.5", "98.95", "98.95", "100"]
    assert rows[2][0] == "'=HYPERLINK(1)"
    assert LogEntry.objects.latest("pk").detail["what"] == "forms.csv"


def test_what_looks_like_a_formula_stays_text() -> None:
    row = ["-1+2", "-12.50", "\r=1", "甲-乙", "-", "@A1"]
    text = b"".join(written([row])).decode("utf-8-sig")
    [kept] = csv.reader(io.StringIO(text, newline=""))
    assert kept == ["'-1+2", "-12.50", "'\r=1", "甲-乙", "'-", "'@A1"]


def test_rules_say_how_often_they_fired_here(filled: Bureau, signed: Signed) -> None:
    assert filled.form is not None
    page = signed("filler").get("/rules/C-SCR-06/").content.decode()
    assert "报过 1 条，涉及 1 张表" in page
    assert "报过" not in signed("outsider").get("/rules/C-SCR-06/").content.decode()
    assert signed("filler").get("/rules/C-NOT-01/").status_code == 404
    assert "反向" in signed("filler").get("/schemes/nm-2023/").content.decode()


def test_a_project_over_the_years(filled: Bureau, signed: Signed) -> None:
    assert filled.form is not None
    project = filled.form.project
    assert project is not None
    assert "口岸经费" in signed("filler").get("/projects/?q=口岸经费").content.decode()
    assert "97.50" in signed("filler").get(f"/projects/{project.pk}/").content.decode()


def test_the_overview_counts_what_one_sees(filled: Bureau, signed: Signed) -> None:
    assert filled.form is not None
    Form.objects.filter(pk=filled.form.pk).update(rate="12.5", budget="5000", total="91")
    plots = {p.code: p for p in signed("finance").get("/overview/").context["plots"]}
    assert plots["states"].rows[0] == ("草稿", 5)
    assert plots["grades"].rows[0] == ("优", 5)
    assert [row[1] for row in plots["rates"].rows] == ["口岸经费", "向北开放工作经费"]
    assert plots["money"].rows == ()
    own = {p.code: p for p in signed("sister").get("/overview/").context["plots"]}
    assert own["states"].rows[0] == ("草稿", 4)
    picture = signed("finance").get("/overview/rates.svg?take=1")
    assert picture["Content-Type"].startswith("image/svg+xml")
    assert "口岸经费" in picture.content.decode()
    assert {p.code: p for p in signed("finance").get("/overview/?year=1999").context["plots"]}[
        "states"
    ].rows[0] == ("草稿", 0)
