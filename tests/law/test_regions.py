"""Regions are told from names, or not at all."""

from __future__ import annotations

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiping.law.regions import division, region_of

ROWS = [
    line.split("\t")
    for line in (files("jiping.law") / "regions.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def test_the_file_is_well_formed() -> None:
    codes = [row[0] for row in ROWS]
    assert codes == sorted(set(codes))
    assert sum(code.endswith("0000") for code in codes) == 34
    for row in ROWS:
        assert len(row[0]) == 6
        assert row[0].isdigit()
        assert division(row[0][:2] + "0000") is not None, row
        assert len(row) <= 4
        assert (row[2:3] or [""])[0] in ("", "former")


@pytest.mark.parametrize(
    ("names", "province", "code"),
    [
        (["兴安盟商务口岸局"], "内蒙古自治区", "152200"),
        (["中江县水利局"], "四川省", "510623"),
        (["大英县司法局"], "四川省", "510923"),
        (["旺苍县卫生健康局"], "四川省", "510821"),
        (["219001-池州市贵池区棠溪镇人民政府"], "安徽省", "341702"),
        (["[155]濉溪县民政局"], "安徽省", "340621"),
        (["六安市文旅局"], "安徽省", "341500"),
        (["314002-成安县民政局机关"], "河北省", "130424"),
        (["黄石市图书馆"], "湖北省", "420200"),
        (["济南市历城区文化馆"], "山东省", "370112"),
        (["永德县明朗中学", "永德县教育体育局"], "云南省", "530923"),
        (["南华县国有资本管理有限公司", "南华县农业农村局"], "云南省", "532324"),
        (["施甸县农业农村局"], "云南省", "530521"),
        (["丰都县公安局"], "重庆市", "500230"),
        (["粮食调控储备与产业发展股", "衡山县商务和粮食局"], "湖南省", "430423"),
        (["内蒙古兴安盟科右前旗民政局"], "内蒙古自治区", "152221"),
        (["凉山州财政局"], "四川省", "513400"),
        (["海南省财政厅"], "海南省", "460000"),
        (["海南州财政局"], "青海省", "632500"),
        (["海南区财政局"], "内蒙古自治区", "150303"),
        (["吉林省吉林市船营区教育局"], "吉林省", "220204"),
        (["南宁市横县水利局"], "广西壮族自治区", "450127"),
        (["口岸局", None, "2023年阿尔山市口岸经费"], "内蒙古自治区", "152202"),
        (["西安市新城区城管局"], "陕西省", "610102"),
        (["朝阳区教育局", "长春市教育局"], "吉林省", "220104"),
        (["市中区教育局", "乐山市教育局"], "四川省", "511100"),
    ],
)
def test_names_that_tell(names: list[str | None], province: str, code: str) -> None:
    region = region_of(names)
    assert region is not None
    assert (region.province.name, region.division.code) == (province, code)
    assert region.chain()[0] == code
    assert region.chain()[-2:] == (region.province.code, "000000")


@pytest.mark.parametrize(
    "names",
    [["朝阳区教育局"], ["鼓楼区城管局"], ["城区供水项目"], ["北京路小学"], ["中国银行上海分行"],
     ["财政部"], ["陵区林业局"], [], [None, ""], ["援建阿尔山市和中江县项目"]],
)  # fmt: skip
def test_names_that_do_not_tell(names: list[str | None]) -> None:
    assert region_of(names) is None


def test_the_unit_outweighs_what_the_project_mentions() -> None:
    region = region_of(["中江县水利局", "兴安盟商务口岸局"])
    assert region is not None
    assert region.province.name == "四川省"


@given(st.sampled_from(ROWS), st.sampled_from(["财政局", "人民政府", "民政局机关"]))
def test_a_full_chain_always_tells(row: list[str], tail: str) -> None:
    code, name = row[0], row[1]
    province = division(code[:2] + "0000")
    assert province is not None
    prefecture = division(code[:4] + "00")
    chain = list(dict.fromkeys([province.name, prefecture.name if prefecture else "", name]))
    region = region_of(["".join(chain) + tail])
    assert region is not None
    assert region.province == province


@given(st.lists(st.text(max_size=30), max_size=3))
def test_no_names_break_it(names: list[str]) -> None:
    region_of(names)
