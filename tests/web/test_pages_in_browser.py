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
from playwright.sync_api import Error

from jiping.store.actions.reading import take_file
from jiping.store.models import Job
from jiping.web.page import PAGES, found_pages

from .test_matrix import ASKERS, MATRIX, more_things

pytestmark = pytest.mark.browser
Browse = Callable[[str | None], Eyes]
PARTS = {"form-side", "job"}
"""Parts that a page fetches: no pages of their own."""
GROUPS = 4
found_pages()
READ = sorted(name for name, page in PAGES.items() if "GET" in page.methods)


@pytest.mark.parametrize("group", range(GROUPS))
def test_every_page_is_sound(eyes: Browse, bureau: Bureau, group: int) -> None:
    assert bureau.form is not None
    things: dict[str, object] = {
        "form": bureau.form.pk, "organisation": bureau.places["第一中学"].pk,
        "person": bureau.people["filler"].pk, **more_things(bureau),
    }  # fmt: skip
    things["job"] = bureau.people["filler"].jobs.latest("pk").pk
    # A page of work under way fetches itself anew, dimmed for a moment: looked at when it is done.
    Job.objects.update(state=Job.State.DONE)
    source = Path("examples/reference/table-2.docx")
    [brought] = take_file(bureau.actor("filler"), source.read_bytes(), source.name).new
    browsers: dict[str, Eyes] = {}
    looked = []
    for name in READ[group::GROUPS]:
        line = MATRIX[name]
        who = next((ASKERS[column] for column in ASKERS if line[column] == 200), None)
        if who is None or name in PARTS:
            continue
        arguments = {key: things.get(word, word) for key, word in line.get("args", {}).items()}
        if name in ("form-reading", "form-page-picture"):
            arguments["pk"] = brought.pk
        query = "&".join(f"{k}={things.get(v, v)}" for k, v in line.get("query", {}).items())
        here = browsers.setdefault(who, eyes(who))
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
