"""What the conformance suite found, each as its smallest case."""

from __future__ import annotations

import pytest

from jiping.model.quantity import split_value
from jiping.read import read_bytes

FORM = """转移支付区域（项目）绩效目标自评表
（2021年度）
项目名称\t\t农业补助
{department}
项目资金（万元）\t\t全年预算数（A）\t全年执行数（B）\t预算执行率（B/A）
\t年度资金总额\t2.00\t2.00\t100%
绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t全年实际完成值\t未完成原因和改进措施
\t产出指标\t数量指标\t抽检数量\t≥6批次/千人\t7批次/千人\t
\t满意度指标\t服务对象满意度指标\t群众满意度\t≥90%\t95%\t
说明\t\t部分资金结转下年使用。
"""


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("≥6.3批次/千人", "6.3", "批次/千人"),
        ("≥1,447台件", "1,447", "台件"),
        ("≥2元/万户", "2", "元/万户"),
    ],
)
def test_units_with_a_multiplier_behind_the_stroke(text: str, value: str, unit: str) -> None:
    assert split_value(text) == (">=", value, unit)


def test_a_note_at_the_foot_is_a_remark_and_no_indicator() -> None:
    (e,) = read_bytes(FORM.format(department="主管部门\t\t某局").encode(), "a.txt").evaluations
    assert [row.name for row in e.indicators] == ["抽检数量", "群众满意度"]
    assert (e.indicators[0].target, e.indicators[0].unit) == ("6", "批次/千人")
    assert dict(e.remarks) == {"说明": "部分资金结转下年使用。"}


def test_a_label_with_blanks_inside_and_its_value_in_one_cell() -> None:
    (e,) = read_bytes(FORM.format(department="主管 部门：[155]某局").encode(), "a.txt").evaluations
    assert (e.department.name, e.department.code) == ("某局", "155")


def test_a_markdown_heading_is_read_without_its_sign() -> None:
    form = "# " + FORM.format(department="主管部门\t\t某局")
    (e,) = read_bytes(form.encode(), "a.md").evaluations
    assert e.form.title == "转移支付区域(项目)绩效目标自评表"


def test_pipe_rows_of_different_lengths_are_not_joined_by_chance() -> None:
    """4 pipes of the department and 8 of the header happen to be the 12 of an indicator row."""
    rows = [
        "项目支出绩效自评表 |", "项目名称 | 监控租赁 |", "主管部门 | 某公安局 | 实施单位 | 某支队 |",
        "项目资金（万元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率(%) | 得分 |",
        " | 年度资金总额 | 2.00 | 2.00 | 2.00 | 10 | 100 | 10 |",
        "绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标方向 | 年度指标值 | 实际完成值 | 计量单位 | 分值 | 得分 | 偏差原因分析及改进措施 |",
        *(f" | 产出指标 | 数量指标 | 点位{n} | 正向 | 大于等于 | 5 | 5 | 个 | 30 | 30 |  |" for n in "甲乙丙"),
        "总分 | 100 | 100 |  |",
    ]  # fmt: skip
    (e,) = read_bytes("\n".join(rows).encode(), "a.txt").evaluations
    assert (e.department.name, e.unit.name) == ("某公安局", "某支队")
    assert [row.name for row in e.indicators] == ["点位甲", "点位乙", "点位丙"]


@pytest.mark.parametrize("date", ["2019年5月底前", "2018年9月", "2023年12月31日"])
def test_a_date_beside_a_blank_actual_is_not_cut_in_two(date: str) -> None:
    row = f"\t产出指标\t时效指标\t完成时间\t{date}\t\t\n说明"
    form = FORM.format(department="主管部门\t\t某局").replace("说明", row)
    (e,) = read_bytes(form.encode(), "a.txt").evaluations
    assert (e.indicators[2].target, e.indicators[2].actual) == (date, None)


def test_a_header_of_a_thousand_columns_does_not_stall() -> None:
    wide = FORM.replace("指标值\t", "指标值\t" * 1000)
    cells = "\t".join(f"某{n}" for n in range(900))
    text = wide.format(department="主管部门\t\t某局").replace("说明", f"{cells}\n说明")
    assert read_bytes(text.encode(), "a.txt").status in ("read", "no_form")


def test_labels_that_never_begin_a_line_are_no_fault() -> None:
    """Found by fuzzing: a page of single words whose labels all stand second on their lines."""
    words = "\n".join(f"某{n}" for n in range(14))
    labels = "\n".join(
        f"某某 {word} 1.00" for word in ("分值", "得分", "总分", "合计", "执行率", "权重")
    )
    assert read_bytes(f"{words}\n{labels}\n".encode(), "a.txt").status == "no_form"
