"""Generated pages equal what the code says; their examples run."""

from __future__ import annotations

import doctest
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pages_are_what_the_code_says(generate: ModuleType) -> None:
    assert generate.differences(generate.made(), generate.existing()) == []


def test_a_difference_is_seen_in_both_directions(generate: ModuleType) -> None:
    a, b, c = DOCS / "a.md", DOCS / "b.md", DOCS / "c.md"
    wanted, found = {a: "one", b: "new"}, {a: "one", b: "old", c: "gone"}
    assert generate.differences(wanted, found) == ["b.md", "c.md"]


def test_messages_on_the_rule_pages_are_words() -> None:
    """A column that a message names needs its Chinese name in report/_case_words.py."""
    found = {
        f"{page.name}: {name}"
        for page in (DOCS / "rules").glob("*.md")
        for name in re.findall(r"〔([a-z][a-z_0-9.]*)〕", page.read_text("utf-8"))
    }
    assert found == set()


def test_links_between_pages_lead_somewhere() -> None:
    written = [*DOCS.rglob("*.md"), *(ROOT / "decisions").glob("*.md")]
    lost = [
        f"{page.relative_to(ROOT).as_posix()} → {target}"
        for page in written
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert lost == []


def test_the_examples_of_the_python_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(
        str(DOCS / "python.md"),
        module_relative=False,
        encoding="utf-8",
        optionflags=doctest.ELLIPSIS,
    )
    assert result.attempted > 0, "the page has no example"
    assert result.failed == 0
