"""Figures over very many forms: counted in the background, kept with their time, for one person's view."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from making.bureau import Bureau
from making.calling import Caller

from jiping.store import figures
from jiping.store.actions.tokens import viewer_of
from jiping.store.models import Job, KeptFigures
from jiping.store.working import work_all

pytestmark = pytest.mark.django_db
Signed = Callable[[str], Client]


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """One form is more than is counted while somebody waits."""
    monkeypatch.setattr(figures, "FEW", 0)


def waiting() -> int:
    return Job.objects.filter(kind=figures.COUNTING, state=Job.State.QUEUED).count()


@pytest.mark.usefixtures("many")
def test_many_forms_are_counted_in_the_background(bureau: Bureau, signed: Signed) -> None:
    finance = signed("finance")
    first = finance.get("/rules/")
    assert "正在后台统计" in first.content.decode()
    finance.get("/rules/C-SCR-06/")
    assert waiting() == 1, "asked twice, counted once"
    assert not bureau.viewer("finance").jobs().exists(), "nobody's own work"
    assert work_all() == 1

    page = finance.get("/rules/").content.decode()
    assert "正在后台统计" not in page
    assert f"统计于 {timezone.localtime():%Y-%m-%d}" in page
    live = figures.counted(bureau.viewer("finance"), "fired", {})
    assert live["C-SCR-06"] == {"findings": 1, "forms": 1, "answered": 0}
    assert "1 条 / 1 张表" in page
    assert KeptFigures.objects.get().value == live
    assert waiting() == 0


@pytest.mark.usefixtures("many")
def test_old_figures_are_shown_and_counted_anew(signed: Signed) -> None:
    finance = signed("finance")
    finance.get("/overview/")
    work_all()
    long_ago = timezone.now() - datetime.timedelta(hours=3)
    KeptFigures.objects.update(at=long_ago)
    page = finance.get("/overview/")
    assert f"统计于 {timezone.localtime(long_ago):%Y-%m-%d %H:%M}" in page.content.decode()
    assert [plot.code for plot in page.context["plots"]] == [
        "states", "grades", "rules", "rates", "money",
    ]  # fmt: skip
    assert waiting() == 1
    work_all()
    assert KeptFigures.objects.get().at > long_ago


@pytest.mark.usefixtures("many")
def test_figures_are_of_one_view(bureau: Bureau, signed: Signed) -> None:
    """Somebody else, another year, and the same person with another role: nothing kept for those."""
    finance = signed("finance")
    finance.get("/overview/")
    work_all()
    assert "正在后台统计" in finance.get("/overview/?year=2019").content.decode()
    assert "正在后台统计" in signed("education").get("/overview/").content.decode()
    membership = bureau.people["finance"].memberships.get()
    membership.role = "auditor"
    membership.save()
    assert "正在后台统计" in finance.get("/overview/").content.decode()
    work_all()
    assert signed("education").get("/overview/").context["plots"][0].rows[0] == ("草稿", 1)


def test_few_forms_are_counted_at_once(signed: Signed) -> None:
    page = signed("finance").get("/overview/?year=2023")
    assert page.context["plots"][0].rows[0] == ("草稿", 1)
    assert page.context["counted"] is None
    assert waiting() == 0


@pytest.mark.usefixtures("many")
def test_a_program_is_told_when_they_were_counted(keyed: Callable[..., Caller]) -> None:
    """Nothing kept: counted while it waits; old ones come with their time and are counted anew."""
    finance = keyed("finance")
    assert finance.get("/rules").json()["counted"] is None
    long_ago = timezone.now() - datetime.timedelta(hours=3)
    viewer = viewer_of(finance.client.defaults["HTTP_AUTHORIZATION"].removeprefix("Bearer "))
    assert viewer is not None
    key = figures.key_of(viewer, "fired", {})
    value = {"C-SCR-06": {"findings": 7, "forms": 1, "answered": 0}}
    KeptFigures.objects.create(key=key, value=value, at=long_ago)
    told = finance.get("/rules").json()
    assert datetime.datetime.fromisoformat(told["counted"]) - long_ago < datetime.timedelta(
        seconds=1
    )
    assert [rule["fired"] for rule in told["rules"] if rule["code"] == "C-SCR-06"] == [7]
    assert waiting() == 1
