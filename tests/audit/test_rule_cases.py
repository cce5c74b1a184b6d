"""Every rule's own cases: what must fire, what must not, what must be said to be undecidable."""

from __future__ import annotations

import pytest

from jiping.audit.catalogue import catalogue
from jiping.audit.rule import Case, Rule
from jiping.audit.sample import changed
from jiping.engine.run import Engine
from jiping.model.peers import compared_with

CASES = [
    pytest.param(rule, case, id=f"{rule.code} {case.name}")
    for rule in catalogue().values()
    for case in rule.cases
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(engine: Engine, rule: Rule, case: Case) -> None:
    evaluation = changed(case.change)
    with compared_with(case.peers):
        (audit,) = engine.audit([evaluation], scheme=case.scheme, only=[rule.code])
    (check,) = audit.checks
    targets = {target for finding in audit.findings for target in finding.targets}
    if case.skipped:
        assert check.outcome == "skip", audit.findings
        assert check.reason
    elif case.at is None:
        assert audit.findings == ()
    else:
        assert audit.findings, check
        assert set(case.at) <= targets
        assert all(f.rule == rule.code for f in audit.findings)


@pytest.mark.parametrize(
    "rule", [r for r in catalogue().values() if r.check is not None], ids=lambda r: r.code
)
def test_has_cases_both_ways(rule: Rule) -> None:
    assert any(c.at for c in rule.cases), "no case that fires"
    assert any(not c.at and not c.skipped for c in rule.cases), "no case that does not fire"
    assert len({c.name for c in rule.cases}) == len(rule.cases)


def test_sample_form_is_without_error(engine: Engine) -> None:
    (audit,) = engine.audit([changed({})], scheme="cn-2020")
    assert [f.message for f in audit.findings if f.severity == "error"] == []
    assert audit.ledger.computed_total == "100.00"
