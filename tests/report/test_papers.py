"""Papers say what the audit says: every finding, the same numbers to everyone, sums that are right."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from making.standard import check_word
from pypdf import PdfReader

from jiping import api
from jiping.forms.drawing import Document, Grid, Text
from jiping.forms.figure import Label
from jiping.forms.formats import form_format, names
from jiping.report.papers.before import monitoring_of, targets_of
from jiping.report.papers.briefs import briefs
from jiping.report.papers.cycle import monitorings, targets
from jiping.report.papers.grades import printed_grade
from jiping.report.papers.money import amount_of
from jiping.report.papers.opinion import Letter, opinion
from jiping.report.papers.plots import points
from jiping.report.papers.problems import COLUMNS
from jiping.report.papers.review import review
from jiping.report.papers.self_report import self_report
from jiping.report.papers.summary import summary
from jiping.report.papers.voices import VOICES, say

REFERENCE = Path(__file__).parents[2] / "examples" / "reference"
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def audits():
    return [a for n in range(1, 6) for a in api.audit(REFERENCE / f"table-{n}.txt")]


def texts(document: Document) -> str:
    out = []
    for drawing in document.drawings:
        drawing.check()
        for block in drawing.blocks:
            if isinstance(block, Text):
                out += [block.text, block.right]
        out += [cell.text for cell in drawing.cells()]
    return "\n".join(out)


def rows_of(document: Document, name: str) -> list[list[str]]:
    [grid] = [g for d in document.drawings for g in d.grids() if g.name == name]
    return [[cell.text for cell in row.cells] for row in grid.rows if not row.header]


def test_one_finding_says_the_same_numbers_to_everyone(audits) -> None:
    for audit in audits:
        for finding in audit.findings:
            meant = Counter(NUMBER.findall(finding.message))
            for voice in VOICES:
                said = Counter(NUMBER.findall(say(voice, audit.evaluation, finding)))
                assert meant <= said, (voice, finding)
                assert finding.message.rstrip("。") in say(voice, audit.evaluation, finding)


def test_the_leader_hears_no_codes(audits) -> None:
    for audit in audits:
        for finding in audit.findings:
            said = say("leader", audit.evaluation, finding)
            assert finding.rule not in said
            assert audit.evaluation.project.name in said


def test_the_list_has_eight_columns_and_every_finding(audits) -> None:
    document = opinion(audits, Letter(due="2024年6月30日"))
    rows = rows_of(document, "问题清单")
    assert len(COLUMNS) == 8
    assert sorted(row[3] for row in rows) == sorted(f.message for a in audits for f in a.findings)
    grave = next(row for row in rows if "扣分无原因" in row[2])
    assert grave[7].endswith("（2024年6月30日前）")


def test_unspent_money_is_the_amount_of_a_low_rate(audits) -> None:
    [found] = [f for f in audits[3].findings if f.rule == "C-FUND-06"]
    assert amount_of(audits[3].evaluation, found) == Decimal("34.30")


def test_an_opinion_names_each_finding_and_asks_for_correction(audits) -> None:
    said = texts(opinion(audits[:1], Letter("某某财政局", "2024年6月3日", "2024年6月30日")))
    for finding in audits[0].findings:
        assert finding.message in said
    assert "请于 2024年6月30日 前" in said
    assert "某某财政局" in said
    assert "自评得分 97.50 分" in said


def test_no_page_holds_a_signature_alone(audits) -> None:
    """Whatever stands before, the demand is on the page of whoever signs."""
    for lines in range(0, 24, 4):
        document = opinion([audits[0]])
        letter = document.drawings[0]
        padded = replace(
            letter, blocks=(letter.blocks[0], *[Text("一行", "body")] * lines, *letter.blocks[1:])
        )
        pdf = form_format("pdf").write(replace(document, drawings=(padded,)))
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
        [signed] = [page for page in pages if "（复核单位名称、印章）" in page]
        assert "重新报送自评表" in signed, lines


def test_no_date_is_invented(audits) -> None:
    assert "请于     年  月  日 前" in texts(opinion(audits[:1]))


def test_statistics_count_what_was_found(audits) -> None:
    rows = rows_of(opinion(audits), "各类问题")
    found = Counter(f.severity for a in audits for f in a.findings)
    for column, severity in enumerate(("error", "warning", "info"), 1):
        assert sum(int(row[column]) for row in rows) == found[severity]
    overview = texts(opinion(audits))
    assert "全年预算合计 267.98 万元，全年执行合计 215.60 万元，总执行率 80.45 %" in overview


def test_the_summary_sums(audits) -> None:
    rows = rows_of(summary(audits), "自评结果汇总表")
    assert [row[4] for row in rows[:5]] == [a.evaluation.project.name for a in audits]
    assert rows[5][6:10] == ["252.62", "267.98", "215.60", "80.45"]
    assert rows[3][9] == "57.13"


def test_a_review_sheet_has_printed_and_computed_scores(audits) -> None:
    rows = rows_of(review(audits[:1], "2024年6月30日"), "复核要点")
    travel = next(row for row in rows if row[1] == "差旅费")
    assert travel[2:4] == ["0", "0.00"]
    assert rows[-1][1:4] == ["总分", "97.50", "97.50"]


def test_a_report_leaves_open_what_only_the_unit_knows(audits) -> None:
    said = texts(self_report(audits[:1]))
    assert "97.50" in said
    assert "差旅费：指标值 ≤7.8万元，完成值 10.154302万元" in said
    assert "【偏差原因】" in said


@pytest.mark.parametrize("kind", [n for n in names() if n not in ("json", "pdf", "ofd")])
def test_every_format_writes_them(audits, kind: str) -> None:
    for document in (opinion(audits), summary(audits), review(audits), self_report(audits)):
        assert form_format(kind).write(document)


def test_pictures_are_vectors_in_word_and_on_pages(audits) -> None:
    document = opinion(audits)
    assert b"<svg" in form_format("html").write(document)
    grids = [b for b in document.drawings[0].blocks if isinstance(b, Grid)]
    assert grids, "figures stand in tables too"


def test_grades_are_counted_by_the_printed_and_by_the_computed_total(audits) -> None:
    poor = replace(audits[2], ledger=replace(audits[2].ledger, printed_total="59.99"))
    rows = rows_of(opinion([*audits[:2], poor]), "等级分布")
    assert rows == [["优", "2", "3"], ["良", "0", "0"], ["中", "0", "0"], ["差", "1", "0"]]
    assert printed_grade(poor) == "差"
    said = replace(poor.evaluation, total=replace(poor.evaluation.total, grade="良"))
    assert printed_grade(replace(poor, evaluation=said)) == "良"
    own = replace(poor, ledger=replace(poor.ledger, scheme="ours"))
    assert printed_grade(own) is None


def test_labels_of_a_plot_never_stand_on_one_another(audits) -> None:
    crowd = [(Decimal(57), Decimal(95), True, f"项目{n}") for n in range(8)]
    figure = points("图", crowd, ("x", 0, 100), ("y", 60, 100))
    places = [s.y for s in figure.shapes if isinstance(s, Label) and s.text.startswith("项目")]
    assert len(places) > 1
    assert all(abs(a - b) >= 36 for n, a in enumerate(places) for b in places[:n])


def test_several_forms_get_one_report_before_theirs(audits) -> None:
    document = self_report(audits)
    assert len(document.drawings) == 6
    first = texts(Document(document.drawings[:1]))
    assert (
        "共有项目 5 个，年初预算 252.62 万元，全年预算 267.98 万元，全年执行 215.60 万元" in first
    )
    assert "执行率 80.45 %" in first
    assert "年中追加的项目 1 个（2023年蒙古国乌兰巴托活动经费），15.36 万元" in first
    assert "平均 98.22 分，最高 100.0 分，最低 95.71 分；等级 “优”5 个" in first
    assert "未用 34.30 万元。【资金没有用完的原因】" in first
    assert [row[0] for row in rows_of(document, "各项目自评结果")] == [
        a.evaluation.project.name for a in audits
    ]
    assert len(self_report(audits[:1]).drawings) == 1


def test_more_than_a_hundred_projects_are_counted(audits) -> None:
    assert "（112）" in texts(Document(self_report([audits[3]] * 112).drawings[:1]))


def test_money_that_was_not_spent_is_asked_for(audits) -> None:
    assert "未用 34.30 万元。【资金没有用完的原因和处理办法】" in texts(self_report(audits[3:4]))
    assert "预算执行：" not in texts(self_report(audits[:1]))


def test_word_opens_all_of_them_without_a_repair(audits) -> None:
    planned = [targets_of(audit.evaluation) for audit in audits]
    watched = [monitoring_of(form) for form in planned]
    letter = Letter("某某财政局", "2024年6月3日", "2024年6月30日")
    papers = [opinion(audits, letter), summary(audits), review(audits), self_report(audits),
              targets(planned), monitorings(watched)]  # fmt: skip
    papers += [briefs(audits, voice) for voice in VOICES]
    for document in papers:
        check_word(form_format("docx").write(document))
