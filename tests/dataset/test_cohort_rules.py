"""Every rule of cohorts, by its own cases; and the reference tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jiping.dataset.adding import add
from jiping.dataset.cohort.catalogue import chosen, cohort_rules
from jiping.dataset.cohort.result import questions
from jiping.dataset.cohort.rule import Case, CohortRule
from jiping.dataset.cohort.running import compare
from jiping.dataset.cohort.sample import asked_in, tried
from jiping.dataset.errors import DatasetError

CASES = [
    pytest.param(rule, case, id=f"{code}-{case.name}")
    for code, rule in cohort_rules().items()
    for case in rule.cases
]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_a_case_comes_out_as_it_says(rule: CohortRule, case: Case) -> None:
    done = tried(rule, case)
    try:
        found = asked_in(done)
        if case.skipped is not None:
            assert case.skipped in done.skipped[rule.code]
            return
        assert done.skipped == {}
        wanted = case.asked or ()
        assert len(found) == len(wanted), found
        for forms, (asked, every) in zip(wanted, found, strict=True):
            assert forms in (asked, every)
        for question in questions(done):
            assert "？" in question.question
            assert "{" not in question.question
            # Whoever is asked sees what is there.
            assert all(peer.shown for peer in question.peers)
    finally:
        done.ground.close()


@pytest.mark.parametrize(
    ("code", "alone", "told"),
    [
        ("C-COH-03", "数据集里只有这一个单位", "同年没有其他单位可比，"),
        ("C-COH-03", "一个单位几乎全部超过目标两成", "同年其他单位为 0.0%，"),
        ("C-COH-07", "五个项目都是 90 = 90", "（没有其他表可比），"),
    ],
)
def test_a_question_compares_with_others_or_says_that_there_are_none(
    code: str, alone: str, told: str
) -> None:
    rule = cohort_rules()[code]
    done = tried(rule, next(case for case in rule.cases if case.name == alone))
    try:
        assert [told in question.question for question in questions(done)] == [True]
    finally:
        done.ground.close()


@pytest.mark.parametrize("rule", cohort_rules().values(), ids=list(cohort_rules()))
def test_a_rule_fires_and_holds_back_in_its_cases(rule: CohortRule) -> None:
    assert any(case.asked for case in rule.cases)
    assert any(case.asked is None and case.skipped is None for case in rule.cases)
    if rule.needs is not None:
        assert any(case.skipped for case in rule.cases)


def test_no_question_accuses() -> None:
    for rule in cohort_rules().values():
        for word in ("造假", "弄虚作假", "虚报", "违规", "骗取", "套取"):
            assert word not in rule.question + rule.title + rule.advice


def test_an_unknown_rule_is_told() -> None:
    with pytest.raises(DatasetError, match="没有规则 C-COH-99"):
        chosen(["c-coh-99"])


def test_the_reference_tables_overlap_where_readers_found_it(tmp_path: Path) -> None:
    """口岸经费 and 向北开放 both list 调研; 乌兰巴托活动 and 博览会 the same event."""
    from jiping.api.batch import Input

    root = Path(__file__).resolve().parents[2] / "examples" / "reference"
    add(tmp_path / "d", [Input(str(root / "all.docx"))])
    done = compare(tmp_path / "d", only=["C-IND-20", "C-COH-07"])
    try:
        found = {
            (q.rule, q.severity, tuple(dict.fromkeys(p.ordinal for p in q.peers)))
            for q in questions(done)
        }
        assert ("C-IND-20", "info", (1, 4)) in found
        assert ("C-IND-20", "warning", (2, 5)) in found
        assert ("C-COH-07", "info", (1, 2, 3, 4, 5)) in found
        travel = next(q for q in questions(done) if {p.ordinal for p in q.peers} == {1, 4})
        assert "调研" in travel.question
        assert any(p.shown == "差旅费：10.154302 万元" and p.place for p in travel.peers)
    finally:
        done.ground.close()


def test_a_year_asks_about_that_year_and_still_sees_the_one_before(tmp_path: Path) -> None:
    from jiping.audit.sample import changed
    from jiping.dataset.adding import add_forms

    forms = [changed({"/year": year}) for year in (2021, 2022, 2023)]
    add_forms(tmp_path / "d", forms, "三年.json", "0" * 64, "0")
    done = compare(tmp_path / "d", only=["C-DEV-20"], year=2023)
    try:
        (question,) = questions(done)
        assert [(p.asked, p.year) for p in question.peers[:1]] == [(True, 2023)]
        assert {p.year for p in question.peers if not p.asked} == {2022}
    finally:
        done.ground.close()
    with pytest.raises(DatasetError, match="2019 年度"):
        compare(tmp_path / "d", year=2019)


def test_what_is_written_can_be_read_again(tmp_path: Path, rows: object) -> None:
    import duckdb
    import openpyxl

    from jiping.audit.sample import changed
    from jiping.dataset.adding import add_forms
    from jiping.dataset.cohort.writing import write

    hostile = {"/project/name": "<script>alert(1)</script>=1+1", "/funds/0/executed": "48.37"}
    forms = [changed(hostile), changed({**hostile, "/project/name": "=cmd|A1"})]
    add_forms(tmp_path / "d", forms, "表.json", "1" * 64, "0")
    done = compare(tmp_path / "d", only=["C-COH-08"])
    try:
        for suffix in ("html", "json", "xlsx", "parquet", "csv"):
            write(done, tmp_path / f"out.{suffix}")
    finally:
        done.ground.close()
    page = (tmp_path / "out.html").read_text("utf-8")
    assert "<script>" not in page
    assert "48.37万元" in page
    (case,) = json.loads((tmp_path / "out.json").read_text("utf-8"))["cases"]
    assert [p["pointer"] for p in case["peers"]] == ["/funds/0/executed"] * 2
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["问题"]
    assert sheet["I3"].value == "=cmd|A1"
    assert sheet["I3"].data_type == "s"
    told = duckdb.sql(f"SELECT rule, target, asked FROM '{tmp_path}/out.parquet'").fetchall()
    assert told == [
        ("C-COH-08", "/funds/0/executed", True),
        ("C-COH-08", "/funds/0/executed", False),
    ]
