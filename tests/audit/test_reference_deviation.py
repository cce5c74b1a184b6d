"""Findings of truth and deviation on the five published tables, at their rows, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiping.audit.catalogue import catalogue
from jiping.engine.results import Audit
from jiping.engine.run import Engine
from jiping.read import read_file

TABLES = Path(__file__).parents[2] / "examples" / "reference"
CODES = [code for code in catalogue() if code.startswith("C-DEV-")]
EXPECTED = {
    1: {
        "C-DEV-01": {"/indicators/1"},
        "C-DEV-02": {"/indicators/1"},
        "C-DEV-03": {"/indicators/16"},
        "C-DEV-04": {"/indicators/16"},
        "C-DEV-05": {"/indicators/16"},
        "C-DEV-07": {"/funds/0"},
        "C-DEV-21": {"/indicators/9", "/indicators/10"},
    },
    2: {
        "C-DEV-01": {"/indicators/0", "/indicators/2"},
        "C-DEV-02": {"/indicators/0", "/indicators/2"},
        "C-DEV-03": {"/indicators/11"},
        "C-DEV-04": {"/indicators/11"},
        "C-DEV-07": {"/funds/0"},
        "C-DEV-10": {"/funds/0"},
        "C-DEV-13": {"/indicators/2"},
        "C-DEV-18": {"/goal/actual"},
    },
    3: {
        "C-DEV-03": {"/indicators/10"},
        "C-DEV-04": {"/indicators/10"},
        "C-DEV-05": {"/indicators/10"},
        "C-DEV-06": {"/indicators/10", "/indicators/0"},
    },
    4: {
        "C-DEV-01": {"/indicators/0", "/indicators/1"},
        "C-DEV-02": {"/indicators/1"},
        "C-DEV-03": {"/indicators/11"},
        "C-DEV-04": {"/indicators/11"},
        "C-DEV-11": {"/funds/0"},
        "C-DEV-12": {"/indicators/7", "/indicators/1"},
        "C-DEV-21": {"/indicators/6", "/indicators/7"},
    },
    5: {
        "C-DEV-01": {"/indicators/2"},
        "C-DEV-02": {"/indicators/2"},
        "C-DEV-03": {"/indicators/12"},
        "C-DEV-04": {"/indicators/12"},
        "C-DEV-07": {"/funds/0"},
        "C-DEV-08": {"/funds/0"},
        "C-DEV-09": {"/indicators/7", "/indicators/8"},
        "C-DEV-13": {"/indicators/2"},
    },
}
"""Table → code → rows that the findings of that code name."""


@pytest.fixture(scope="module")
def audits() -> dict[int, Audit]:
    forms = [read_file(str(TABLES / f"table-{n}.txt")).evaluations[0] for n in range(1, 6)]
    return dict(enumerate(Engine().audit(forms, only=CODES), 1))


def _row(pointer: str) -> str:
    parts = pointer.strip("/").split("/")
    return "/" + "/".join(parts[:2])


@pytest.mark.parametrize("table", EXPECTED)
def test_findings_at_their_rows(audits: dict[int, Audit], table: int) -> None:
    found: dict[str, set[str]] = {}
    for finding in audits[table].findings:
        rows = {_row(t) for t in finding.targets if t != "/indicators"}
        if finding.rule == "C-DEV-04":
            rows -= {"/goal/actual"}
        found.setdefault(finding.rule, set()).update(rows)
    assert found == EXPECTED[table]


@pytest.mark.parametrize(
    ("table", "left", "right", "severity"),
    [
        (1, "15.819952", "16", "warning"),
        (2, "15.36", "13.75", "error"),
        (5, "139.771575", "140", "warning"),
    ],
)
def test_costs_against_executed(
    audits: dict[int, Audit], table: int, left: str, right: str, severity: str
) -> None:
    (finding,) = [f for f in audits[table].findings if f.rule == "C-DEV-07"]
    assert (finding.left, finding.right, finding.severity) == (left, right, severity)


def test_errors(audits: dict[int, Audit]) -> None:
    errors = {
        (table, f.rule) for table, a in audits.items() for f in a.findings if f.severity == "error"
    }
    assert errors == {(2, "C-DEV-07"), (5, "C-DEV-09")}


@pytest.mark.parametrize(("table", "rows"), [(2, 3), (5, 1)])
def test_numbers_of_the_text_are_confirmed(audits: dict[int, Audit], table: int, rows: int) -> None:
    """30余家, 100余种, 3天 in the second table, 20余家 in the fifth."""
    (check,) = [c for c in audits[table].checks if c.rule == "C-DEV-15"]
    assert (check.outcome, check.compared) == ("pass", rows)


def test_what_needs_another_document_is_said(audits: dict[int, Audit]) -> None:
    said = {c.rule: c.reason for c in audits[1].checks if c.rule in CODES and c.outcome == "skip"}
    assert {"C-DEV-17", "C-DEV-19", "C-DEV-20"} <= set(said)
    assert all(said.values())
