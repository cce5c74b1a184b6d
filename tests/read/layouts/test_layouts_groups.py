"""Headers whose cells stand over others, columns without a header, forms of which most is lost."""

from __future__ import annotations

import pytest

from jiping.model.evaluation import Evaluation, Total
from jiping.read.book import Book, Cell, Table
from jiping.read.layouts import understand


def read(rows: list[list[str | tuple[str, int]]]) -> Evaluation:
    """A ruled table; (text, n) is a cell over n columns."""
    table = Table(1)
    for r, row in enumerate(rows, 1):
        column, cells = 1, []
        for held in row:
            text, across = held if isinstance(held, tuple) else (held, 1)
            if text:
                cells.append(Cell(table, r, column, text, 1, across))
            column += across
        table.rows.append(cells)
    (e,) = understand(Book("test", [table]), file="a", sha256="0" * 64).evaluations
    return e


def hebei() -> Evaluation:
    return read([
        [("预算项目绩效自评表（2020年度）", 13)],
        ["一、基本情况", "项目名称", ("高龄津贴", 9), "是否为专项资金", "否"],
        ["", "实施（主管）单位", ("314002-某县民政局", 9), "金额单位：", "万元"],
        ["二、预算执行情况", ("预算安排情况（调整后）", 3), ("资金到位情况", 3), ("资金执行情况", 3), ("预算执行进度（%）", 3)],
        ["", "预算数", ("6.84", 2), "到位数", ("6.84", 2), "执行数", ("6.84", 2), ("100.00", 3)],
        ["三、目标完成情况", ("年度预期目标", 5), ("具体完成情况", 6), "总体完成率（%）"],
        ["", ("发放补贴。", 5), ("已发放补贴。", 6), "100.00"],
        ["四、年度绩效指标完成情况", "一级指标", "二级指标", "三级指标", "指标说明", ("预期指标值", 3), "单项指标实际完成值",
         "单项指标完成情况", ("自评得分", 3)],
        ["", "", "", "", "", "符号", "", "单位（文字描述）", "", "", "单项指标得分", "权重占比（%）", "单项指标折算得分"],
        ["", "产出指标", "质量指标", "对象覆盖率", "享受人数占比", ">=", "98", "%", "100", "完成", "25.00", "30.00", "7.50"],
        ["", "满意度指标", "服务对象满意度指标", "救助对象满意度", "考核救助对象满意度", ">=", "95", "%", "96", "完成", "70", "70", "49"],
    ])  # fmt: skip


def test_cells_over_columns_and_a_value_without_a_name() -> None:
    e = hebei()
    assert e.form.family == "he-2020"
    first, second = e.indicators
    assert (first.operator, first.target, first.unit, first.actual) == (">=", "98", "%", "100")
    assert (first.weight, first.score) == ("30.00", "25.00")
    assert (second.level1, second.level2, second.name) == (
        "满意度指标", "服务对象满意度指标", "救助对象满意度",
    )  # fmt: skip
    assert e.places["/indicators/0/target"].column == 7
    assert (e.goal.expected, e.goal.actual) == ("发放补贴。", "已发放补贴。")
    assert {"7.50", "49", "考核救助对象满意度"} <= {u.text for u in e.reading.unread}


