"""Forms whose rows or columns are lost: what the words of their cells give back, each class once."""

from __future__ import annotations

import pytest

from jiping.model.evaluation import Evaluation, Indicator, Total
from jiping.read import read_bytes
from jiping.read.layouts.align import fit
from jiping.read.layouts.lines import Atom
from jiping.read.layouts.wording import CAUSE, NONE, QUALITY, RULE, told
from jiping.read.layouts.words import look

HEAD = [
    "项目支出绩效自评表（2022年度）",
    "项目名称",
    "河道清淤",
    "主管部门",
    "某水利局",
    "实施单位",
    "某管理所",
]
FUNDS = [
    "项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分",
    "年度资金总额", "50", "50", "50", "10", "100%", "10",
]  # fmt: skip
PLAIN = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]  # fmt: skip


def one(text: str) -> Evaluation:
    (e,) = read_bytes(text.encode(), "a.txt").evaluations
    return e


def vertical(*parts: list[str]) -> Evaluation:
    """One cell a line, a pipe behind each."""
    return one("\n".join([HEAD[0], *(f"{c} |" for p in (HEAD[1:], *parts) for c in p)]) + "\n")


def flat(*parts: list[str]) -> Evaluation:
    """Everything on one line, blank cells lost."""
    return one(" ".join(c for p in (HEAD, *parts) for c in p if c) + "\n")


def row(e: Evaluation, name: str) -> Indicator:
    (found,) = [r for r in e.indicators if r.name == name]
    return found


TWO_TIERS = """2022年度项目支出绩效自评表 |
项目名称 | 营养改善计划 |
项目资金（元） |  | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
年度资金总额 | 100.00 | 100.00 | 100.00 | 10 | 100% | 10 |
绩效指标 | 绩效指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施 |
一级指标 | 二级指标 | 三级指标 | 指标性质 | 指标值 | 度量单位 |
产出指标 | 数量指标 | 学生受资助人数 | ≥ | 735 | 人次 | 736 | 40 | 40 |  |
质量指标 | 覆盖率 | ≥ | 100 | % | 98 | 10 | 9.8 | 个别学生转学。 |
满意度指标 | 服务对象满意度指标 | 家长满意度 | ≥ | 95 | % | 95 | 40 | 40 |  |
总分 | 100 | 99.8 | 优 |
"""


def test_two_tiers_of_a_header_without_its_merged_cells() -> None:
    e = one(TWO_TIERS)
    assert e.form.family == "yn-2022"
    assert e.indicators[0] == Indicator(
        "产出指标", "数量指标", "学生受资助人数", None, ">=", "735", "736", "人次", "40", "40", None,
    )  # fmt: skip
    second = row(e, "覆盖率")
    assert (second.level1, second.actual, second.reason) == ("产出指标", "98", "个别学生转学。")
    assert e.places["/indicators/1/actual"].line == 8
    assert (e.total, e.reading.balanced) == (Total("100", "99.8", "优"), True)


METHOD = ["绩效指标", "一级指标", "二级指标", "三级指标", "预期指标值(A)", "实际完成指标值(B)", "分值", "得分", "未完成原因", "得分计算方法"]  # fmt: skip
RULED = "完成值达到指标值，记满分；未达到，按B/A或A/B*分值记分。"


@pytest.mark.parametrize("shape", [vertical, flat])
def test_the_way_a_score_is_worked_out_is_no_reason(shape: object) -> None:
    cells = [
        "产出指标", "数量指标", "清淤长度", "10公里", "10公里", "50", "50", "", RULED,
        "质量指标", "验收合格率", "100%", "98%", "20", "19.6", "个别路段返工。", RULED,
        "满意度指标", "服务对象满意度指标", "群众满意度", "90%", "92%", "20", "20", "", RULED,
    ]  # fmt: skip
    e = shape(FUNDS, METHOD, cells, ["总分", "100", "99.6"])  # type: ignore[operator]
    assert [r.reason for r in e.indicators] == [None, "个别路段返工。", None]
    assert [r.score for r in e.indicators] == ["50", "19.6", "20"]
    assert e.reading.balanced is True


@pytest.mark.parametrize("shape", [vertical, flat])
def test_a_header_printed_again_inside_a_run(shape: object) -> None:
    first = ["产出指标", "数量指标", "清淤长度", "≥10公里", "11公里", "50", "50", ""]
    second = ["效益指标", "社会效益指标", "防洪能力", "提升", "提升", "40", "40", ""]
    e = shape(FUNDS, PLAIN, first, PLAIN[1:], second, ["总分", "100", "100"])  # type: ignore[operator]
    assert [(r.name, r.reason) for r in e.indicators] == [("清淤长度", None), ("防洪能力", None)]
    assert "一级指标" not in {u.text for u in e.reading.unread}
    assert e.reading.balanced is True


@pytest.mark.parametrize("shape", [vertical, flat])
def test_a_level_that_is_written_without_its_tail(shape: object) -> None:
    cells = [
        "产出指标", "数量", "清淤长度", "≥10公里", "11公里", "50", "50", "",
        "成本", "每公里成本", "≤3万元", "2.8万元", "40", "40", "",
    ]  # fmt: skip
    e = shape(FUNDS, PLAIN, cells, ["总分", "100", "100"])  # type: ignore[operator]
    assert [(r.level2, r.name, r.reason) for r in e.indicators] == [
        ("数量", "清淤长度", None),
        ("成本", "每公里成本", None),
    ]


