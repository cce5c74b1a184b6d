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
    [("≥6.3批次/千人", "6.3", "批次/千人"), ("≥1,447台件", "1,447", "台件"), ("≥2元/万户", "2", "元/万户")],
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
