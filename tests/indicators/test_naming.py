"""Which names are one indicator, and which are not although they look alike."""

from __future__ import annotations

import importlib
import random
from pathlib import Path

import pytest

from jiping.indicators.clustering import Spelling, keyed, leaders
from jiping.indicators.library import kind_of
from jiping.indicators.naming import alike, core


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("3、2023年举办培训工作场次（≥10场）", "培训场次"),
        ("培训场次", "培训场次"),
        ("全年开展业务培训10场", "业务培训"),
        ("参训人员满意度≥95%", "参训人员满意度"),
        ("受众群体满意度", "受众满意度"),
        ("服务对象满意率", "服务满意度"),
        ("参展企业数量", "参展企业数"),
        ("某某市道路照明设施完好率", "道路照明设施完好率"),
        ("城市绿化覆盖率", "城市绿化覆盖率"),
        ("差旅费", "差旅费"),
        ("（5）", "5"),
        ("PM2.5平均浓度≤35微克/立方米", "pm25平均浓度"),
        ("80岁以上老年人津贴发放人数", "80岁以上老年人津贴发放人数"),
        ("新创建5A级景区2个", "新创建5a级景区"),
        ("2型糖尿病患者管理率", "2型糖尿病患者管理率"),
        ("0-6岁儿童健康管理率", "06岁儿童健康管理率"),
        ("新建道路10km", "新建道路"),
        ("12345热线办结率", "12345热线办结率"),
    ],
)
def test_the_normal_form_of_a_name(name: str, form: str) -> None:
    assert core(name) == form


def test_words_of_the_only_project_that_uses_a_name_go() -> None:
    assert core("林草产品推介会参展企业数量", "2023年林草产品推介会经费") == "参展企业数"
    assert core("培训合格率", "教师培训合格率提升经费") == "培训合格率", "nothing would be left"


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("人员培训合格率", "培训人员合格率", True),
        ("口岸通关便利化设施设备维护保障合格率", "口岸通关便利设施设备维护保障合格率", True),
        ("学生满意度", "中学生满意度", False),
        ("中学生满意度", "小学生满意度", False),
        ("设备验收合格率", "设备采购合格率", False),
        ("合格率", "不合格率", False),
        ("农村公路日常养护工程质量达标率", "农村公路日常养护工程质量不达标率", False),
        ("第一批次拨付及时率", "第二批次拨付及时率", False),
    ],
)
def test_what_is_one_indicator(one: str, two: str, same: bool) -> None:
    assert alike(one, two) is same
    assert alike(two, one) is same


def test_the_order_of_the_names_changes_nothing() -> None:
    names = ["人员培训合格率", "培训人员合格率", "培训人员的合格率", "学生满意度", "中学生满意度"]
    found = [Spelling(name, "quality", "percent", n + 1) for n, name in enumerate(names)]
    seen = set()
    for seed in range(6):
        random.Random(seed).shuffle(found)
        uses: dict[tuple[str, str, str], int] = {}
        for key, spelling in zip(keyed(found), found, strict=True):
            uses[key] = uses.get(key, 0) + spelling.uses
        seen.add(tuple(sorted(leaders(uses).items())))
    ((first, *_),) = [seen]
    held = dict(first)
    same = ("人员培训合格率", "quality", "percent")
    assert held[same] == ("培训人员合格率", "quality", "percent"), "the more used one leads"
    assert held["学生满意度", "quality", "percent"][0] == "学生满意度"


def test_a_name_without_a_unit_goes_where_its_like_have_theirs() -> None:
    keys = keyed(
        [
            Spelling("培训人次", "quantity", "count", 5),
            Spelling("培训人次", "quantity", "", 2),
            Spelling("培训人次", "benefit", "", 2),
        ]
    )
    assert [key[1:] for key in keys] == [
        ("quantity", "count"),
        ("quantity", "count"),
        ("benefit", ""),
    ]


