"""The reading beside the original in a browser: a value shows its place, a place its value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from making.browsing import Eyes
from making.bureau import Bureau
from playwright.sync_api import expect

from jiping.model.contract import evaluation_from_json
from jiping.store.actions.uploads import bring_files
from jiping.store.models import Change, Form, FormBody
from jiping.store.working import work_all

pytestmark = pytest.mark.browser
Browse = Callable[[str | None], Eyes]
REFERENCE = Path("examples/reference")
PAGED = ("pdf", "png", "tiff")
POINTERS = (
    "/form/title", "/year", "/project/name", "/funds/0/executed", "/goal/actual",
    "/indicators/0/name", "/indicators/1/actual", "/indicators/8/weight", "/total/score",
)  # fmt: skip


def original(suffix: str) -> bytes:
    """Table 4 as a file of this kind; pictures as an office scanner makes them."""
    if suffix not in PAGED[1:]:
        return (REFERENCE / f"table-4.{suffix}").read_bytes()
    from making.scans import CLEAN, encoded, pages, scanned

    return encoded(scanned(pages(REFERENCE / "table-4.pdf", 200)[0], CLEAN), suffix)


def brought(bureau: Bureau, suffix: str) -> Form:
    """The form that came of it."""
    name = f"表.{suffix}"
    bring_files(bureau.actor("filler"), [(name, [original(suffix)])], bureau.places["第一中学"])
    assert work_all() == 1
    return Form.objects.get(name="向北开放工作经费")


def content(form: Form) -> Any:
    return evaluation_from_json(FormBody.objects.get(pk=form.pk).evaluation)


def line_of(page: Any, pointer: str) -> Any:
    return page.locator("tr", has=page.locator(f'[data-pointer="{pointer}"]'))


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "txt", "ofd", "pdf", "png", "tiff"])
def test_a_value_shows_its_place_and_the_place_its_value(
    eyes: Browse, bureau: Bureau, suffix: str
) -> None:
    form = brought(bureau, suffix)
    evaluation = content(form)
    here = eyes("filler")
    page = here.open(f"/forms/{form.pk}/reading/")
    here.look()
    for pointer in POINTERS:
        line = line_of(page, pointer)
        line.locator("[data-show]").click()
        text = line.locator("textarea").input_value()
        if suffix in PAGED:
            place = evaluation.places[pointer]
            frame = page.locator("#original .frame")
            expect(frame).to_have_count(1)
            box, picture = frame.bounding_box(), page.locator("#original img").bounding_box()
            leaf = float(page.get_attribute("#original [data-page]", "data-width") or 0)
            scale = leaf / picture["width"]
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            assert (x - picture["x"]) * scale == pytest.approx(
                (place.box[0] + place.box[2]) / 2, abs=2
            )
            assert (y - picture["y"]) * scale == pytest.approx(
                (place.box[1] + place.box[3]) / 2, abs=2
            )
            page.mouse.click(x, y)
        else:
            shown = page.locator("#original .shown")
            expect(shown).to_contain_text("".join(text.split())[:6])
            shown.click()
        # Title and year stand in one place: either of them is its value.
        spot = line.get_attribute("data-of")
        focused = page.evaluate("document.activeElement.closest('tr')?.dataset.of")
        assert focused == spot, pointer
    assert not here.faults


def test_doubtful_values_come_first_and_a_correction_keeps_both(
    eyes: Browse, bureau: Bureau
) -> None:
    form = brought(bureau, "png")
    here = eyes("filler")
    page = here.open(f"/forms/{form.pk}/reading/")
    marks = page.locator("main .values tbody tr").evaluate_all(
        "rows => rows.map(row => row.classList.contains('doubtful'))"
    )
    assert True in marks
    assert marks == sorted(marks, reverse=True)
    doubtful = len(content(form).reading.doubtful)
    field = page.locator('[data-pointer="/indicators/1/actual"]')
    with page.expect_response(lambda answer: "/save/" in answer.url):
        field.fill("51")
        page.keyboard.press("Tab")
    expect(page.locator("#saved")).to_contain_text("原读的值")
    with page.expect_response(lambda answer: "/save/" in answer.url):
        page.locator("tr.doubtful [data-right]").first.click()
    after = content(form)
    assert after.indicators[1].actual == "51"
    assert len(after.reading.doubtful) < doubtful
    change = Change.objects.get(form=form, pointer="/indicators/1/actual")
    assert (change.before, change.after, change.how) == ("15", "51", "corrected")
    assert change.by == bureau.people["filler"]
    page.reload()
    expect(line_of(page, "/indicators/1/actual").locator("del")).to_have_text("15")
    here.look()
