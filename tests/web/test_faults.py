"""Database gone and back, disk full, a page that breaks: told in words, nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from making.bureau import Bureau

from jiping.store import files, log
from jiping.store.models import LogEntry, Organisation, SourceFile
from jiping.web import page


@pytest.fixture
def browser(bureau: Bureau) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(bureau.people["admin"])
    return client


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (DatabaseError("connection refused"), 503, "数据库没有应答"),
        (DatabaseError("database or disk is full"), 503, "磁盘已满"),
        (OSError(28, "No space left on device"), 503, "磁盘已满"),
        (ZeroDivisionError(), 500, "程序出错"),
    ],
)
def test_a_fault_is_told_in_words(
    browser: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, words: str
) -> None:
    from jiping.web.pages import people

    def fail(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(people, "render", fail)
    answer = browser.get("/people/")
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "先前保存的都在" in answer.content.decode()
    assert type(error).__name__ not in answer.content.decode()


def test_a_fault_in_the_middle_of_an_action_leaves_nothing(
    browser: Client, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (Organisation.objects.count(), LogEntry.objects.count())

    def full(*_: Any) -> None:
        raise DatabaseError("database or disk is full")

    monkeypatch.setattr(log, "add", full)
    given = {"parent": bureau.places["教育局"].pk, "name": "第九中学", "kind": "unit"}
    answer = browser.post("/organisations/new/", given)
    assert answer.status_code == 503
    monkeypatch.undo()
    assert (Organisation.objects.count(), LogEntry.objects.count()) == before
    assert browser.post("/organisations/new/", given).status_code == 302
    assert log.check() == []


def test_health_says_when_the_database_is_gone(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    assert client.get("/healthz").status_code == 503
    monkeypatch.undo()
    assert client.get("/healthz").status_code == 200


def test_a_content_is_kept_whole_or_not_at_all(db: None) -> None:
    def chunks() -> Any:
        yield b"one"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        files.keep(chunks(), "a.docx")
    assert not SourceFile.objects.exists()
    assert [p.name for p in files.folder().glob("incoming-*")] == []
    kept, made = files.keep([b"one", b"two"], "a.docx")
    assert (made, files.content(kept), kept.size) == (True, b"onetwo", 6)
    assert files.keep([b"onetwo"], "b.docx") == (kept, False)


def test_every_page_is_found_once() -> None:
    routes = [each.route for each in page.PAGES.values()]
    assert len(routes) == len(set(routes))


def test_a_refusal_leads_back_to_where_it_was_asked(
    signed: Callable[[str], Client], bureau: Bureau
) -> None:
    """And never to another place than this system."""
    assert bureau.form is not None
    path = f"/forms/{bureau.form.pk}/"
    given = {"step": "return", "version": "1", "text": ""}
    signed("filler").post(f"{path}step/", {"step": "submit", "version": "1"})
    refused = signed("checker").post(
        f"{path}step/", given, headers={"Referer": f"http://testserver{path}"}
    )
    assert refused.status_code == 403
    assert f'href="{path}">返回上一页' in refused.content.decode()
    for elsewhere in ("http://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        refused = signed("checker").post(f"{path}step/", given, headers={"Referer": elsewhere})
        assert "返回上一页" not in refused.content.decode()
