"""The five reference tables: what the rules on money, weights, scores and form find, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from jiping.audit.traits.amounts import told_of
from jiping.engine.results import Audit
from jiping.engine.run import Engine
from jiping.read import read_file

FOLDER = Path(__file__).parents[2] / "examples" / "reference"
FAMILIES = ("C-FUND", "C-WGT", "C-SCR", "C-STR", "C-PUB")

EXPECTED = {
    1: {
        ("C-FUND-11", "info", "/funds/2/rate"),
        ("C-FUND-11", "info", "/funds/3/rate"),
        ("C-WGT-06", "info", "/indicators"),
        ("C-SCR-06", "error", "/indicators/11/score"),
        ("C-SCR-08", "warning", "/indicators/13/actual"),
        ("C-SCR-08", "warning", "/indicators/14/actual"),
        ("C-SCR-08", "warning", "/indicators/15/actual"),
        ("C-SCR-10", "info", "/indicators/11/score"),
        ("C-STR-02", "info", "/unit/name"),
        *(("C-STR-02", "info", f"/indicators/{k}/name") for k in range(12, 17)),
        ("C-STR-04", "warning", "/indicators/12/name"),
        ("C-STR-12", "info", "/unit/name"),
    },
    2: {
        ("C-FUND-06", "warning", "/funds/0/rate"),
        ("C-FUND-07", "warning", "/funds/0/adjusted"),
        ("C-FUND-08", "warning", "/funds/0/initial"),
        ("C-FUND-11", "info", "/funds/2/rate"),
        ("C-FUND-11", "info", "/funds/3/rate"),
        ("C-SCR-08", "warning", "/indicators/9/actual"),
        ("C-SCR-08", "warning", "/indicators/10/actual"),
        ("C-STR-02", "info", "/indicators/8/name"),
        ("C-STR-02", "info", "/indicators/9/name"),
        ("C-STR-03", "warning", "/indicators/10/name"),
        ("C-STR-12", "info", "/unit/name"),
        ("C-PUB-03", "info", "/goal/actual"),
    },
    3: {
        ("C-FUND-11", "info", "/funds/2/rate"),
        ("C-FUND-11", "info", "/funds/3/rate"),
        ("C-WGT-06", "info", "/indicators"),
        ("C-SCR-08", "warning", "/indicators/8/actual"),
        ("C-SCR-08", "warning", "/indicators/9/actual"),
        ("C-SCR-12", "info", "/total/score"),
        ("C-STR-02", "info", "/indicators/8/name"),
        ("C-STR-02", "info", "/indicators/9/name"),
        ("C-STR-07", "info", "/project/name"),
        ("C-STR-12", "info", "/unit/name"),
        ("C-STR-13", "info", "/goal/actual"),
        ("C-STR-14", "info", "/total/score"),
    },
    4: {
        ("C-FUND-06", "error", "/funds/0/rate"),
        ("C-FUND-11", "info", "/funds/2/rate"),
        ("C-FUND-11", "info", "/funds/3/rate"),
        ("C-WGT-04", "warning", "/indicators/3/weight"),
        *(("C-SCR-08", "warning", f"/indicators/{k}/actual") for k in (8, 9, 10)),
        ("C-STR-02", "info", "/indicators/8/name"),
        ("C-STR-02", "info", "/indicators/9/name"),
        ("C-STR-03", "warning", "/indicators/10/name"),
        ("C-STR-12", "info", "/unit/name"),
    },
    5: {
        ("C-FUND-06", "warning", "/funds/0/rate"),
        ("C-FUND-11", "info", "/funds/2/rate"),
        ("C-FUND-11", "info", "/funds/3/rate"),
        ("C-FUND-14", "info", "/funds/0/executed"),
        ("C-WGT-06", "info", "/indicators"),
        ("C-STR-02", "info", "/unit/name"),
        ("C-STR-02", "info", "/indicators/8/name"),
        ("C-STR-02", "info", "/indicators/12/name"),
        ("C-STR-12", "info", "/unit/name"),
    },
}


@pytest.fixture(scope="module")
def audits() -> dict[int, Audit]:
    read = {n: read_file(FOLDER / f"table-{n}.txt").evaluations for n in EXPECTED}
    return dict(zip(read, Engine().audit([e for (e,) in read.values()]), strict=True))


@pytest.mark.parametrize("number", EXPECTED)
def test_findings_at_their_rows(audits: dict[int, Audit], number: int) -> None:
    found = {
        (f.rule, f.severity, target)
        for f in audits[number].findings
        if f.rule.startswith(FAMILIES)
        for target in f.targets
    }
    assert found >= EXPECTED[number]


@pytest.mark.parametrize("number", EXPECTED)
def test_nothing_else_is_found(audits: dict[int, Audit], number: int) -> None:
    expected = {rule for rule, _, _ in EXPECTED[number]}
    found = {f.rule for f in audits[number].findings if f.rule.startswith(FAMILIES)}
    assert found == expected


@pytest.mark.parametrize("number", EXPECTED)
def test_shifted_rows_have_places_of_their_own(audits: dict[int, Audit], number: int) -> None:
    (finding,) = (f for f in audits[number].findings if f.rule == "C-STR-02")
    lines = [place.line for place in finding.places]
    assert len(set(lines)) == len(lines) == len(finding.targets)


def test_three_results_side_by_side(audits: dict[int, Audit]) -> None:
    (finding,) = (f for f in audits[1].findings if f.rule == "C-SCR-10")
    assert "1.75" in finding.message
    assert "1.92" in finding.message
    assert "0.00" in finding.message


def test_another_method_is_named_and_only_warned_of() -> None:
    (evaluation,) = read_file(FOLDER / "table-1.txt").evaluations
    (audit,) = Engine().audit([evaluation], scheme="cn-2020", only=["C-SCR-02"])
    (finding,) = audit.findings
    assert finding.severity == "warning"
    assert finding.targets[0] == "/indicators/11/score"
    assert "超标不得分" in finding.message


def test_amounts_of_the_text_were_compared_and_agree(audits: dict[int, Audit]) -> None:
    (check,) = (c for c in audits[5].checks if c.rule == "C-FUND-10")
    assert (check.outcome, check.compared) == ("pass", 1)
    told = told_of(audits[5].evaluation)
    assert told is not None
    assert told.amount == 156_470_000
