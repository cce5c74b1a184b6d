"""Numbers in running text: found with unit, nearness and noun; years and ordinals left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiping.model.facts import facts_in


@pytest.mark.parametrize(
    ("text", "number", "unit", "nearness"),
    [
        ("组织盟内30余家企业参展", 30_000_000, "家", "more"),
        ("服务群众120多人次", 120_000_000, "人次", "more"),
        ("接待约5.2万人次", 5_200_000, "万人次", "about"),
        ("合格率95%以上", 95_000_000, "%", "least"),
        ("超过200家", 200_000_000, "家", "least"),
        ("不超过3个月", 3_000_000, "个月", "most"),
        ("历时15天左右", 15_000_000, "天", "about"),
        ("投入1,234.50万元", 1_234_500_000, "万元", "exact"),
        ("２０家企业", 20_000_000, "家", "exact"),
        ("每人补助1500元/人", 1_500_000_000, "元/人", "exact"),
        ("支出30万美元", 30_000_000, "万美元", "exact"),
        ("提高5个百分点", 5_000_000, "个百分点", "exact"),
        ("二十余家企业", 20_000_000, "家", "more"),
        ("举办三十五场", 35_000_000, "场", "exact"),
        ("改造3.6公里", 3_600_000, "公里", "exact"),
    ],
)
def test_named(text: str, number: int, unit: str, nearness: str) -> None:
    (fact,) = facts_in(text)
    assert (fact.number, fact.unit, fact.nearness) == (number, unit, nearness)
    assert fact.approximate is (nearness != "exact")


@pytest.mark.parametrize(
    "text",
    [
        "2023年9-12月完成",
        "2023年11月15日",
        "第五届、第5届展览会",
        "财预〔2020〕10号",
        "兴党发【2017】26号",
        "2023年14次委员会会议审议通过",
        "1.组织学习 2.开展检查",
        "2.3场培训",
        "百家争鸣、千家万户",
        "三项制度、两个维护",
        "得分97.5分",
        "5A级景区",
        "",
    ],
)
def test_no_fact(text: str) -> None:
    assert facts_in(text) == ()


def test_clause_ends_at_the_neighbouring_numbers() -> None:
    first, second = facts_in("盟内30余家企业、携带大米等100余种产品亮相，其余从略")
    assert first.clause == "盟内企业、携带大米等"
    assert second.clause == "企业、携带大米等产品亮相"
    assert (first.noun, second.noun) == ("企业", "产品亮相")
    assert first.lead == "盟内"


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    for fact in facts_in(text):
        assert fact.text in text or not text.isascii()
        assert fact.unit in fact.text


@given(st.integers(1, 10**6), st.sampled_from(["家", "人次", "万元", "%", "个"]))
def test_printed_numbers_come_back(number: int, unit: str) -> None:
    (fact,) = facts_in(f"共完成{number}{unit}，其余按计划推进")
    assert (fact.number, fact.unit) == (number * 1_000_000, unit)
