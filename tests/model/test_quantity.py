"""Quantities: every writing seen in published forms, prose refused, parse ∘ print = identity."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiping.model.decimals import plain
from jiping.model.evaluation import Operator
from jiping.model.numerals import chinese_number
from jiping.model.quantity import (
    OPERATORS,
    Quantity,
    operator_of,
    parse_quantity,
    split_unit,
    split_value,
    to_base,
    unit_kind,
)
from jiping.model.units import is_unit

SPLIT: list[tuple[str, Operator | None, str, str | None]] = [
    # targets and actuals of the published tables, with their true columns
    ("≥50个", ">=", "50", "个"),
    ("≥100百分比", ">=", "100", "百分比"),
    ("≤90万元", "<=", "90", "万元"),
    (">=21933人", ">=", "21933", "人"),
    (">=59人次", ">=", "59", "人次"),
    (">=530元/人*月", ">=", "530", "元/人*月"),
    ("<=5300元/户", "<=", "5300", "元/户"),
    ("583元/人*月", None, "583", "元/人*月"),
    ("≥266米", ">=", "266", "米"),
    ("≥50厘米", ">=", "50", "厘米"),
    ("100%", None, "100", "%"),
    ("≥90%", ">=", "90", "%"),
    ("20万元", None, "20", "万元"),
    ("25TB", None, "25", "TB"),
    ("≥360天", ">=", "360", "天"),
    ("5万", None, "5", "万"),
    ("45万", None, "45", "万"),
    ("0起", None, "0", "起"),
    ("≥1290.3平方米", ">=", "1290.3", "平方米"),
    ("98 %(百分比)", None, "98", "%"),
    ("550", None, "550", None),
    ("10.154302", None, "10.154302", None),
    ("3天", None, "3", "天"),
    ("=8个", "=", "8", "个"),
    # other writings
    ("98%以上", ">=", "98", "%"),
    ("不少于12种", ">=", "12", "种"),
    ("不高于5%", "<=", "5", "%"),
    ("不超过20万元", "<=", "20", "万元"),
    ("至少2次", ">=", "2", "次"),
    ("小于等于3", "<=", "3", None),
    ("控制在5%以内", "<=", "5", "%"),
    ("5个工作日内", "<=", "5", "个工作日"),
    ("≧95％", ">=", "95", "%"),
    ("═100", "=", "100", None),
    ("＞5", ">", "5", None),
    ("大于等于 98 %", ">=", "98", "%"),
    ("１２３个", None, "123", "个"),
    ("1,234.50", None, "1,234.50", None),
    ("8,827,620.53元", None, "8,827,620.53", "元"),
    ("100.00%", None, "100.00", "%"),
    ("30余家", None, "30余", "家"),
    ("30余万元", None, "30余", "万元"),
    ("约50人", None, "约50", "人"),
    ("50人左右", None, "50左右", "人"),
    ("80-100", None, "80-100", None),
    ("80%~90%", None, "80~90", "%"),
    ("80至100人", None, "80至100", "人"),
    ("3次/年", None, "3", "次/年"),
    ("100元/人、天", None, "100", "元/人、天"),
    ("100台（套）", None, "100", "台（套）"),
    ("-5℃", None, "-5", "℃"),
    ("十二个", None, "十二", "个"),
    ("三万元", None, "三万", "元"),
]

WHOLE = [
    # prose and periods of the published tables: never cut
    "100%覆盖", "37个基层医疗机构", "实施乡镇社区基层医疗机构37个。", "本年度已完成352个。",
    "全天候可用", "资源采购期以当年为主", "公益性事业", "良好", "高", "好", "有效", "无", "基本建立",
    "达成预期指标", "严格执行相关制度规定", "签订4项销售合作协议", "有效洽谈交流", "长期", "明显",
    "2023.1-12", "2023.1--12", "2023.1-12月", "2023年9-12月", "2023.11", "1-12月", "2021年底",
    "11月底", "2023年", "2022年全年", "2023-06-28", "12月", "二〇二三年", "2022-2023",
    # words that begin like numbers
    "一般", "一流", "一次性", "十分", "一级", "二类", "一致", "万元", "千米", "百倍",
    # several numbers, ordinals, ratios, contradictions
    "20 20", "完成37个机构中的35个", "第1名", "前3名", "1/2", "8:30", "≤95%以上", "80%-90人",
    "90-80", "二三十人", "低于上年", "控制在预算内", "每亩300", "%", "≥", "≥**人", "**", "",
    "——", "/", "1e5", "15+", "达到95%", "百分之八十", "近百人",
]  # fmt: skip


@pytest.mark.parametrize(("text", "operator", "value", "unit"), SPLIT)
def test_split_value(text: str, operator: Operator | None, value: str, unit: str | None) -> None:
    assert split_value(text) == (operator, value, unit)


@pytest.mark.parametrize("text", WHOLE)
def test_what_can_not_be_cut_stays_whole(text: str) -> None:
    assert split_value(text)[1] in (text, text.replace("．", "."))
    assert split_value(text)[0] is None
    assert split_value(text)[2] is None


def test_unit_alone_told_apart() -> None:
    assert split_unit("≥266米") == ("≥266", "米")
    assert split_unit(">=80人") == (">=80", "人")
    assert split_unit("100%") == ("100", "%")
    assert split_unit("98%以上") == ("98%以上", None)
    assert split_unit("100%覆盖") == ("100%覆盖", None)


QUANTITIES = [
    ("100百分比", Quantity(None, Decimal(100), None, "百分比")),
    ("近百人", Quantity(None, Decimal(100), None, "人", approximate=True)),
    ("逾百家", Quantity(">", Decimal(100), None, "家")),
    ("达到95%", Quantity(None, Decimal(95), None, "%")),
    ("百分之八十", Quantity(None, Decimal(80), None, "%")),
    ("不低于百分之九十八点五", Quantity(">=", Decimal("98.5"), None, "%")),
    ("百分百", Quantity(None, Decimal(100), None, "%")),
    ("一百二十三万四千五百", Quantity(None, Decimal(1234500))),
    ("壹仟元整", Quantity(None, Decimal(1000), None, "元")),
    ("两", Quantity(None, Decimal(2))),
    ("5.8万", Quantity(None, Decimal("5.8"), None, "万")),
    ("30万余元", Quantity(None, Decimal(30), None, "万元", approximate=True)),
    ("1.5-2万元", Quantity(None, Decimal("1.5"), Decimal(2), "万元")),
    ("80%~90%", Quantity(None, Decimal(80), Decimal(90), "%")),
    ("每亩300元", Quantity(None, Decimal(300), None, "元/亩")),
    ("-5~-3℃", Quantity(None, Decimal(-5), Decimal(-3), "℃")),
    ("≥约30家", Quantity(">=", Decimal(30), None, "家", approximate=True)),
    ("2023.11", Quantity(None, Decimal("2023.11"))),
]


@pytest.mark.parametrize(("text", "quantity"), QUANTITIES)
def test_parse_quantity(text: str, quantity: Quantity) -> None:
    parsed = parse_quantity(text)
    assert parsed == quantity
    assert parsed is not None
    assert parsed.text == text


@pytest.mark.parametrize(
    "text",
    [text for text in WHOLE if text not in ("2023.11", "达到95%", "百分之八十", "近百人")],
)
def test_prose_is_no_quantity(text: str) -> None:
    assert parse_quantity(text) is None


numbers = st.decimals(
    min_value=Decimal(-(10**9)), max_value=Decimal(10**9), places=6, allow_nan=False
).map(lambda value: Decimal(plain(value)))
units = st.sampled_from(
    ["个", "%", "百分比", "万元", "元", "亿元", "元/人·月", "元/人*月", "次/年", "℃", "㎡", "平方米",
     "TB", "万人次", "台（套）", "万", "公里", "千克", "个月", "天", "家", "kWh", "分", "元/人、天"]
)  # fmt: skip
operators = st.sampled_from([None, *sorted(set(OPERATORS.values()))])


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    low = draw(numbers)
    high = draw(st.none() | numbers.filter(lambda value: value >= low))
    operator, unit = draw(operators), draw(st.none() | units)
    return Quantity(operator, low, high, unit, draw(st.booleans()))


@given(quantities())
def test_print_then_parse_is_identity(quantity: Quantity) -> None:
    low, high = str(plain(quantity.low)), quantity.high
    years = {str(year) for year in range(1900, 2100)}
    if low in years and high is not None and plain(high) in years:
        assert parse_quantity(str(quantity)) is None
    else:
        assert parse_quantity(str(quantity)) == quantity


@given(
    st.text(
        alphabet="0123456789.,%≥<>=约余多万亿元个人年月天以上内至~-/（）一二十百千点不少于",
        max_size=18,
    )
)
def test_whatever_parses_prints_back(text: str) -> None:
    quantity = parse_quantity(text)
    if quantity is not None:
        assert parse_quantity(str(quantity)) == quantity
        operator, value, unit = split_value(text)
        if value != text:
            assert (operator, unit) == (quantity.operator, quantity.unit)


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser(text: str) -> None:
    parse_quantity(text)
    split_value(text)
    split_unit(text)
    is_unit(text)


def base(text: str) -> str:
    quantity = parse_quantity(text)
    assert quantity is not None
    return str(to_base(quantity))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("5.8万元", "58000元"),
        ("≥1.2亿元", "≥120000000元"),
        ("1.5-2万元", "15000~20000元"),
        ("425万粒", "4250000粒"),
        ("5万", "50000"),
        ("3千米", "3千米"),
        ("3千人", "3000人"),
        ("80%", "80%"),
        ("100百分比", "100%"),
        ("5‰", "0.5%"),
        ("0.15万元/人", "1500元/人"),
        ("12", "12"),
    ],
)
def test_to_base(text: str, printed: str) -> None:
    assert base(text) == printed


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("元", "money"), ("万元", "money"), ("亿元", "money"), ("元/人", "money_rate"),
        ("元/人·月", "money_rate"), ("万元/公里", "money_rate"), ("元/人、天", "money_rate"),
        ("%", "percent"), ("百分比", "percent"), ("％", "percent"), ("‰", "percent"),
        ("个", "count"), ("人次", "count"), ("万人次", "count"), ("批次", "count"), ("家", "count"),
        ("台（套）", "count"), ("台/套", "count"), ("天", "time"), ("个工作日", "time"),
        ("个月", "time"), ("公里", "length"), ("千米", "length"), ("㎡", "area"), ("平方米", "area"),
        ("万亩", "area"), ("立方米", "volume"), ("吨", "weight"), ("千克", "weight"), ("TB", "data"),
        ("℃", "temperature"), ("千瓦时", "energy"), ("次/年", "rate"), ("人/年", "rate"),
        ("分", "other"), ("万", "other"), (None, "other"), ("", "other"), ("覆盖", "other"),
    ],
)  # fmt: skip
def test_unit_kind(unit: str | None, kind: str) -> None:
    assert unit_kind(unit) == kind


@pytest.mark.parametrize(
    "text", ["覆盖", "个基层医疗机构", "以上", "的", "", "元/", "/人", "完成了任务"]
)
def test_no_units(text: str) -> None:
    assert not is_unit(text)


def test_operator_words() -> None:
    assert operator_of("大于等于") == operator_of("≧") == operator_of(" ≥ ") == ">="
    assert operator_of("小于等于") == operator_of("≦") == operator_of("＜＝") == "<="
    assert operator_of("等于") == operator_of("═") == operator_of("＝") == "="
    assert operator_of("大于") == operator_of("＞") == ">"
    assert operator_of("小于") == "<"
    assert operator_of("正向") is operator_of("") is operator_of(None) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", "0"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("一百零二", "102"),
        ("一百二", "120"), ("一百二十", "120"), ("一千零五", "1005"), ("一万二", "12000"),
        ("一万零五", "10005"), ("一万零五百", "10500"), ("三亿五千万", "350000000"),
        ("一百二十三万四千五百", "1234500"), ("壹佰贰拾叁", "123"), ("二〇二三", "2023"),
        ("三点一四", "3.14"), ("两千", "2000"), ("一亿零一", "100000001"),
    ],
)  # fmt: skip
def test_chinese_numbers(text: str, value: str) -> None:
    assert chinese_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "百", "万", "二三", "二三十", "三四百", "十十", "一二百", "点五", "一百百", "千"]
)
def test_no_chinese_numbers(text: str) -> None:
    assert chinese_number(text) is None
