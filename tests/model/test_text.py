"""Text normalisation: what layouts put in, what printers vary, what is no value at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiping.model.text import half_width, is_blank_mark, label_key, squeeze, tidy


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("产 出 指 标", "产出指标"),
        ("服务 对象 满意 度指 标", "服务对象满意度指标"),
        ("绩\n效\n指\n标", "绩效指标"),
        ("其中：财政 拨款", "其中：财政拨款"),
        ("\u3000上年结转资金\u00a0", "上年结转资金"),
        ("2019 年 3 月", "2019年3月"),
        ("Hello  World", "Hello World"),
        ("20 20", "20 20"),
        ("  ", ""),
        ("“深化开放 合作”，共享。", "“深化开放合作”，共享。"),
        ("（１）Ａ级", "（１）Ａ级"),
        ("\ufeff口\u200b岸", "口岸"),
    ],
)
def test_tidy_removes_layout_blanks_and_nothing_else(printed: str, kept: str) -> None:
    assert tidy(printed) == kept


@given(st.text(max_size=80))
def test_tidy_is_stable_and_keeps_every_visible_character(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert squeeze(once) == squeeze(text)


@pytest.mark.parametrize(
    ("printed", "half"),
    [
        ("１２３．５％", "123.5%"),
        ("≧９５％", "≥95%"),
        ("＞＝５", ">=5"),
        ("═8个", "=8个"),
        ("ＵＧ体育馆，共享；（好）：", "UG体育馆，共享；（好）："),
    ],
)
def test_half_width_leaves_chinese_punctuation(printed: str, half: str) -> None:
    assert half_width(printed) == half


def test_labels_compare_across_widths_colons_and_blanks() -> None:
    assert label_key("执行率（％）：") == label_key("执行率 (%)") == "执行率(%)"
    assert label_key("全年预算数（Ａ）") == label_key("全年预算数(a)")
    assert label_key("年度资金总额:") == "年度资金总额"


@pytest.mark.parametrize("mark", ["", " ", None, "—", "——", "-", "－", "/", "／", "……", "…", ".."])
def test_blank_marks(mark: str | None) -> None:
    assert is_blank_mark(mark)


@pytest.mark.parametrize("value", ["无", "0", "0.00", "**", "暂无", "-1", "1/2", "优"])
def test_values_are_no_blank_marks(value: str) -> None:
    assert not is_blank_mark(value)
