"""The page as text: what stands in it, and what cannot."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from making.audits import IMAGE, SCRIPT, audit, evaluation, hostile_run, run

from jiping.model.evaluation import FundLine, Indicator, Named
from jiping.model.place import Place, SourceMap
from jiping.report import report
from jiping.report.html.page import asset, page, pinned
from jiping.report.html.sheet import Sheet


def parsed(text):
    return lxml_html.document_fromstring(text)


def cell(tree, pointer, form=1):
    return tree.get_element_by_id(f"c{form}{pointer.replace('/', '-')}")


def words(element):
    return " ".join(element.text_content().split())


def test_a_finding_marks_its_cells_and_both_lead_to_each_other():
    tree = parsed(page(run()))
    for pointer in ("/indicators/2/score", "/indicators/2/reason"):
        marked = cell(tree, pointer)
        assert "has-error" in marked.get("class")
        assert [a.get("href") for a in marked.iter("a")] == ["#q1-1"]
    finding = tree.get_element_by_id("q1-1")
    assert [a.get("href") for a in finding.iter("a")] == [
        "#c1-indicators-2-score",
        "#c1-indicators-2-reason",
    ]
    assert "错1" in words(finding)
    assert "C-SCR-06" in words(finding)
    assert "10.154302" in words(finding)
    assert "财预〔2020〕10号 第十六条" in words(finding)
    assert "表1 第22行第11列" in words(finding)
    assert "has" not in (cell(tree, "/indicators/0/score").get("class") or "").split()


def test_a_finding_about_the_whole_form_marks_the_title():
    assert "has-info" in cell(parsed(page(run())), "/form/title").get("class")


def test_scores_open_their_calculation_with_the_other_methods():
    tree = parsed(page(run()))
    score = words(cell(tree, "/indicators/2/score"))
    assert "超出 30.18 %" in score
    assert "反向·超标不得分 0.00" in score
    assert "10.00 + 30.00 + 30.00 + 21.00 = 91.00" in words(cell(tree, "/total/score"))


def test_levels_are_merged_as_in_the_official_table():
    tree = parsed(page(run()))
    assert cell(tree, "/indicators/0/level1").get("rowspan") == "3"
    assert cell(tree, "/indicators/0/level2").get("rowspan") == "2"
    assert words(cell(tree, "/indicators/2/level2")) == "成本指标"


def test_reading_files_and_checks_are_told():
    text = words(parsed(page(run())))
    for said in (
        "坏.xlsx", "文件打不开", "跳过了一张隐藏的工作表", "“第1页”", "本行右移1格，已归位。",
        "C-FUND-01", "分项之和不等于总额", "未判定：需要决算报表", "C-FUND-13",
    ):  # fmt: skip
        assert said in text


def test_every_link_within_the_page_has_its_target_and_every_id_is_used_once():
    tree = parsed(page(run(audit(), audit())))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in tree.xpath("//a/@href")} <= set(ids)
    for cells in tree.xpath("//article/@data-cells"):
        assert set(cells.split()) <= set(ids)


def test_hostile_texts_stay_texts():
    text = page(hostile_run())
    tree = parsed(text)
    assert len(tree.xpath("//script")) == 1
    assert tree.xpath("//img") == []
    assert words(cell(tree, "/project/name")) == SCRIPT
    assert words(cell(tree, "/remarks/0")) == IMAGE
    assert "[U+202E]" in text
    assert "[U+D800]" in text
    text.encode()


def test_policy_allows_the_page_its_own_script_and_style_and_nothing_else():
    text = page(run())
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    assert "default-src 'none'" in policy
    assert f"script-src '{pinned(asset('page.js'))}'" in policy
    assert f"style-src '{pinned(asset('page.css'))}'" in policy
    tree = parsed(text)
    assert tree.xpath("//@style | //@onclick | //@src") == []
    assert tree.xpath("//link/@href") == ["data:,"]
    assert "http" not in asset("page.css") + asset("page.js")


def test_columns_that_the_form_does_not_have_are_not_drawn():
    form = dataclasses.replace(
        evaluation(),
        funds=(FundLine("total", "年度资金总额", adjusted="5", executed="5", rate="100"),),
        indicators=(Indicator("成本指标", "经济成本指标", "单价", target="5", actual="5"),),
    )
    sheet = Sheet(form)
    assert sheet.fund_columns == ("adjusted", "executed", "rate")
    assert sheet.indicator_columns == ("level1", "level2", "name", "target", "actual")
    assert sheet.cell("/indicators/0/score") == "/indicators/0/name"
    assert sheet.cell("/funds/0/initial") == "/funds/0/label"


def test_columns_stand_in_the_order_of_the_document():
    spots = {
        f"/indicators/0/{name}": Place(table=1, row=9, column=column)
        for column, name in enumerate(
            ("level1", "level2", "name", "weight", "target", "actual", "score")
        )
    }
    form = dataclasses.replace(
        evaluation(),
        indicators=(
            Indicator("产出指标", "数量指标", "甲", target="1", actual="1", weight="5", score="5"),
        ),
        places=SourceMap(spots),
    )
    assert Sheet(form).indicator_columns[:7] == (
        "level1", "level2", "name", "weight", "target", "actual", "score",
    )  # fmt: skip


def test_what_the_form_prints_inside_the_target_has_no_column_of_its_own():
    spot = Place(table=1, row=9, column=4, text="≥50个")
    row = Indicator(
        "产出指标", "数量指标", "甲", operator=">=", target="50", unit="个", actual="50"
    )
    form = dataclasses.replace(
        evaluation(),
        indicators=(row,),
        places=SourceMap({f"/indicators/0/{f}": spot for f in ("operator", "target", "unit")}),
    )
    made = audit(form)
    tree = parsed(page(run(dataclasses.replace(made, findings=()))))
    assert words(cell(tree, "/indicators/0/target")) == "≥50个"
    assert tree.xpath("//*[@id='c1-indicators-0-unit']") == []
    assert Sheet(form).cell("/indicators/0/unit") == "/indicators/0/target"


def test_an_empty_form_is_drawn():
    form = dataclasses.replace(
        evaluation(),
        funds=(),
        indicators=(),
        project=Named(None),
        department=Named(None),
        year=None,
    )
    made = dataclasses.replace(audit(form), findings=())
    made = dataclasses.replace(made, ledger=dataclasses.replace(made.ledger, rows=()))
    assert "没有读到绩效指标行" in page(run(made))


def test_scores_alone_have_no_findings():
    made = dataclasses.replace(run(), kind="score")
    text = page(made)
    assert "绩效自评算分报告" in text
    assert "<article" not in text


POINTERS = st.one_of(
    st.sampled_from(["", "/funds", "/indicators", "/total", "/total/score", "/total/grade", "/year",
                     "/goal", "/goal/actual", "/remarks/备注", "/remarks/没有", "/unit", "/form/amount_unit"]),
    st.builds(
        lambda g, n, f: f"/{g}/{n}{f}",
        st.sampled_from(["funds", "indicators"]),
        st.integers(0, 9),
        st.sampled_from(["", "/score", "/level2", "/reason", "/rate", "/unknown"]),
    ),
)  # fmt: skip


@given(targets=st.lists(POINTERS, max_size=4), text=st.text(max_size=40))
def test_any_pointer_finds_a_drawn_cell_and_any_text_is_shown_as_text(targets, text):
    form = dataclasses.replace(evaluation(), project=Named("甲" + text))
    made = audit(form, text)
    one = dataclasses.replace(made.findings[0], targets=tuple(targets))
    tree = parsed(page(run(dataclasses.replace(made, findings=(one,)))))
    ids = set(tree.xpath("//@id"))
    cells = tree.get_element_by_id("q1-1").get("data-cells").split()
    assert cells
    assert set(cells) <= ids
    assert len(tree.xpath("//script")) == 1


def test_the_report_is_found_by_its_name():
    found = report("html")
    assert (found.suffix, found.binary) == (".html", False)
    assert found.render(run()).startswith("<!DOCTYPE html>")
    with pytest.raises(KeyError):
        report("_naming")
