"""Every page of the address list in Chromium: layout, barriers (light and dark, desk and phone), requests.

Nothing is listed: a new page is looked at as somebody who may see it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from making.browsing import Eyes
from making.bureau import Bureau
from playwright.sync_api import Error, expect

from jiping.store import figures
from jiping.store.actions.assigning import assign_form
from jiping.store.actions.flow import take_step
from jiping.store.actions.uploads import bring_files
from jiping.store.models import Form, Job, UnmatchedName
from jiping.store.working import work_all
from jiping.web.page import PAGES, found_pages

from .test_matrix import ASKERS, MATRIX, more_things

pytestmark = pytest.mark.browser
Browse = Callable[[str | None], Eyes]
PARTS = {"form-side", "job"}
"""Parts that a page fetches: no pages of their own."""
GROUPS = 4
REFERENCE = Path("examples/reference")
found_pages()
READ = sorted(name for name, page in PAGES.items() if "GET" in page.methods)


def fill(bureau: Bureau) -> dict[str, object]:
    """Something of everything, so that no page is looked at empty; what stands for words of the matrix."""
    assert bureau.form is not None
    filler, checker = bureau.actor("filler"), bureau.actor("checker")
    school = bureau.places["第一中学"]
    files = [(f"table-{n}.docx", [(REFERENCE / f"table-{n}.docx").read_bytes()]) for n in (2, 3, 4)]
    upload = bring_files(filler, [*files, ("坏.pdf", [b"%PDF-1.4 broken"])], school)
    assert work_all() == 1
    second, third, fourth = Form.objects.filter(uploaded_in__upload=upload).order_by("pk")
    things = more_things(bureau)
    # A page of work under way fetches itself anew, dimmed for a moment: looked at when it is done.
    Job.objects.update(state=Job.State.DONE)
    for form in (third, fourth):
        take_step(filler, form, "submit", form.version)
    for form in (third, fourth):
        form.refresh_from_db()
    take_step(checker, third, "return", third.version, text="第三行请核实。")
    assign_form(bureau.actor("education"), fourth, bureau.places["复核事务所"])
    UnmatchedName.objects.create(name="某某镇中学", key="某某镇中学", source="表一.docx")
    return {
        "form": bureau.form.pk, "organisation": school.pk, "person": bureau.people["filler"].pk,
        **things, "upload": upload.pk, "job": upload.job.pk if upload.job else None,
        "brought": second.pk, "sent": fourth.pk,
    }  # fmt: skip


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_page_is_sound(eyes: Browse, bureau: Bureau, group: int) -> None:
    things = fill(bureau)
    browsers: dict[str, Eyes] = {}
    looked = []
    for name in READ[group::GROUPS]:
        line = MATRIX[name]
        who = next((ASKERS[column] for column in ASKERS if line[column] == 200), None)
        if who is None or name in PARTS:
            continue
        arguments = {key: things.get(word, word) for key, word in line.get("args", {}).items()}
        if name in ("form-reading", "form-page-picture"):
            arguments["pk"] = things["brought"]
        query = "&".join(f"{k}={things.get(v, v)}" for k, v in line.get("query", {}).items())
        if who not in browsers:
            browsers[who] = eyes(who)
        here = browsers[who]
        try:
            page = here.open(reverse(name, kwargs=arguments) + (f"?{query}" if query else ""))
        except Error as error:
            if "Download is starting" in str(error):
                continue
            raise
        if page.locator("main").count():
            here.look_closely()
            looked.append(name)
    assert looked, "some page must have been there to be looked at"


def test_pages_that_answer_are_sound(eyes: Browse, bureau: Bureau) -> None:
    """What a form that was sent shows: the difference before filling in, many forms at once, a check."""
    things = fill(bureau)
    here = eyes("filler")
    page = here.open(f"/forms/{things['form']}/fill/")
    page.set_input_files("#file", REFERENCE / "table-2.xlsx")
    here.press("main form.card button")
    here.says("用文件中的内容填入")
    expect(page.locator("thead th").nth(2)).to_have_text("现在")
    expect(page.locator("thead th").nth(3)).to_have_text("文件中")
    here.look_closely()

    above = eyes("education")
    page = above.open("/forms/?state=submitted")
    page.check(f"input[name=form][value^='{things['sent']}:']")
    page.once("dialog", lambda asked: asked.accept())
    above.press("button[name=do][value=approve]")
    above.says("已办")
    above.look_closely()

    admin = eyes("admin")
    admin.open("/log/")
    admin.press("form[action='/log/check/'] button")
    admin.says("完好")
    admin.look_closely()


def test_figures_of_very_many_forms_come_by_themselves(
    eyes: Browse, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says that it is counted, asks again, and shows the figures with their time."""
    assert bureau.form is not None
    monkeypatch.setattr(figures, "FEW", 0)
    here = eyes("finance")
    page = here.open("/overview/")
    here.says("正在后台统计")
    expect(page.locator(".plots .card")).to_have_count(0)
    assert work_all() == 1
    here.says("统计于")
    expect(page.locator("main")).to_have_count(1)
    expect(page.locator(".plots .card")).to_have_count(5)
    expect(page.locator("main [hx-trigger]")).to_have_count(0)
    here.look_closely()
