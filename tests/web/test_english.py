"""English as the second language: complete for start and people, faithful, compiled."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from making.bureau import Bureau

from jiping.web import translating

# Groups of pages that are wholly in English; the others fall back to Chinese where a text is new.
WHOLE = {
    "base.html", "first_start.html", "first_ticket.html", "sign_in.html", "second_factor.html",
    "account.html", "password.html", "totp.html", "home.html", "home_forms.html",
    "organisations.html", "organisation.html", "organisation_new.html", "organisation_import.html",
    "unmatched.html", "people.html", "person.html", "person_new.html", "person_password.html",
    "log.html", "log_check.html", "jobs.html", "job.html", "job_part.html", "paging.html",
    "error.html", "start.py", "organisations.py", "people.py", "errors.py", "context.py",
    "organisation.py", "rights.toml", "steps.toml",
}  # fmt: skip
PLACE = re.compile(r"%\((\w+)\)s")


def test_what_is_whole_is_whole() -> None:
    said = translating.read()
    missing = {
        text: places
        for text, places in translating.wanted().items()
        if not said.get(text) and WHOLE & set(places)
    }
    assert missing == {}


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
