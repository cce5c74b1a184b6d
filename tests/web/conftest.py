"""What tests of pages share: the bureau, and that somebody is registered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from django.core.cache import cache
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import Client
from making.browsing import Eyes, chromium, flushing
from making.bureau import Bureau, make_bureau
from making.calling import Caller
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from jiping.store.actions.tokens import issue_token
from jiping.store.models import Person
from jiping.store.rights import rights
from jiping.web.middleware import FirstStart

# Tests with a live server empty the tables afterwards (after every fixture is gone).
setattr(DatabaseOperations, "sql_flush", flushing(DatabaseOperations.sql_flush))  # noqa: B010


@pytest.fixture(autouse=True)
def _started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first start is over (`test_first_start` says otherwise); nobody has called too often yet."""
    cache.clear()
    monkeypatch.setattr(FirstStart, "done", True)


@pytest.fixture
def bureau(db: None) -> Bureau:
    return make_bureau()


@pytest.fixture
def signed(bureau: Bureau) -> Callable[[str], Client]:
    """A browser of somebody of the bureau."""

    def made(name: str) -> Client:
        client = Client()
        client.force_login(bureau.people[name])
        return client

    return made


@pytest.fixture
def keyed(bureau: Bureau) -> Callable[..., Caller]:
    """``keyed("filler")``: a program with a key of theirs; with some rights only, where they are named."""

    def made(name: str, allowed: Sequence[str] = ()) -> Caller:
        given = list(allowed) or sorted(rights())
        return Caller(issue_token(bureau.actor(name), "程序", given, 30)[1])

    return made


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def eyes(chrome: Browser, live_server: LiveServer) -> Iterator[Callable[[str | None], Eyes]]:
    """``eyes("filler")``: the browser of somebody of the bureau; ``eyes(None)``: of nobody."""
    contexts = []

    def made(name: str | None) -> Eyes:
        context = chrome.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
        contexts.append(context)
        if name is not None:
            client = Client()
            client.force_login(Person.objects.get(username=name))
            session = client.cookies["jiping_session"].value
            context.add_cookies(
                [{"name": "jiping_session", "value": session, "url": live_server.url}]
            )
        return Eyes(context.new_page(), live_server.url)

    yield made
    for context in contexts:
        context.close()
