"""The verbs annotate and compare."""

from __future__ import annotations

import doctest
import io
from pathlib import Path

import pytest

import jiping
from jiping.api import annotating
from jiping.forms.annotate.marks import SEVERITY, marks_of
from jiping.report import SEVERITY as SHOWN

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "examples" / "reference" / "table-4.docx"


def test_the_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testmod(annotating)
    assert result.attempted > 0
    assert result.failed == 0


def test_path_bytes_and_file_give_the_same() -> None:
    data = TABLE.read_bytes()
    made = [jiping.annotate(s, name="表.docx").data for s in (TABLE, data, io.BytesIO(data))]
    assert made[0] == made[1] == made[2]


def test_levels_are_called_as_in_the_reports() -> None:
    assert SEVERITY == SHOWN


def test_only_what_was_asked_for_is_written() -> None:
    grave = jiping.annotate(TABLE, severity="error").marks
    assert {mark.finding.severity for mark in grave} == {"error"}
    one = jiping.annotate(TABLE, only=["C-DEV-01"]).marks
    assert {mark.finding.rule for mark in one} == {"C-DEV-01"}


def test_a_mark_goes_to_the_first_value_that_has_a_place() -> None:
    audits = jiping.audit(TABLE)
    for mark in marks_of(audits):
        places = audits[0].evaluation.places
        first = next((t for t in mark.finding.targets if t in places), None)
        assert mark.exact is (first is not None)
        if first is not None:
            assert mark.place == places[first]
        assert mark.place not in mark.others


@pytest.mark.parametrize("source", [b"", "没有.docx"], ids=["empty", "missing"])
def test_what_can_not_be_read_is_said(source: bytes | str) -> None:
    with pytest.raises(jiping.NotRead):
        jiping.annotate(source)
    with pytest.raises(jiping.NotRead):
        jiping.compare(source, TABLE)


def test_files_of_two_formats_are_compared() -> None:
    result = jiping.compare(TABLE, TABLE.with_suffix(".xlsx"))
    assert (result.gone, result.new, result.changed) == ((), (), ())
    assert {told.finding.places[0].sheet for told in result.remaining} == {"表4"}
