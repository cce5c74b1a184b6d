"""The page driven in a real browser: joined cells and findings, no errors, no requests."""

from __future__ import annotations

import shutil
from importlib.util import find_spec

import pytest
from making.audits import hostile_run, run

from jiping.report.html.page import page as rendered

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
pytestmark = [
    pytest.mark.skipif(find_spec("playwright") is None, reason="playwright is not installed"),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine"),
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield started
        started.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Opens a run's page; at the end there was no console error and no request but the file's."""
    troubles, contexts = [], []

    def show(made, viewport=WIDE, **options):
        path = tmp_path / "report.html"
        path.write_text(rendered(made), "utf-8")
        context = browser.new_context(viewport=viewport, reduced_motion="reduce", **options)
        contexts.append(context)
        tab = context.new_page()
        tab.on(
            "console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else None
        )
        tab.on("pageerror", lambda e: troubles.append(str(e)))
        tab.on(
            "request",
            lambda r: (
                None if r.url == path.as_uri() or r.url == "data:," else troubles.append(r.url)
            ),
        )
        tab.goto(path.as_uri())
        return tab

    yield show
    for context in contexts:
        context.close()
    assert troubles == []


def lit(tab):
    return set(tab.eval_on_selector_all(".lit", "all => all.map(e => e.id)"))


def test_a_click_on_a_finding_lights_its_cells(opened):
    tab = opened(run())
    tab.click("#q1-1 h5")
    assert lit(tab) == {"q1-1", "c1-indicators-2-score", "c1-indicators-2-reason"}
    assert tab.evaluate("document.activeElement.id") == "c1-indicators-2-score"
    box = tab.locator("#c1-indicators-2-score").bounding_box()
    assert 0 <= box["y"] < WIDE["height"]
    tab.click("#q1-2 a.go")
    assert lit(tab) == {"q1-2", "c1-indicators-1-actual"}
    tab.keyboard.press("Escape")
    assert lit(tab) == set()


def test_a_click_on_a_cell_lights_its_findings(opened):
    tab = opened(run())
    tab.click("#c1-indicators-1-actual", position={"x": 5, "y": 5})
    assert lit(tab) == {"c1-indicators-1-actual", "q1-2"}
    assert tab.evaluate("document.activeElement.id") == "q1-2"


def test_a_badge_works_from_the_keyboard(opened):
    tab = opened(run())
    tab.focus("#c1-indicators-2-reason a.b")
    tab.keyboard.press("Enter")
    assert "q1-1" in lit(tab)
    assert tab.evaluate("document.activeElement.id") == "q1-1"


def test_a_score_opens_its_calculation_and_closes_again(opened):
    tab = opened(run())
    pop = tab.locator("#c1-indicators-2-score .pop")
    assert not pop.is_visible()
    tab.click("#c1-indicators-2-score summary")
    assert pop.is_visible()
    assert "反向·超标不得分 0.00" in pop.inner_text()
    tab.click("h1")
    assert not pop.is_visible()
    tab.click("#c1-total-score summary")
    assert "91.00" in tab.locator("#c1-total-score .pop").inner_text()
    tab.keyboard.press("Escape")
    assert not tab.locator("#c1-total-score .pop").is_visible()


def test_levels_can_be_hidden_without_scripts(opened):
    tab = opened(run(), java_script_enabled=False)
    assert tab.locator("#q1-2").is_visible()
    tab.click("label[for=s-warning]")
    assert not tab.locator("#q1-2").is_visible()
    assert not tab.locator("#c1-indicators-1-actual a.b").is_visible()
    assert tab.locator("#q1-1").is_visible()
    tab.click("#c1-indicators-2-score summary")
    assert tab.locator("#c1-indicators-2-score .pop").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_narrow_screen_never_scrolls_sideways(opened, scheme):
    tab = opened(run(), viewport=NARROW, color_scheme=scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    tab.click("#c1-indicators-2-score summary")
    box = tab.locator("#c1-indicators-2-score .pop").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]


def test_hostile_texts_run_nothing(opened):
    tab = opened(hostile_run())
    assert tab.title() == "绩效自评审核报告"
    assert tab.locator("img").count() == 0
    assert "<script>" in tab.locator("#c1-project-name").inner_text()


def test_what_is_folded_is_open_on_paper(opened):
    tab = opened(run())
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("details.fold:not([open])").count() == 0
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("details.fold:not([open])").count() > 0
