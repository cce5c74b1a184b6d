"""The corpus is whole and honest; citations resolve when they are made, or fail."""

from __future__ import annotations

from datetime import date

import pytest

from jiping.law.cite import RECALLED, Cite, article, cite, parse_cite
from jiping.law.documents import Document, LawError, corpus
from jiping.law.regions import division

EVERY = list(corpus().values())
CLAUSES = [(document.key, number) for document in EVERY for number in document.clauses]


def keys(document: Document) -> str:
    return document.key


@pytest.mark.parametrize("document", EVERY, ids=keys)
def test_a_document_says_where_it_comes_from(document: Document) -> None:
    assert document.title
    assert document.issuer
    assert document.level == "national" or division(document.level) is not None
    assert document.seen or document.note
    assert document.kind in ("rule", "form", "practice")
    if not document.read:
        assert document.note, "a document that was not read says what it rests on"
    if document.start and document.issued:
        assert document.issued <= document.start


def test_no_two_documents_have_one_number() -> None:
    numbers = [document.number for document in EVERY if document.number]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(("key", "number"), CLAUSES)
def test_every_clause_can_be_cited(key: str, number: str) -> None:
    citation = cite(key, number)
    passage = citation.passage()
    assert passage is not None
    assert citation.text() == passage.text
    assert len(passage.text) <= 140, "a statement, not the text of the law"
    assert passage.text.endswith("。")
    assert citation.recalled == (passage.basis == "recalled")
    assert citation.label().endswith(RECALLED) == citation.recalled
    assert parse_cite(str(citation)) == citation
    if not number[0].isdigit():
        assert passage.name, "a clause without an article number has a name in Chinese"


def test_labels() -> None:
    assert cite("10号", "16").label() == "财预〔2020〕10号 第十六条（据记忆，未复核）"
    assert cite("10号", "4").label() == "财预〔2020〕10号 第四条"
    assert cite("101号").label() == "财预〔2021〕101号（据记忆，未复核）"
    assert cite("预算法", "57").label() == "《中华人民共和国预算法》第五十七条"
    assert cite("条例", "51(8)").label() == "《中华人民共和国预算法实施条例》第五十一条第八项"
    assert cite("业务惯例", "cost").label() == "业务惯例“成本核对”"
    assert cite("预算法", "92(3)").text() == cite("预算法", "92").text()
    assert "说明原因" in (cite("FORM-SC", "rate-90").text() or "")
    assert cite("预算法").text() is None


@pytest.mark.parametrize(
    ("number", "printed"),
    [("6", "第六条"), ("10", "第十条"), ("16", "第十六条"), ("20", "第二十条"), ("92", "第九十二条"),
     ("100", "第一百条"), ("103", "第一百零三条"), ("110", "第一百一十条"), ("53(4)", "第五十三条第四项"),
     ("rate", "rate")],
)  # fmt: skip
def test_articles(number: str, printed: str) -> None:
    assert article(number) == printed


def test_a_wrong_citation_fails_at_once() -> None:
    with pytest.raises(LawError, match="没有简称为“11号”"):
        cite("11号")
    with pytest.raises(LawError, match="没有条款“99”"):
        cite("10号", "99")
    with pytest.raises(LawError, match="没有条款“x”"):
        parse_cite("内财1343:x")


def test_equal_citations_are_one() -> None:
    assert cite("10号", "16") == parse_cite("10号:16") == Cite("10号", "16")
    assert len({cite("10号", "16"), cite("10号", "16")}) == 1


def test_dates_in_force() -> None:
    law, circular = corpus()["条例"], corpus()["10号"]
    assert not law.in_force(date(2020, 9, 30))
    assert law.in_force(date(2020, 10, 1))
    assert circular.in_force(date(2024, 1, 1))
    assert not circular.in_force(date(2019, 12, 31))


def test_what_the_rules_rest_on_is_there() -> None:
    named = {"预算法", "条例", "34号", "10号", "101号", "88号", "136号", "内政5号", "内财1343", "内财规6",
             "兴署30", "兴财1", "部门自评通知", "FORM-SC", "FORM-AH", "FORM-HB", "FORM-NM",
             "政府信息公开条例", "业务惯例", "一体化系统"}  # fmt: skip
    assert named <= set(corpus())
