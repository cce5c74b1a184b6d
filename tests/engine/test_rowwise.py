"""A few forms are worked on in Python, many in a database: nobody can tell which it was.

Both run what was generated from the same expressions; here their answers are held against each
other, hit by hit and figure by figure, over forms with anything in them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiping.engine.outcomes import Hit
from jiping.engine.plan import load_plan
from jiping.engine.plan_rows import DIGEST, PARTS
from jiping.engine.run import Engine
from jiping.model.evaluation import Evaluation
from jiping.read import read_file
from jiping.score.scheme import schemes

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reference"
TABLES = [read_file(str(path)).evaluations[0] for path in sorted(EXAMPLES.glob("*.txt"))]
VALUES = [None, "0", "1", "0.01", "-3", "5", "9.99", "10", "50", "99.99", "100", "12345678.90"]
WORDS = [
    "未完成",
    "基本达成目标",
    "部分达成",
    "2023年12月",
    "2023.1--12",
    "无",
    "偏差原因：工作需要",
    "≥95",
]
LEVELS = [None, "产出指标", "效益指标", "满意度指标", "成本指标", "数量指标", "经济成本指标"]


@pytest.fixture(scope="module")
def python() -> Engine:
    return Engine(few=10**9)


@pytest.fixture(scope="module")
def database() -> Engine:
    return Engine(few=0)


def altered(form: Evaluation, chance: random.Random, share: float) -> Evaluation:
    """The form with ``share`` of its values replaced by something."""

    def one(value: Any, others: Sequence[Any]) -> Any:
        return chance.choice(others) if chance.random() < share else value

    rows = tuple(
        replace(
            i,
            level1=one(i.level1, LEVELS),
            level2=one(i.level2, LEVELS),
            target=one(i.target, [*VALUES, *WORDS]),
            actual=one(i.actual, [*VALUES, *WORDS]),
            weight=one(i.weight, VALUES),
            score=one(i.score, VALUES),
            operator=one(i.operator, [None, ">=", "<=", "=", ">", "<"]),
            reason=one(i.reason, [None, *WORDS]),
        )
        for i in form.indicators
    )
    funds = tuple(
        replace(
            f,
            initial=one(f.initial, VALUES),
            adjusted=one(f.adjusted, VALUES),
            executed=one(f.executed, VALUES),
            rate=one(f.rate, VALUES),
            score=one(f.score, VALUES),
            weight=one(f.weight, VALUES),
        )
        for f in form.funds
    )
    return replace(form, funds=funds, indicators=rows)


def test_the_functions_are_of_this_plan() -> None:
    assert load_plan().digest == DIGEST, "run dev.py fix: rules changed, the functions did not"
    assert {code: len(rule.parts) for code, rule in load_plan().rules.items()} == {
        code: len(parts) for code, parts in PARTS.items()
    }


def test_the_reference_tables(python: Engine, database: Engine) -> None:
    assert python.audit(TABLES) == database.audit(TABLES)


@given(seed=st.integers(0, 2**32), share=st.sampled_from([0.05, 0.3, 0.8]))
def test_any_forms(python: Engine, database: Engine, seed: int, share: float) -> None:
    chance = random.Random(seed)
    forms = [altered(chance.choice(TABLES), chance, share) for _ in range(6)]
    mine, its = python.audit(forms), database.audit(forms)
    for ours, theirs in zip(mine, its, strict=True):
        assert ours.ledger == theirs.ledger
        assert ours.findings == theirs.findings
        assert ours.checks == theirs.checks


@pytest.mark.parametrize("scheme", sorted(schemes()))
def test_every_scheme(python: Engine, database: Engine, scheme: str) -> None:
    chance = random.Random(scheme)
    forms = [altered(form, chance, 0.2) for form in TABLES]
    assert python.audit(forms, scheme=scheme) == database.audit(forms, scheme=scheme)
    assert python.score(forms, scheme=scheme) == database.score(forms, scheme=scheme)


def test_every_outcome_of_every_rule_is_compared(python: Engine, database: Engine) -> None:
    """Hits beneath findings: passes, what was skipped and why, both numbers, words, figures."""
    chance = random.Random(7)
    forms = [altered(form, chance, 0.4) for form in TABLES * 6]
    python.audit(forms)
    database.audit(forms)
    rules = list(load_plan().rules.values())
    found = [engine._bench(len(forms)).run(rules) for engine in (python, database)]

    def order(hit: Hit) -> tuple[str, int, int, int]:
        return hit.rule, hit.part, hit.form, -1 if hit.row is None else hit.row

    (mine, crashed), (its, lost) = found
    assert (crashed, lost) == ([], [])
    assert sorted(mine, key=order) == sorted(its, key=order)
    assert len({hit.rule for hit in mine}) > 70


def test_a_crashing_rule_stays_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(row: dict[str, object]) -> None:
        raise OverflowError("太大")

    monkeypatch.setitem(PARTS, "C-SCR-02", (broken,))
    (audit,) = Engine().audit(TABLES[:1])
    checks = {c.rule: c for c in audit.checks}
    assert checks["C-SCR-02"].outcome == "skip"
    assert "太大" in (checks["C-SCR-02"].reason or "")
    assert checks["C-SCR-05"].outcome in ("pass", "fail")
