"""What tests of pages share: the bureau, and that somebody is registered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from making.bureau import Bureau, make_bureau

from jiping.web.middleware import FirstStart


@pytest.fixture(autouse=True)
def _started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first start is over (`test_first_start` says otherwise)."""
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