FOOD: list[list[str | tuple[str, int]]] = [
    [("食品监管专项绩效自评表（2020年度）", 7)],
    ["项目名称", ("食品抽检专项", 4), "自评得分", "95"],
    ["项目资金（万元）", "预算数：", "100", "执行数：", "98", "得分", "20"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成指标值"],
    ["", "产出指标", "数量指标", "抽检批次", "≥500批次", "520批次", "30"],
    ["", "", "质量指标", "合格率", "≥98%", "99%", "20"],
    ["", "效益指标", "社会效益指标", "安全水平", "提升", "提升", "25"],
]


def test_the_last_column_without_a_header_is_the_score_by_its_sum() -> None:
    e = read(FOOD)
    assert [(r.name, r.score) for r in e.indicators] == [
        ("抽检批次", "30"), ("合格率", "20"), ("安全水平", "25"),
    ]  # fmt: skip
    assert (e.funds[0].score, e.total, e.reading.balanced) == ("20", Total(None, "95"), True)
    (repair,) = e.reading.repairs
    assert "没有表头" in repair.what
    assert repair.place is not None
    assert (repair.place.row, repair.place.column) == (5, 7)


def test_without_proof_and_without_a_family_a_nameless_column_is_left_unread() -> None:
    rows = [*FOOD[:3], [*FOOD[3][:5], "实际值"], *FOOD[4:6], [*FOOD[6][:6], "24"]]
    e = read(rows)
    assert [(r.name, r.actual, r.score) for r in e.indicators] == [
        ("抽检批次", "520", None), ("合格率", "99", None), ("安全水平", "提升", None),
    ]  # fmt: skip
    assert {"30", "20", "24"} <= {u.text for u in e.reading.unread}


def test_goals_as_the_name_of_a_second_level() -> None:
    e = read([
        [("项目支出绩效自评表（2020年度）", 8)],
        ["项目名称", ("清淤", 7)],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "参考分值", "指标值（A）", "全年实际值（B）", "得分"],
        ["", "决策指标", "项目立项", "立项依据充分性", "5", "充分", "充分", "5"],
        ["", "", "绩效目标", "绩效目标明确性", "5", "明确", "基本明确", "4"],
    ])  # fmt: skip
    assert [(r.level2, r.name) for r in e.indicators] == [
        ("项目立项", "立项依据充分性"), ("绩效目标", "绩效目标明确性"),
    ]  # fmt: skip


def test_words_in_a_row_of_funds_make_no_fund() -> None:
    e = read([
        [("部门整体支出绩效自评表（2023年度）", 8)],
        ["部门名称", ("某水利局", 7)],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", "900", "1000", "950", "10", "95%", "9.5"],
        ["", ("按收入性质分：", 3), ("按支出性质分：", 4)],
        ["", ("其中：一般公共预算：800", 3), ("其中：基本支出：500", 4)],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["", "产出指标", "数量指标", "巡查次数", "≥48次", "50次", "90", "90"],
    ])  # fmt: skip
    assert [f.label for f in e.funds] == ["年度资金总额"]
    assert {"按收入性质分：", "其中：一般公共预算：800"} <= {u.text for u in e.reading.unread}


@pytest.mark.parametrize("rows", [4, 30])
def test_a_form_of_which_most_was_not_read_is_not_balanced(rows: int) -> None:
    """The funds hold; the header of the indicators is damaged beyond recognition."""
    e = read([
        [("项目支出绩效自评表（2022年度）", 8)],
        ["项目名称", ("清淤", 7)],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", "50", "50", "50", "10", "100%", "10"],
        ["年度总体目标", ("预期目标", 3), ("实际完成情况", 4)],
        ["", ("清淤10公里", 3), ("已清淤10公里", 4)],
        *([[f"牛{n}", f"马{n}", f"羊{n}", f"{n}x", f"{n}y", "5z", "5z", ""] for n in range(rows)]),
    ])  # fmt: skip
    assert e.indicators == ()
    assert e.reading.balanced is False


def test_the_last_row_of_a_ruled_table_may_lack_its_score() -> None:
    """Only a text can break off in the middle of a row."""
    e = read([
        [("项目支出绩效自评表（2020年度）", 8)],
        ["项目名称", ("清淤", 7)],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "完成值", "未完成原因和改进措施", "打分"],
        ["", "产出指标", "数量指标", "清淤长度", "≥10公里", "9公里", "雨季停工", "45"],
        ["", "满意度指标", "服务对象满意度指标", "群众满意度", "77-87%", "65.77%", "", ""],
    ])  # fmt: skip
    last = e.indicators[1]
    assert (last.name, last.target, last.actual, last.score) == (
        "群众满意度", "77-87", "65.77", None,
    )  # fmt: skip
    assert e.places["/indicators/1/actual"].row == 5


def test_the_head_printed_again_behind_a_page_break_is_no_indicator() -> None:
    e = read([*FOOD[:6], FOOD[1], FOOD[6]])
    assert [r.name for r in e.indicators] == ["抽检批次", "合格率", "安全水平"]
    assert (e.total.score, e.reading.unread) == ("95", ())