def test_qualities_without_scores_are_target_and_actual() -> None:
    head = ["转移支付区域（项目）绩效目标自评表（2021年度）", *HEAD[1:3]]
    funds = [
        "项目资金（万元）",
        "全年预算数（A）",
        "全年执行数（B）",
        "执行率（B/A）",
        "年度资金总额",
        "5",
        "5",
        "100%",
    ]
    header = [
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "全年实际完成值",
        "未完成原因和改进措施",
    ]
    cells = [
        "产出指标", "数量指标", "抽检批次", "73-83批次", "80批次", "生产安全水平", "显著", "部分达成预期指标并具有一定效果",
        "因人员变动，核销3人。", "效益指标", "社会效益指标", "群众出行条件", "提高", "有所提高",
        "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "94.78%", "说明", "无",
    ]  # fmt: skip
    e = one(" ".join([*head, *funds, *header, *cells]))
    assert [(r.name, r.target, r.actual, r.reason) for r in e.indicators] == [
        ("抽检批次", "73-83", "80", None),
        ("生产安全水平", "显著", "部分达成预期指标并具有一定效果", "因人员变动，核销3人。"),
        ("群众出行条件", "提高", "有所提高", None),
        ("群众满意度", "90", "94.78", None),
    ]
    assert dict(e.remarks) == {"说明": "无"}


def test_a_year_in_brackets_with_blanks_stays_one_piece() -> None:
    e = one(
        " ".join(["项目支出绩效自评表 ( 2021 年度)", *HEAD[1:], *FUNDS, *PLAIN])
        + " 产出指标 数量指标 清淤长度 ≥10公里 11公里 90 90 总分 100 100"
    )
    assert (e.form.title, e.year) == ("项目支出绩效自评表", 2021)


def test_a_rare_unit_behind_a_blank_actual_is_no_actual() -> None:
    header = "绩效指标\t一级指标\t二级指标\t三级指标\t指标性质\t指标方向\t年度指标值\t实际完成值\t计量单位\t分值\t得分\t偏差原因分析及改进措施"
    e = one(
        "项目支出绩效自评表（2023年度）\n项目名称\t\t检查\n"
        f"{header}\n\t产出指标\t数量指标\t检查企业\t正向\t大于等于\t970\t\t家次\t90\t80\t\n总分\t\t\t\t\t\t\t\t\t90\t80\n"
    )
    only = e.indicators[0]
    assert (only.actual, only.unit, only.weight) == (None, "家次", "90")


def test_total_and_remarks_with_as_many_pipes_as_a_row_stay_apart() -> None:
    rows = [
        "项目自评表（2022年度）", "项目名称 | 清淤 |", "一级指标 | 二级指标 | 三级指标 | 年初目标值 | 实际完成值 | 得分 |",
        *(f"产出指标 | 数量指标 | 指标{n} | 5个 | 5个 | 25 |" for n in "甲乙丙丁"),
        "总分 | 100 |", "偏差大或目标未完成原因分析 | 无 |", "改进措施及结果应用方案 | 继续推进 |",
    ]  # fmt: skip
    e = one("\n".join(rows))
    assert dict(e.remarks) == {
        "偏差大或目标未完成原因分析": "无",
        "改进措施及结果应用方案": "继续推进",
    }
    assert e.places["/remarks/改进措施及结果应用方案"].line == 10
    assert e.total.score == "100"


@pytest.mark.parametrize("shape", [vertical, flat])
def test_funds_told_in_a_sentence(shape: object) -> None:
    told_funds = [
        "项目资金执行情况",
        "全年预算数2,565.5万元，全年执行数2565万元，预算执行率99.98%。",
    ]
    header = ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "实施进度"]
    cells = [
        "产出指标",
        "数量指标",
        "辅警人员",
        "=512人",
        "512人",
        "质量指标",
        "到岗率",
        "≥95%",
        "98%",
    ]
    e = shape(told_funds, header, cells)  # type: ignore[operator]
    (line,) = e.funds
    assert (line.source, line.label, line.adjusted, line.executed, line.rate) == (
        "total", "项目资金执行情况", "2565.5", "2565", "99.98",
    )  # fmt: skip
    assert e.form.amount_unit == "万元"
    assert e.places["/funds/0/executed"].text.startswith("全年预算数") or shape is flat


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("显著", QUALITY), ("达成预期指标", QUALITY), ("已建立常态化机制，运行良好", QUALITY), ("受疫情影响，线下活动减少", CAUSE),
        ("招标结余", CAUSE), ("无", NONE), ("按B/A*分值记分", RULE), ("清淤长度", ""), ("消费环境改善", ""),
    ],
)  # fmt: skip
def test_what_a_text_sounds_like(text: str, role: str) -> None:
    atom = Atom(object(), look(text), 1, 1)  # type: ignore[arg-type]
    told([atom], ["name", "method"])
    assert atom.look.role == role
    if role == CAUSE:
        assert fit("reason", atom.look) < fit("actual", atom.look) < fit("name", atom.look)


def test_the_year_glued_before_the_title_is_read() -> None:
    from jiping.read import read_bytes

    text = (
        "2020年度县级专项资金绩效目标自评表专项资金名称县级储备粮县级主管部门某局实施单位某股"
        "项目资金(万元)全年预算数(A)全年执行数(B)执行率(B/A)年度资金总额194.9194.9100%"
        "绩效指标一级指标二级指标三级指标年度指标值全年完成值未完成原因和改进措施产出指标数量指标到位率100%100%"
    )
    (e,) = read_bytes(text.encode(), "a.txt").evaluations
    assert (e.year, e.form.title) == (2020, "县级专项资金绩效目标自评表")
