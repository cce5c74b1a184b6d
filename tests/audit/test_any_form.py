"""Whatever stands in the fields: the engine answers, no rule crashes, order changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiping.audit.sample import sample_json
from jiping.engine.run import Engine
from jiping.model.contract import evaluation_from_json
from jiping.model.evaluation import Evaluation

DIGITS = st.one_of(
    st.decimals(-1_000, 10**9, places=2).map(str),
    st.integers(-(10**19), 10**19).map(str),
    st.sampled_from(["0", "0.00", "100", "9223372036854.775807", "0.000001", "57.125"]),
)
WORDS = st.sampled_from(
    ["无", "/", "——", "≥50个", "98%以上", "30余家", "有效促进", "未完成", "2023.1--12", "2023年13月",
     "12月底前", "5万人次", "1e5", "一百二十万元", "0/0", "受疫情影响", "50~30", "%", "由某会主办"]
)  # fmt: skip
TEXTS = st.one_of(st.none(), WORDS, DIGITS, st.text(max_size=12))
UNITS = st.sampled_from([None, "", "个", "%", "万元", "元", "元/人", "人次", "万", "天"])
NUMBERS = st.one_of(st.none(), DIGITS)
LEVELS = st.sampled_from(
    [None, "产出指标", "效益指标", "满意度指标", "成本指标", "数量指标", "质量指标", "时效指标", "经济效益"]
)  # fmt: skip
INDICATOR = st.fixed_dictionaries(
    {
        "level1": LEVELS, "level2": LEVELS, "name": TEXTS, "target": TEXTS, "actual": TEXTS,
        "nature": st.sampled_from([None, "positive", "negative", "equal", "qualitative"]),
        "operator": st.sampled_from([None, ">=", ">", "=", "<", "<="]),
        "unit": UNITS, "weight": NUMBERS, "score": NUMBERS, "reason": TEXTS,
    }
)  # fmt: skip
FUND = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["total", "fiscal", "carryover", "other", "unit"]),
        "label": st.sampled_from(["年度资金总额", "其中：财政拨款", "其他资金"]),
        **dict.fromkeys(("initial", "adjusted", "executed", "weight", "rate", "score"), NUMBERS),
        "reason": TEXTS,
    }
)


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Forms whose fields hold anything that a reader may put there."""
    data: dict[str, Any] = sample_json()
    data["form"]["amount_unit"] = draw(st.sampled_from([None, "万元", "元", "亿元"]))
    data["form"]["family"] = draw(st.sampled_from(["mof-2020", "nm-2023", "unknown"]))
    data["year"] = draw(st.one_of(st.none(), st.integers(2015, 2030)))
    for field in ("project", "department", "unit"):
        data[field] = {"name": draw(TEXTS), "code": None}
    data["goal"] = {"expected": draw(TEXTS), "actual": draw(TEXTS)}
    data["indicators"] = draw(st.lists(INDICATOR, max_size=5))
    data["funds"] = draw(st.lists(FUND, max_size=4))
    data["total"] = {"weight": draw(NUMBERS), "score": draw(NUMBERS), "grade": draw(TEXTS)}
    return evaluation_from_json(data)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


@settings(max_examples=60)
@given(forms=st.lists(evaluations(), min_size=1, max_size=4))
def test_no_form_crashes_it(engine: Engine, forms: list[Evaluation]) -> None:
    for audit in engine.audit(forms):
        crashed = [c.reason for c in audit.checks if c.reason and "运行出错" in c.reason]
        assert crashed == []
        assert len(audit.checks) == len(engine.plan.rules)
        assert all(f.targets and f.message for f in audit.findings)


@settings(max_examples=15)
@given(forms=st.lists(evaluations(), min_size=2, max_size=4), data=st.data())
def test_order_changes_nothing(
    engine: Engine, forms: list[Evaluation], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(forms))))
    straight = engine.audit(forms)
    mixed = engine.audit([forms[n] for n in order])
    assert [a.to_json() for a in mixed] == [straight[n].to_json() for n in order]
