"""Families known by their description: every form here is synthetic, made from the printed columns.

No published original of these stands in the repository; what a family does not carry stays null.
"""

from __future__ import annotations

import pytest

from jiping.model.evaluation import Evaluation, Total
from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.layouts import understand

Rows = list[list[str]]


def book(rows: Rows) -> Book:
    table = Table(1)
    for r, row in enumerate(rows, 1):
        table.rows.append([Cell(table, r, c, text) for c, text in enumerate(row, 1) if text])
    return Book("test", [table])


def one(rows: Rows) -> Evaluation:
    (e,) = understand(book(rows), file="a", sha256="0" * 64).evaluations
    return e


NAMES = [
    ["项目名称", "", "河道清淤项目"],
    ["主管部门", "", "某县水利局", "", "实施单位", "", "某县河道管理所"],
]
CHONGQING: Rows = [
    ["2022年度项目支出绩效自评表"],
    *NAMES,
    ["自评总分（分）", "", "96.5"],
    ["项目资金（万元）", "", "年初预算数", "全年（调整）预算数", "全年执行数", "执行率（%）", "执行率权重", "执行率得分"],
    ["", "年度总金额", "100", "80", "76", "95", "10", "9.5"],
    ["绩效指标", "指标名称", "计量单位", "指标性质", "年初指标值", "调整指标值", "全年完成值", "得分系数（%）", "权重", "得分", "是否核心指标"],
    ["", "清淤长度", "公里", "≥", "12", "10", "11", "100", "50", "50", "是"],
    ["", "完成及时率", "%", "=", "100", "", "93", "92.5", "40", "37", "否"],
]  # fmt: skip


def test_flat_form_without_levels() -> None:
    e = one(CHONGQING)
    assert e.form.family == "cq-2022"
    assert e.total == Total(None, "96.5")
    first, second = e.indicators
    assert (first.level1, first.level2, first.name) == (None, None, "清淤长度")
    assert (first.operator, first.target, first.actual, first.unit) == (">=", "10", "11", "公里")
    assert (second.target, second.weight, second.score) == ("100", "40", "37")
    assert (e.funds[0].weight, e.funds[0].score, e.funds[0].rate) == ("10", "9.5", "95")
    unread = {u.text for u in e.reading.unread}
    assert unread == {"12", "92.5", "是", "否"} | ({"100"} & unread)
    assert e.reading.balanced is True


def test_total_in_the_title() -> None:
    e = one([
        ["绩效目标自评表（2021年度）（项目总得分：97分）"],
        *NAMES,
        ["项目资金（万元）", "", "全年预算数（A）", "全年执行数（B）", "分值", "执行率（B/A）", "得分"],
        ["", "年度资金总额", "50", "45", "10", "90%", "9"],
        ["", "其中：中央补助", "30", "30", "-", "100%", "-"],
        ["", "地方资金", "20", "15", "-", "75%", "-"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "分值", "年度指标值", "全年实际值", "得分", "未完成原因"],
        ["", "产出指标", "数量指标", "指标1：清淤长度", "50", "≥10公里", "11公里", "50", ""],
        ["", "效益指标", "社会效益指标", "指标1：防洪能力", "30", "提升", "提升", "30", ""],
        ["", "满意度指标", "服务对象满意度指标", "指标1：群众满意度", "10", "≥90%", "85%", "8", "个别路段施工扰民"],
    ])  # fmt: skip
    assert e.form.family == "nx-2020"
    assert e.total == Total(None, "97")
    assert [r.name for r in e.indicators] == ["清淤长度", "防洪能力", "群众满意度"]
    assert [f.source for f in e.funds] == ["total", "central", "local"]
    assert e.indicators[2].reason == "个别路段施工扰民"
    assert e.reading.balanced is True
    assert e.reading.unread == ()


def test_weights_as_percent() -> None:
    e = one([
        ["普惠金融发展专项资金绩效自评表（2020年度）"],
        ["专项资金名称", "", "普惠金融发展专项资金"],
        ["资金情况", "预算数", "500万元", "资金使用情况", "执行数", "480万元"],
        ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "权重", "得分"],
        ["产出指标", "数量指标", "奖补机构数", "≥8家", "9家", "60%", "60"],
        ["效益指标", "经济效益指标", "贷款余额增速", "≥5%", "6%", "40%", "38"],
        ["得分合计", "", "", "", "", "", "98"],
    ])  # fmt: skip
    assert e.form.family == "sc-inclusive"
    assert [(r.weight, r.score) for r in e.indicators] == [("60", "60"), ("40", "38")]
    assert (e.funds[0].adjusted, e.funds[0].executed, e.form.amount_unit) == ("500", "480", "万元")
    assert e.total == Total(None, "98")
    assert e.reading.balanced is True


