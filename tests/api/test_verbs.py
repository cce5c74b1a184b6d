"""The Python interface: what the verbs take and give."""

from __future__ import annotations

import doctest
import io
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import jiping
from jiping import api
from jiping.api import sources, verbs

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "examples" / "reference" / "table-4.txt"


@pytest.mark.parametrize("module", [jiping, sources, verbs], ids=lambda m: m.__name__)
def test_the_examples_run(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testmod(module)
    assert result.attempted > 0
    assert result.failed == 0


def test_path_text_bytes_and_file_give_the_same() -> None:
    data = TABLE.read_bytes()
    with TABLE.open("rb") as stream:
        readings = [
            jiping.read(TABLE),
            jiping.read(str(TABLE)),
            jiping.read(data),
            jiping.read(stream),
        ]
    readings.append(jiping.read(io.BytesIO(data)))
    forms = [replace(r.evaluations[0], source=readings[0].evaluations[0].source) for r in readings]
    assert all(form == forms[0] for form in forms)
    assert [jiping.read(data, name="甲.txt").file] == ["甲.txt"]


def test_a_form_gives_one_and_a_file_a_list() -> None:
    reading = jiping.read(TABLE)
    [form] = reading.evaluations
    one, several = jiping.audit(form), jiping.audit(reading)
    assert isinstance(one, api.Audit)
    assert several == [one]
    assert jiping.audit([form, form]) == [one, one]
    assert jiping.score(form) == jiping.score(reading)[0] == one.ledger
    assert jiping.audit([]) == []


def test_a_file_without_forms_says_why() -> None:
    with pytest.raises(jiping.NotRead) as caught:
        jiping.audit(b"")
    assert caught.value.reading.status == "failed"
    assert "空的" in str(caught.value)


@pytest.mark.parametrize("wrong", [5, None, [1]])
def test_something_else_is_a_type_error(wrong: object) -> None:
    with pytest.raises(TypeError):
        jiping.audit(wrong)  # type: ignore[call-overload]


def test_an_unknown_scheme_is_named() -> None:
    with pytest.raises(KeyError, match="没有编号为 xx 的计分办法"):
        jiping.score(TABLE, scheme="xx")


def test_explain_takes_whatever_holds_the_row() -> None:
    [audit] = jiping.audit(TABLE)
    ways = [jiping.explain(source, "F1") for source in (audit, audit.evaluation, TABLE)]
    assert [e.steps for e in ways] == [ways[0].steps] * 3
    with pytest.raises(api.NoSuchRow, match="只有 1 张表"):
        jiping.explain(TABLE, 1, ordinal=2)


def test_threads_have_engines_of_their_own() -> None:
    expected, found = jiping.audit(TABLE), []
    threads = [threading.Thread(target=lambda: found.append(jiping.audit(TABLE))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[a.findings for a in audits] for audits in found] == [[expected[0].findings]] * 3
    assert api.engine() is api.engine()


def test_rooms_stay_modules_however_they_are_imported() -> None:
    """In a fresh process: nothing imported before."""
    script = """
import jiping
assert callable(jiping.audit) and callable(jiping.explain)
import jiping.read.book as book
from jiping.read.book import Book
from jiping import read, score
import jiping.audit.rule
assert book.Book is Book and jiping.read.read_file is read.read_file
assert jiping.audit.rule.Rule.__name__ == "Rule"
assert jiping.read(b"").status == "failed"
assert {"audit", "explain", "read", "score", "NotRead"} <= set(dir(jiping))
try:
    jiping.fly
except AttributeError as error:
    print(error)
"""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        check=False,
    )
    assert (ran.stderr, ran.returncode) == ("", 0)
    assert ran.stdout == "module 'jiping' has no attribute 'fly'\n"


def test_importing_costs_nothing() -> None:
    script = "import sys, jiping; print(*sorted(m for m in sys.modules if m.startswith('jiping')))"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
    )
    assert ran.stdout.split() == ["jiping"]
