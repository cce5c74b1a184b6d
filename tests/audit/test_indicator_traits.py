"""What the traits of indicator wording take for a fault, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiping.audit.notes import notes
from jiping.audit.sample import changed
from jiping.audit.traits import (
    comparability,
    direction,
    goals,
    measurability,
    naming,
    placement,
    repetition,
    staffing,
    timing,
    units,
)
from jiping.model.evaluation import Evaluation, Indicator
from jiping.model.traits import Trait

MODULES = (
    comparability, direction, goals, measurability, naming, placement, repetition, staffing,
    timing, units,
)  # fmt: skip
TRAITS = [t for m in MODULES for t in vars(m).values() if isinstance(t, Trait)]


@pytest.mark.parametrize(
    "text",
    ["有效提升", "长期", "效果明显", "积极推进", "较为满意", "显著提高", "持续健康发展", "良好。"],
)
def test_vague(text: str) -> None:
    assert measurability.is_vague(text)


@pytest.mark.parametrize(
    "text",
    [
        "优秀",
        "省级以上",
        "提高10%",
        "有效洽谈交流",
        "严格执行相关制度规定",
        "100%",
        "无",
        "达标",
        "",
    ],
)
def test_not_vague(text: str) -> None:
    assert not measurability.is_vague(text)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("调研检查", naming.BARE_TASK),
        ("日常执法监督工作", naming.BARE_TASK),
        ("购买办公用品", naming.ROUTINE),
        ("印刷资料等", naming.ROUTINE),
        ("编制规划、方案等", naming.OPEN_END),
        ("调研检查次数", 0),
        ("男女受教育机会均等", 0),
        ("业务培训合格率", 0),
        ("旗县等地调研检查", 0),
        ("采购设备验收合格率", 0),
    ],
)
def test_names(name: str, fault: int) -> None:
    assert naming.naming_fault_of(name) == fault


@pytest.mark.parametrize(
    ("name", "unit", "fault"),
    [
        ("引进业务拓展口岸建设发展", None, naming.JOINED),
        ("开展宣传活动、业务培训、专项检查次数", "次", naming.JOINED),
        ("兴安盟参展企业进行宣传", "家", naming.COUNTS_ELSE),
        ("促进县域经济社会高质量发展", None, 0),
        ("激活绿色产品加工优势丰富群众消费", None, 0),
        ("对推动基建项目“规划、设计、监理、验收”四项制度的影响", None, 0),
        ("参训企业数量", "家", 0),
    ],
)
def test_several_things(name: str, unit: str | None, fault: int) -> None:
    assert naming.joined_of(name, unit) == fault


def row(**fields: Any) -> Indicator:
    return Indicator(**{"level1": "产出指标", "level2": "数量指标", "name": "举办活动", **fields})


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"name": "举办培训", "target": "4"}, units.MISSING),
        ({"name": "培训人次", "target": "400"}, 0),
        ({"name": "新建道路(公里)", "target": "4"}, 0),
        ({"name": "变压器3台", "target": "3"}, 0),
        ({"name": "合格率", "target": "95"}, units.NOT_PERCENT),
        ({"name": "合格率", "target": "95%", "actual": "96"}, units.ONE_SIDE),
        ({"name": "合格率", "target": "95%", "actual": "96%"}, 0),
        ({"name": "覆盖率", "target": "95", "unit": "户"}, units.NOT_PERCENT),
        ({"name": "办事效率", "target": "5", "unit": "件"}, 0),
        ({"name": "群众满意度", "target": "90", "unit": "分"}, 0),
        ({"name": "知晓率", "target": "90", "actual": "120", "unit": "%"}, units.OVER_HUNDRED),
        ({"name": "任务完成率", "target": "100", "actual": "120", "unit": "%"}, 0),
        ({"name": "完成时间", "target": "2023.11"}, None),
        ({"name": "社会影响", "target": "明显"}, None),
    ],
)
def test_units(fields: dict[str, Any], fault: int | None) -> None:
    assert units.unit_fault_of(row(**fields), 2023) == fault


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"operator": ">=", "target": "10", "actual": "达成预期指标"}, units.NO_ACTUAL),
        ({"operator": ">=", "target": "10", "actual": None}, units.NO_ACTUAL),
        ({"nature": "positive", "target": "有效", "actual": "有效"}, units.NEITHER),
        ({"nature": "positive", "target": "一定", "actual": "5"}, units.NO_TARGET),
        ({"target": "10", "actual": "完成"}, units.NO_ACTUAL),
        ({"nature": "positive", "target": "10", "actual": "完成12场"}, 0),
        ({"nature": "equal", "target": "2023年12月底前", "actual": "年底"}, 0),
        ({"nature": "positive", "target": "百分之九十", "actual": "百分之九十五"}, 0),
        ({"nature": "qualitative", "target": "有效", "actual": "有效"}, None),
        ({"target": "符合规定", "actual": "达成预期指标"}, None),
    ],
)
def test_numbers(fields: dict[str, Any], fault: int | None) -> None:
    assert units.number_fault_of(row(**fields), 2023, filled=True) == fault


def test_a_table_of_targets_lacks_no_actual_values() -> None:
    empty = {f"/indicators/{n}/actual": None for n in range(8)}
    assert set(units.number_fault.compute(changed(empty))) == {0, None}


@pytest.mark.parametrize(
    ("target", "name", "fault"),
    [
        ("2023.1-12", "工作完成时间", timing.WHOLE_YEAR),
        ("2023.1--12月", "工作完成时间", timing.WHOLE_YEAR),
        ("2023年", "工作完成时间", timing.WHOLE_YEAR),
        ("全年", "工作完成时间", timing.WHOLE_YEAR),
        ("2023年9-12月", "拨款时间", timing.PAYMENT_TIME),
        ("2023年12月底前", "工作完成时间", 0),
        ("2023年12月31日前", "工作完成时间", 0),
        ("2023.11", "工作完成时间", 0),
        ("及时", "工作完成时间", None),
    ],
)
def test_time_targets(target: str, name: str, fault: int | None) -> None:
    given_row = row(level2="时效指标", name=name, target=target)
    assert timing.year_range_of(given_row, 2023) == fault


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("2023.1-12", "2023.1-12", True),
        ("2023.1-12", "2023.11", True),
        ("2023年1-12月", "2023年11月", True),
        ("2023.1-12", "2023.1-12月", False),
        ("2023.1-12", "2023.1--12", False),
        ("2023.1-12", "2023年1-12月", False),
        ("2023/1/5", "2023.1.5", False),
    ],
)
def test_date_styles(left: str, right: str, same: bool) -> None:
    change = {"/indicators/3/target": left, "/indicators/3/actual": right}
    (found,) = timing.odd_date.compute(changed(change))
    assert found == (-1 if same else 3)


@pytest.mark.parametrize(
    ("level2", "name", "target", "fault"),
    [
        ("生态效益", "促进建设最美旅游口岸", "有效促进", placement.NO_ECOLOGY),
        ("生态效益", "垃圾无害化处理率", "100", 0),
        ("生态效益", "无", "无", None),
        ("社会效益", "激活优势", "长期", placement.SUSTAINED_WORD),
        ("社会效益", "完成向北开放重点任务", "积极推进", placement.TASK),
        ("社会效益", "带动就业人数", "50", 0),
        ("可持续影响", "持续发挥作用", "长期", None),
        ("数量指标", "完成年度任务", "长期", None),
    ],
)
def test_benefits(level2: str, name: str, target: str, fault: int | None) -> None:
    given_row = row(level1="效益指标", level2=level2, name=name, target=target)
    assert placement.benefit_fault_of(given_row) == fault


@pytest.mark.parametrize(
    ("name", "long"),
    [
        ("2022年盟直领导干部考核奖", True),
        ("编外人员工资", True),
        ("农民工工资保证金", False),
        ("高校学生奖学金奖金", False),
        ("基层经办人员业务培训经费", False),
    ],
)
def test_personnel(name: str, long: bool) -> None:
    assert staffing.personnel_project.compute(changed({"/project/name": name})) == [long]


@pytest.mark.parametrize(
    ("expected", "fault"),
    [
        ("为贯彻党的二十大精神，落实中央经济工作会议精神，持续推动向北开放。", goals.POLICY_ONLY),
        ("依据内党发〔2023〕26号，全面推进2023年乡村振兴。", goals.POLICY_ONLY),
        ("为建档立卡户解决临时困难。", 0),
        ("改造农村公路12公里。", 0),
        ("举办两场招聘会。", 0),
        (None, None),
    ],
)
def test_goals(expected: str | None, fault: int | None) -> None:
    form = changed({"/goal/expected": expected, "/goal/actual": "培训87人次。"})
    assert goals.goal_fault_of(form) == fault


def test_a_list_of_tasks_is_taken_apart() -> None:
    text = "完成外经贸业务拓展、外经外商引进、口岸建设发展、农畜产品营销推介等重点任务。"
    assert goals.tasks(text) == (
        "完成外经贸业务拓展",
        "外经外商引进",
        "口岸建设发展",
        "农畜产品营销推介等重点任务",
    )


def test_parallel_rows_repeat_nothing() -> None:
    form = changed(
        {
            "/indicators/0": {"name": "春季学期资助小学生人数", "unit": "人次"},
            "/indicators/1": {"name": "春季学期资助初中生人数", "unit": "人次"},
        }
    )
    assert set(repetition.repeats_of(form)) == {None}


texts = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.text("有效长期促进发展建设完成率次等2023.1-12年月日%≥、，。暨“”（）★ 0", max_size=40),
)


@st.composite
def forms(draw: st.DrawFn) -> Evaluation:
    base = changed({})
    rows = [
        replace(
            one,
            name=draw(texts),
            target=draw(texts),
            actual=draw(texts),
            unit=draw(st.sampled_from([None, "%", "人", "元/人", "万元", "次"])),
            level2=draw(st.sampled_from([one.level2, "生态效益", "质量指标", None])),
            nature=draw(st.sampled_from([None, "positive", "equal", "qualitative"])),
        )
        for one in base.indicators
    ]
    return replace(
        base,
        indicators=tuple(rows[: draw(st.integers(0, 8))]),
        goal=replace(base.goal, expected=draw(texts), actual=draw(texts)),
        project=replace(base.project, name=draw(texts)),
        year=draw(st.sampled_from([None, 2023])),
    )


@given(forms())
def test_any_form_gets_one_value_a_row(form: Evaluation) -> None:
    for one in TRAITS:
        values = one.compute(form)
        assert len(values) == (1 if one.grain == "form" else len(form.indicators)), one.name
        kind = bool if one.type == "bool" else int
        assert all(value is None or type(value) is kind for value in values), one.name


@given(forms())
def test_row_numbers_point_at_rows(form: Evaluation) -> None:
    for number, other in enumerate(repetition.repeats.compute(form)):
        assert other is None or -1 <= other < number  # type: ignore[operator]
    for other in comparability.copied_from.compute(form):
        assert other is None or -1 <= other < len(form.indicators)  # type: ignore[operator]


@given(forms())
def test_notes_can_be_told_of_any_row(form: Evaluation) -> None:
    for name in ("measurability", "number_fault", "unit_fault", "benefit_fault", "output_fault",
                 "naming_fault", "joined", "year_range", "date_styles", "repeats", "goal_gap",
                 "goal_fault", "direction"):  # fmt: skip
        for number in range(len(form.indicators)):
            assert isinstance(notes()[name].tell(form, number), str)


@pytest.mark.parametrize("seed", ["1", "有效", "调研、", "“", "((", "【", "不断", "开展", "2023."])
def test_hostile_lengths_are_only_long(seed: str) -> None:
    """Patterns that go back over a long text again and again would never end here."""
    text = seed * (200_000 // len(seed)) + "年"
    base = changed({"/goal/expected": text, "/goal/actual": text, "/project/name": text})
    rows = tuple(replace(one, name=text, target=text, actual=text + "x") for one in base.indicators)
    form = replace(base, indicators=rows)
    assert all(len(one.compute(form)) in (1, len(rows)) for one in TRAITS)