def test_funds_in_one_line_and_a_score_in_the_head() -> None:
    e = one([
        ["食品监管专项绩效自评表（2020年度）"],
        ["项目名称", "", "食品抽检专项", "", "自评得分", "95"],
        ["项目资金（万元）", "预算数：", "100", "执行数：", "98"],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成指标值", "得分"],
        ["产出指标", "数量指标", "抽检批次", "≥500批次", "520批次", "50"],
        ["效益指标", "社会效益指标", "食品安全水平", "提升", "提升", "25"],
    ])  # fmt: skip
    assert e.form.family == "food-block"
    assert e.total.score == "95"
    assert (e.funds[0].adjusted, e.funds[0].executed) == ("100", "98")
    assert [r.score for r in e.indicators] == ["50", "25"]
    assert [r.weight for r in e.indicators] == [None, None]


def test_score_in_the_last_column() -> None:
    e = one([
        ["项目支出绩效自评表（2020年度）"],
        *NAMES,
        ["项目资金（万元）", "", "预算数（A）", "执行数（B）", "预算执行率"],
        ["", "年度资金总额", "50", "45", "90%"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "未完成原因和改进措施", "打分"],
        ["", "产出指标", "数量指标", "清淤长度", "≥10公里", "9公里", "雨季停工", "45"],
    ])  # fmt: skip
    assert e.form.family == "xz-2020"
    (row,) = e.indicators
    assert (row.reason, row.score, row.weight) == ("雨季停工", "45", None)


def test_points_at_every_level_and_standards() -> None:
    e = one([
        ["项目支出绩效自评表（2019年度）"],
        ["项目名称", "", "河道清淤项目", "自评总分", "91"],
        ["项目资金（万元）", "", "计划资金", "到位资金", "使用资金"],
        ["", "财政资金", "100", "100", "96"],
        ["一级指标", "二级指标", "三级指标", "分值", "评价标准", "自评分", "复核分"],
        ["项目决策（20分）", "项目立项（20分）", "立项规范性", "20", "依据充分得满分", "18", "17"],
        ["项目管理（80分）", "资金管理（80分）", "资金使用", "80", "合规得满分", "73", ""],
    ])  # fmt: skip
    assert e.form.family == "process-points"
    assert e.total.score == "91"
    assert [(r.level1, r.level2, r.weight, r.score) for r in e.indicators] == [
        ("项目决策", "项目立项", "20", "18"),
        ("项目管理", "资金管理", "80", "73"),
    ]
    assert all(r.target is None and r.actual is None for r in e.indicators)
    assert (e.funds[0].executed, e.funds[0].adjusted) == ("96", None)
    assert {"17", "依据充分得满分", "100"} <= {u.text for u in e.reading.unread}
    assert e.reading.balanced is True


