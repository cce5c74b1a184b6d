"""Many forms at once give the findings of each form alone, from Arrow and from Parquet alike."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow
import pytest

from jiping.audit.catalogue import catalogue
from jiping.audit.sample import changed
from jiping.engine.bulk import Bulk, BulkFinding, arrow_inputs, write_parquet
from jiping.engine.inputs import input_tables
from jiping.engine.outcomes import FAIL, FAIL_WORSE, run_rules
from jiping.engine.run import Engine

CHANGES = [case.change for rule in catalogue().values() for case in rule.cases]
SCHEME = "cn-2020"


@pytest.fixture(scope="module")
def bulk() -> Bulk:
    return Bulk(threads=2, memory="1GB")


def test_same_findings_as_one_form(bulk: Bulk, tmp_path: Path) -> None:
    forms = [changed(change) for change in CHANGES]
    number = bulk.schemes.index(SCHEME)
    tables = arrow_inputs(forms, [number] * len(forms))
    found = Counter(finding for _, finding in bulk.findings([tables]))
    assert found == Counter(f for _, f in bulk.findings([write_parquet(tables, tmp_path)]))

    engine = Engine()
    engine.database.fill(input_tables(forms, [number] * len(forms)))
    engine.database.make()
    hits, crashes = run_rules(engine.database, engine.plan.rules.values(), only_failed=True)
    assert crashes == []
    assert found == Counter(
        BulkFinding(h.form, h.row, h.rule, h.outcome, h.left, h.right, h.other) for h in hits
    )
    assert {f.outcome for f in found} <= {FAIL, FAIL_WORSE}


def test_chunks_one_after_the_other(bulk: Bulk) -> None:
    number = bulk.schemes.index(SCHEME)
    right = arrow_inputs([changed({})], [number])
    wrong = arrow_inputs([changed({"/total/score": "99"})], [number])
    found = [(chunk, f.rule) for chunk, f in bulk.findings([right, wrong, right])]
    assert [chunk for chunk, rule in found if rule == "C-SCR-05"] == [1]
    assert Counter(r for c, r in found if c == 0) == Counter(r for c, r in found if c == 2)


def test_only_the_rules_asked_for() -> None:
    bulk = Bulk(only=["C-SCR-05"])
    forms = [changed({"/total/score": "99", "/funds/0/rate": "57.12"})]
    tables = arrow_inputs(forms, [bulk.schemes.index(SCHEME)])
    assert [f.rule for _, f in bulk.findings([tables])] == ["C-SCR-05"]


def test_what_cannot_be_run_is_told_and_stops_nothing_else() -> None:
    bulk = Bulk(only=["C-SCR-05", "C-STR-01"], threads=2)
    forms = [changed({"/total/score": "99"})]
    tables = arrow_inputs(forms, [bulk.schemes.index(SCHEME)])
    words = pyarrow.array(["no number"])
    at = tables["form"].schema.get_field_index("total_score")
    broken = {**tables, "form": tables["form"].set_column(at, "total_score", words)}
    found = [(chunk, f.rule) for chunk, f in bulk.findings([tables, broken, tables])]
    assert [chunk for chunk, rule in found if rule == "C-SCR-05"] == [0, 2]
    assert {(chunk, crash.rule) for chunk, crash in bulk.crashes} == {(1, "C-SCR-05")}


@pytest.mark.parametrize("words", ["much", "2", "-1GB"])
def test_memory_is_an_amount(words: str) -> None:
    with pytest.raises(ValueError, match="amount of memory"):
        Bulk(only=(), memory=words)
