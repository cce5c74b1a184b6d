"""An installed Chromium that looks at pages: layout, barriers, errors, requests that leave."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WIDTHS = (1280, 390)
PATIENCE = 60_000
"""Milliseconds before what never happens is a fault: a slow machine is none."""
expect.set_options(timeout=PATIENCE)
_OVERFLOW = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > wide + 1)
    .slice(0, 5).map(e => e.tagName + '.' + e.className);
}"""

_AT_REST = "document.readyState === 'complete' && !document.querySelector('.htmx-request')"


class Eyes:
    """One person's browser at a served page. Everything that is wrong is noted in ``faults``."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        page.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{self.page.url} console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.base, "data:", "blob:")):
            self.faults.append(f"left the machine: {request.url}")

    def open(self, path: str) -> Page:
        """Go to an address; the page."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status < 500, path
        return self.page

    def press(self, selector: str) -> Page:
        """Click what leads to another page (or to this one anew), and wait until that one is there.

        A click alone comes back before the next page does, and what is asked then may be asked of
        either page, or of none.
        """
        with self.page.expect_navigation(wait_until="load"):
            self.page.click(selector)
        return self.page

    def says(self, words: str, where: str = "main") -> None:
        """The page says it, now or in a moment."""
        expect(self.page.locator(where)).to_contain_text(words)

    def look(self) -> None:
        """Layout at a desk and on a phone, serious barriers, and all faults so far."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(_AT_REST)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            over = self.page.evaluate(_OVERFLOW)
            if over:
                self.faults.append(f"{self.page.url} is wider than {width}: {over}")
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        self._barriers("")
        assert not self.faults, "\n".join(self.faults)

    def look_closely(self) -> None:
        """As `look`, and barriers on a phone and in the dark too."""
        self.look()
        self.page.set_viewport_size({"width": WIDTHS[1], "height": 900})
        self._barriers(" (narrow)")
        self.page.emulate_media(color_scheme="dark")
        self._barriers(" (narrow, dark)")
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        self.page.emulate_media(color_scheme="light")
        assert not self.faults, "\n".join(self.faults)

    def _barriers(self, how: str) -> None:
        from axe_playwright_python.sync_playwright import Axe

        for found in Axe().run(self.page).response["violations"]:
            if found["impact"] in ("serious", "critical"):
                where = [node["html"][:120] for node in found["nodes"][:3]]
                self.faults.append(f"{self.page.url}{how} {found['id']}: {where}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser; skips where none is installed."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield started
        started.close()


def flushing(original: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """SQLite's statements to empty all tables, past the triggers that guard the log."""

    def statements(self: Any, style: Any, tables: Any, **named: Any) -> list[str]:
        made = original(self, style, tables, **named)
        if not made or connection.vendor != "sqlite":
            return made
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drop = [f"DROP TRIGGER {name}" for name, _ in triggers]
        return [*drop, *made, *(text for _, text in triggers)]

    return statements