OVERALL: Rows = [
    ["2023年度部门整体支出绩效自评表"],
    ["部门名称", "", "某县水利局"],
    ["年度预算申请（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "900", "1000", "950", "10", "95%", "9.5"],
    ["按收入性质分：", "", "", "", "按支出性质分："],
    ["年度总体目标", "预期目标", "", "", "", "实际完成情况"],
    ["", "保障全县防汛安全", "", "", "", "全年安全度汛"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ["", "产出指标", "数量指标", "巡查次数", "≥48次", "50次", "50", "50", ""],
    ["", "效益指标", "社会效益指标", "防洪能力", "提升", "提升", "40", "38", ""],
    ["总分", "", "", "", "", "", "100", "97.5", ""],
]  # fmt: skip


def test_overall_expenditure_is_its_own_family() -> None:
    e = one(OVERALL)
    assert e.form.family == "overall-2020"
    assert e.form.title == "部门整体支出绩效自评表"
    assert (e.year, e.project.name, e.department.name) == (2023, None, "某县水利局")
    assert (e.funds[0].initial, e.funds[0].score) == ("900", "9.5")
    assert e.goal.actual == "全年安全度汛"
    assert e.total == Total("100", "97.5")
    assert e.reading.balanced is True


def test_transfer_table_with_numbered_lines() -> None:
    e = one([
        ["2019年转移支付绩效评价表"],
        ["项目名称", "", "农村饮水专项"],
        ["行次", "项目", "预算数A", "统筹整合B", "整合后预算数C=A-B", "到位数D", "到位率D/C", "执行数E", "执行率E/C"],
        ["1", "资金总额", "100", "20", "80", "80", "100%", "60", "75%"],
        ["2", "中央补助", "100", "20", "80", "80", "100%", "60", "75%"],
    ])  # fmt: skip
    assert e.form.family == "transfer-lines"
    assert [(f.source, f.adjusted, f.executed, f.rate) for f in e.funds] == [
        ("total", "80", "60", "75"),
        ("central", "80", "60", "75"),
    ]
    assert e.indicators == ()
    assert e.reading.balanced is True


def test_execution_rate_as_an_indicator_counts_once() -> None:
    e = one([
        ["项目支出绩效自评表（2020年度）"],
        ["项目名称", "", "河道清淤项目", "", "自评得分", "96", "财政审核评分", ""],
        ["项目资金（万元）", "", "年初预算数", "调整预算数（A）", "全年执行数（B）", "执行率（B/A）"],
        ["", "年度资金总额", "50", "50", "40", "80%"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "参考分值", "指标值（A）", "全年实际值（B）", "得分", "未完成原因"],
        ["", "管理指标", "预算执行", "预算执行率", "10", "100%", "80%", "8", "雨季停工"],
        ["", "产出指标", "数量指标", "清淤长度", "50", "≥10公里", "10公里", "50", ""],
        ["", "效益指标", "社会效益指标", "防洪能力", "40", "提升", "提升", "38", ""],
    ])  # fmt: skip
    assert e.form.family == "yc-2020"
    assert e.total.score == "96"
    assert [r.name for r in e.indicators] == ["预算执行率", "清淤长度", "防洪能力"]
    assert (e.funds[0].weight, e.funds[0].score, e.funds[0].rate) == (None, None, "80")
    assert e.reading.balanced is True


def test_form_without_points_and_with_a_sum_of_funds() -> None:
    e = one([
        ["项目绩效自评表（2019年度）"],
        *NAMES,
        ["项目资金（万元）", "", "预算数（A）", "执行数（B）", "执行率"],
        ["", "合计", "50", "40", "80%"],
        ["", "市级资金", "30", "20", "66.67%"],
        ["", "区级资金", "20", "20", "100%"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年初目标值", "实际完成值", "未完成原因"],
        ["", "产出指标", "产出数量", "清淤长度", "≥10公里", "10公里", ""],
        ["", "", "产出成本", "单位成本", "≤3万元/公里", "2.8万元/公里", ""],
    ])  # fmt: skip
    assert e.form.family == "wh-caidian"
    assert [(f.source, f.label) for f in e.funds] == [
        ("total", "合计"), ("city", "市级资金"), ("county", "区级资金"),
    ]  # fmt: skip
    assert [(r.level2, r.operator, r.unit) for r in e.indicators] == [
        ("产出数量", ">=", "公里"),
        ("产出成本", "<=", "万元/公里"),
    ]
    assert e.total == Total()
    assert e.reading.balanced is True


@pytest.mark.parametrize(
    ("lines", "refused"),
    [
        (["某县2023年度项目绩效自评工作报告", "一、基本情况", "按照要求开展了自评。"], "绩效自评工作报告"),
        (["2023年河道清淤项目绩效评价报告", "一、项目概况"], "绩效评价报告"),
    ],
)  # fmt: skip
def test_reports_are_refused_by_name(lines: list[str], refused: str) -> None:
    prose = Book("test", [Paragraph(text, line=n) for n, text in enumerate(lines, 1)])
    read = understand(prose, file="a", sha256="0" * 64)
    assert read.evaluations == ()
    assert read.refused == (refused,)


@pytest.mark.parametrize("title", ["2023年度项目支出绩效自评结果汇总表", ""])
def test_a_summary_is_refused_with_and_without_its_title(title: str) -> None:
    rows: Rows = [
        [title],
        [
            "序号",
            "部门",
            "项目名称",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "执行率",
            "自评得分",
            "等级",
        ],
        ["1", "水利局", "河道清淤", "10", "10", "9", "90%", "95", "优"],
        ["2", "水利局", "堤防加固", "20", "20", "20", "100%", "98", "优"],
    ]
    read = understand(book(rows), file="a", sha256="0" * 64)
    assert read.evaluations == ()
    assert read.refused == (("绩效自评结果汇总表" if title else "绩效自评汇总表"),)
