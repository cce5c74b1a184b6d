"""English as the second language: complete for start and people, faithful, compiled."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client, RequestFactory
from lxml import html
from making.bureau import Bureau

from jiping.store.models import Upload
from jiping.store.working import work_all
from jiping.web import translating
from jiping.web.errors import broken

PLACE = re.compile(r"%\((\w+)\)s")


CJK = re.compile(r"[\u4e00-\u9fff]")
TAG = re.compile(
    r"\{% comment %\}.*?\{% endcomment %\}|\{% blocktranslate.*?\{% endblocktranslate %\}|\{%.*?%\}",
    re.S,
)
SPOKEN = "h1|h2|h3|th|button|label|summary|legend|dt|nav/a|p[@class='help']"
"""What a page itself says; cells and links of tables hold people's own words."""
PEOPLES = (
    "//*[@id='sheet' or @lang='zh-hans' or contains(@class, 'findings') or contains(@class, 'said')]"
    "|//template|//table//a|//*[@data-show]"
)
"""The form itself, what the audit and the reading say, links to people's things."""
OWN = {"中文", "成本指标", "产出指标", "效益指标", "满意度指标"}
"""The way back, and official words that a form is typed with."""


def test_every_text_is_translated() -> None:
    said = translating.read()
    missing = {t: places for t, places in translating.wanted().items() if not said.get(t)}
    assert missing == {}


def test_templates_say_nothing_past_the_translation() -> None:
    bare = {}
    for path in sorted((translating.HERE / "templates").rglob("*.html")):
        found = CJK.search(bare_text := TAG.sub("", path.read_text("utf-8")))
        if found and not any(word in bare_text for word in OWN):
            bare[path.name] = bare_text[found.start() - 20 : found.end() + 20]
    assert bare == {}


PAGES = {
    "admin": ("/", "/organisations/", "/organisations/{school}/",
              "/organisations/unmatched/", "/organisations/new/?parent={school}", "/people/",
              "/people/new/", "/people/{filler}/", "/log/", "/account/"),
    "finance": ("/forms/", "/projects/", "/overview/", "/jobs/", "/account/tokens/"),
    "filler": ("/", "/upload/", "/forms/new/", "/forms/{form}/", "/forms/{form}/history/",
               "/forms/{form}/reading/", "/forms/{form}/fill/", "/nowhere/"),
    "checker": ("/forms/{form}/",),
}  # fmt: skip


@pytest.mark.parametrize("who", PAGES)
def test_pages_speak_english_apart_from_data(
    who: str, bureau: Bureau, signed: Callable[[str], Client]
) -> None:
    """Headings, buttons, labels, notes; names of places, people and projects are data."""
    assert bureau.form is not None
    client = signed(who)
    client.post("/language/", {"language": "en"})
    given = {
        "form": bureau.form.pk, "school": bureau.places["第一中学"].pk,
        "filler": bureau.people["filler"].pk,
    }  # fmt: skip
    data = {bureau.form.name, *bureau.places, *(p.name for p in bureau.people.values()), *OWN}
    left: dict[str, list[str]] = {}
    for path in PAGES[who]:
        page = html.fromstring(client.get(path.format(**given)).content)
        for own in page.xpath(PEOPLES):
            own.drop_tree()
        for spoken in page.xpath("|".join(f"//{tag}" for tag in SPOKEN.split("|"))):
            text = " ".join(spoken.text_content().split())
            for word in sorted(data, key=len, reverse=True):
                text = text.replace(word, "")
            if CJK.search(text):
                left.setdefault(path, []).append(text[:80])
    assert left == {}


def test_translations_keep_their_gaps() -> None:
    said = translating.read()
    assert len(said) > 300
    wrong = [
        text
        for text, word in said.items()
        if word and set(PLACE.findall(text)) != set(PLACE.findall(word))
    ]
    assert wrong == []


def test_the_compiled_file_is_that_of_the_written_one() -> None:
    assert translating.PO.with_suffix(".mo").read_bytes() == translating.mo(translating.read())


def test_a_text_with_quotes_and_lines_survives(tmp_path) -> None:  # type: ignore[no-untyped-def]
    said = {'说"好"\n\\': 'say "well"\n\\', "空": ""}
    path = tmp_path / "x.po"
    path.write_text(translating.po({text: ["x.html"] for text in said}, said), "utf-8")
    assert translating.read(path) == said


def test_the_pages_speak_it(bureau: Bureau, signed: Callable[[str], Client]) -> None:
    client = signed("admin")
    client.post("/language/", {"language": "en"})
    text = client.get("/people/").content.decode()
    assert '<html lang="en">' in text
    assert "Add a person" in text
    assert "Administrator" in text
    assert client.get("/people/").headers["Content-Language"] == "en"
    client.post("/language/", {"language": "zh-hans"})
    assert "新增人员" in client.get("/people/").content.decode()


def test_what_was_kept_is_said_in_english(bureau: Bureau, signed: Callable[[str], Client]) -> None:
    """Jobs, files brought, lists looked at: their words are not those of the day they were kept."""
    filler, admin = signed("filler"), signed("admin")
    for client in (filler, admin):
        client.post("/language/", {"language": "en"})
    for _ in range(2):
        source = Path("examples/reference/table-2.docx").read_bytes()
        filler.post("/upload/", {"file": SimpleUploadedFile("表.docx", source)})
        work_all()
    upload = Upload.objects.first()
    assert upload is not None
    page = filler.get(f"/uploads/{upload.pk}/").content.decode()
    assert "The same file was read before." in page
    shown = filler.get("/jobs/").content.decode()
    assert "Known already: 1" in shown
    assert "Read: 1" in shown
    units = SimpleUploadedFile("单位.csv", "单位名称,上级\n甲,乙\n".encode())
    page = admin.post("/organisations/import/", {"file": units}).content.decode()
    assert "there is no parent “乙”" in page
    assert "the program" in admin.get("/log/").content.decode()  # who made the first administrator


@pytest.mark.parametrize(
    ("language", "words"), [("en", "does not answer"), ("zh-hans", "没有应答")]
)
def test_a_database_that_is_gone_is_told_in_the_language(language: str, words: str) -> None:
    request = RequestFactory().get("/forms/?q=<b>")
    request.COOKIES["jiping_language"] = language
    try:
        raise OperationalError("gone")
    except OperationalError:
        answer = broken(request)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert words in page
    assert f"<html lang={language}>" in page
    assert "<b>" not in page
    assert bool(CJK.search(page)) == (language != "en")