def test_a_name_without_a_level_goes_where_its_like_are_if_that_is_one_place() -> None:
    keys = keyed(
        [
            Spelling("培训合格率", "quality", "percent", 5),
            Spelling("培训合格率（%）", "", "percent", 2),
            Spelling("培训人数", "quantity", "人", 5),
            Spelling("培训人数", "social", "人", 1),
            Spelling("培训人数", "", "人", 1),
        ]
    )
    assert [key[1] for key in keys] == ["quality", "quality", "quantity", "social", ""]


@pytest.mark.parametrize(
    ("one", "two", "kind", "same"),
    [
        ("参训人员数量", "培训学员人数", "人", True),
        ("购置设备台数", "设备采购数量", "count", True),
        ("资金拨付及时率", "拨款及时性", "percent", True),
        ("差旅费", "差旅费支出", "money", True),
        ("工程按期竣工率", "工程按时完工率", "percent", True),
        ("办理案件数量", "案件办理数", "count", True),
        ("培训人数", "培训人次", "count", False),
        ("培训场次", "培训期数", "次", False),
        ("宣传覆盖率", "宣传覆盖面积", "percent", False),
        ("资金下达及时率", "资金拨付及时率", "percent", False),
        ("公益性岗位数量", "公益性岗位人数", "count", False),
        ("抽检合格率", "抽检不合格率", "percent", False),
        ("道路设施完好率", "道路照明设施完好率", "percent", False),
        ("设备验收合格率", "设备采购合格率", "percent", False),
        ("单位成本", "总成本", "money", False),
        ("完成时间", "实施时间", "", False),
        ("绿地率", "绿化率", "percent", False),
        ("政府购买服务数量", "政府采购服务数量", "count", False),
        ("引进人才数量", "人才引进人数", "人", True),
        ("公益性岗位数量", "公益性岗位人数", "人", True),
        ("城乡低保对象人数", "享受最低生活保障人数", "人", True),
        ("提升公共服务水平", "公共服务水平得到有效提升", "", True),
        ("不断提升公共服务水平", "公共服务水平提高", "", True),
        ("提高公共服务水平", "提高公共服务效率", "", False),
        ("减少碳排放量", "碳排放量", "weight", False),
        ("受益群众满意度", "群众满意度", "percent", True),
        ("受益群众满意度", "受益企业满意度", "percent", False),
        ("配套资金到位比例", "配套资金到位率", "percent", True),
        ("PM2.5年均浓度", "细颗粒物平均浓度", "", True),
        ("PM2.5年均浓度", "PM10年均浓度", "", False),
        ("系统响应时间", "故障响应时间", "time", False),
        ("验收合格率", "验收达标率", "percent", False),
    ],
)
def test_words_that_say_the_same_bring_names_together(
    one: str, two: str, kind: str, same: bool
) -> None:
    keys = [(core(name), "quantity", kind) for name in (one, two)]
    found = leaders({keys[0]: 2, keys[1]: 1})
    assert (found[keys[1]] == keys[0]) is same


def test_names_without_a_measure_are_told_apart_by_their_unit() -> None:
    assert len({kind_of(unit) for unit in ("人", "人次", "场", "台")}) == 4
    assert kind_of("名") == kind_of("人")
    assert kind_of("期") == kind_of("次")


def test_the_labelled_names_come_together_as_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """bench/indicator_names.py prints the figures; here they must not fall."""
    folder = Path(__file__).resolve().parents[2] / "bench"
    monkeypatch.syspath_prepend(str(folder))
    names = importlib.import_module("indicator_names")
    for name, most_missed in (
        ("indicator_names", 5),
        ("indicator_names_other", 50),
        ("indicator_names_third", 36),
    ):
        right, wrong, missed = names.measured(list(names.labelled(folder / f"{name}.tsv")))
        assert wrong * 20 <= right + wrong, "at most one pair in twenty is wrong"
        assert missed * 100 <= most_missed * (right + missed)


def test_names_near_each_other_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(__file__).resolve().parents[2] / "bench"
    monkeypatch.syspath_prepend(str(folder))
    names = importlib.import_module("indicator_names")
    stands = names.groups(list(names.near()))
    by_group: dict[object, list[str]] = {}
    for name, group in stands.items():
        by_group.setdefault(group, []).append(name.text)
    assert [held for held in by_group.values() if len(held) > 1] == []
