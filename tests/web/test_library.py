"""The library of indicators beside the form page: nothing without one; names and standings with one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from making.browsing import Eyes
from making.bureau import Bureau
from playwright.sync_api import expect

import jiping
from jiping.dataset.adding import add_forms
from jiping.dataset.growing import build
from jiping.model.contract import evaluation_from_json
from jiping.model.evaluation import Evaluation
from jiping.store import content
from jiping.store import library as held
from jiping.store.actions.forms import Edit, change_form
from jiping.store.models import FindingRow, FormBody


@pytest.fixture
def given(bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of the bureau's own form, as other units would have filled it in; its file."""
    assert bureau.form is not None
    form = evaluation_from_json(FormBody.objects.get(pk=bureau.form.pk).evaluation)
    others = [
        replace(
            form,
            project=replace(form.project, name=f"第{n}项目"),
            source=replace(form.source, file="别处.json", ordinal=n),
        )
        for n in range(1, 4)
    ]
    add_forms(tmp_path / "set", others, "别处", "0" * 64, "test")
    monkeypatch.setenv("JIPING_LIBRARY", str(tmp_path / "own.sqlite"))
    return tmp_path


def test_without_a_library_nothing_appears(
    bureau: Bureau, signed: Callable[[str], Client], given: Path
) -> None:
    assert bureau.form is not None
    client = signed("filler")
    assert held.library() is None
    assert b"library.js" not in client.get(f"/forms/{bureau.form.pk}/").content
    assert client.get("/indicators/names/", {"q": "满意度"}).json() == {"names": []}
    assert client.get(f"/forms/{bureau.form.pk}/peers/").json() == {"peers": {}}


def test_names_and_standings(bureau: Bureau, signed: Callable[[str], Client], given: Path) -> None:
    assert bureau.form is not None
    build(given / "set", given / "own.sqlite")
    client = signed("filler")
    assert b"library.js" in client.get(f"/forms/{bureau.form.pk}/").content
    names = client.get("/indicators/names/", {"q": "满意度", "level": "满意度指标"}).json()["names"]
    assert names[0]["name"].endswith("满意度")
    assert "用过 3 次" in names[0]["about"]
    assert [each["words"].partition("：")[0] for each in names[0]["examples"]] in (
        ["例"], ["有问题的例子"], ["例", "有问题的例子"],
    )  # fmt: skip
    assert not any("第1项目" in each["words"] for name in names for each in name["examples"])
    other = client.get("/indicators/names/", {"q": "满意度", "level": "数量指标"}).json()["names"]
    assert names[0]["name"] in [each["name"] for each in other]
    peers = client.get(f"/forms/{bureau.form.pk}/peers/").json()["peers"]
    assert peers, "some targets are numbers"
    # All three have the same target: half of the equal ones count.
    assert {each["short"] for each in peers.values()} == {"第50百分位"}
    assert all(pointer.endswith("/target") for pointer in peers)


@pytest.mark.browser
def test_a_name_is_taken_from_the_list(
    eyes: Callable[[str | None], Eyes], bureau: Bureau, given: Path
) -> None:
    assert bureau.form is not None
    build(given / "set", given / "own.sqlite")
    here = eyes("filler")
    page = here.open(f"/forms/{bureau.form.pk}/")
    expect(page.locator(".peer").first).to_have_text("第50百分位")
    cell = page.locator('[data-pointer="/indicators/7/name"]')
    cell.click()
    page.keyboard.type("满意")
    option = page.locator(".names button").first
    expect(option).to_be_visible()
    here.look()
    name = option.locator("b").inner_text()
    page.keyboard.press("Alt+ArrowDown")
    with page.expect_response(lambda answer: "/save/" in answer.url):
        page.keyboard.press("Enter")
    expect(cell).to_have_value(name)
    expect(page.locator(".names")).to_be_hidden()


def test_the_audit_of_a_form_compares_its_targets_with_those_of_others(
    bureau: Bureau, given: Path
) -> None:
    """The second of 24 by target; the library was made of the form as well, with another target."""
    assert bureau.form is not None
    form = content.evaluation_of(bureau.form)
    first = form.indicators[0]

    def of(number: int, target: str) -> Evaluation:
        name = form.project.name if number == 0 else f"第{number}项目"
        return replace(
            form,
            project=replace(form.project, name=name),
            indicators=(replace(first, target=target), *form.indicators[1:]),
            source=replace(form.source, file="各处.json", ordinal=number + 1),
        )

    others = [of(n, str(100 + n)) for n in range(25)]
    add_forms(given / "many", others, "各处", "1" * 64, "test")
    checks = FormBody.objects.get(pk=bureau.form.pk).audit["checks"]
    assert {c["outcome"] for c in checks if c["rule"] == "C-IND-30"} == {"skip"}
    build(given / "many", given / "own.sqlite")
    low = replace(form, indicators=(replace(first, target="102"), *form.indicators[1:]))
    held = change_form(
        bureau.actor("filler"), bureau.form, 1, low, [Edit("/indicators/0/target", "1", "102")]
    )
    rows = FindingRow.objects.filter(form=held, rule="C-IND-30", target="/indicators/0/target")
    (found,) = [row.data for row in rows]
    # Of the others' 101 … 124 one is smaller and one equal: 1.5 / 24 = 6.25 %.
    assert (found["left"], found["right"]) == ("6", "24")
    told = jiping.audit(low, only=["C-IND-30"], library=given / "own.sqlite").to_json()
    assert found in told["findings"]
