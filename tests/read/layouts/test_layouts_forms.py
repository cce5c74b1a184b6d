"""Whole forms of the other families as ruled tables: two-tier headers, codes, remarks, refusals."""

from __future__ import annotations

import pytest

from jiping.model.evaluation import Evaluation, Named, Total
from jiping.read.book import Book, Cell, Table
from jiping.read.layouts import Understanding, understand
from jiping.read.layouts.families import families
from jiping.read.layouts.glued import amounts, halves, rows

Spec = str | tuple[str, int, int]


def ruled(specs: list[list[Spec]]) -> Book:
    """A ruled table from cells (text, rowspan, colspan), laid out as HTML lays them out."""
    table = Table(1)
    covered: set[tuple[int, int]] = set()
    for r, specs_of_row in enumerate(specs, 1):
        cells: list[Cell] = []
        column = 1
        for spec in specs_of_row:
            text, down, across = spec if isinstance(spec, tuple) else (spec, 1, 1)
            while (r, column) in covered:
                column += 1
            covered |= {(r + i, column + j) for i in range(down) for j in range(across)}
            if text:
                cells.append(Cell(table, r, column, text, down, across))
            column += across
        table.rows.append(cells)
    return Book("test", [table])


def read(specs: list[list[Spec]]) -> Understanding:
    return understand(ruled(specs), file="a", sha256="0" * 64)


def one(specs: list[list[Spec]]) -> Evaluation:
    (e,) = read(specs).evaluations
    return e


HINT = "1.预算执行率=预算执行数/调整后预算数，未达到90%的需说明原因；2.年中调整的应单独说明理由。"
SICHUAN: list[list[Spec]] = [
    [("部门预算项目支出绩效自评表（2023年度）", 1, 11)],
    [("项目名称", 1, 2), ("51092324T000010263357-安可替代补助资金", 1, 9)],
    [("主管部门", 1, 2), ("某县司法局部门", 1, 4), ("实施单位", 1, 2), ("某县司法局", 1, 3)],
    [("项目基本情况", 4, 1), ("1.项目年度目标完成情况", 2, 1), ("项目年度目标", 1, 5), ("年度目标完成情况", 1, 4)],
    [("按要求购买设备并完成资金支付。", 1, 5), ("完成", 1, 4)],
    [("2.项目实施内容及过程概述", 2, 1), ("购买13台电脑，12月前付款。", 2, 9)],
    [],
    [
        ("预算执行情况（10分）", 6, 1), ("年度预算数（万元）", 1, 1), ("年初预算", 1, 2), "调整后预算数", "预算执行数",
        "预算执行率", "权重", "得分", ("原因", 1, 2),
    ],
    ["总额", ("0.00", 1, 2), "3.36", "3.36", "100.00%", "10", "10", (HINT, 5, 2)],
    ["其中：财政资金", ("0.00", 1, 2), "3.36", "3.36", "100.00%", "/", "/"],
    ["财政专户管理资金", ("0.00", 1, 2), "0.00", "0.00", "0.00%", "/", "/"],
    ["单位资金", ("0.00", 1, 2), "0.00", "0.00", "0.00%", "/", "/"],
    ["其他资金", ("", 1, 2), "", "", "", "/", "/"],
    [
        ("绩效指标（90分）", 5, 1), "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重",
        "得分", "未完成原因分析",
    ],
    [("产出指标", 2, 1), "质量指标", "完成安可产品购买", "＝", "100", "%", "100", "30", "30", ""],
    ["数量指标", "购买电脑", "≥", "13", "台", "13", "30", "30", ""],
    ["效益指标", "社会效益指标", "保障办公安全", "定性", "好", "", "好", "20", "20", ""],
    ["满意度指标", "服务对象满意度指标", "使用人员满意度", "≥", "95", "%", "94", "10", "9.5", "个别设备适配问题"],
    [("合计", 1, 8), "100", "", ""],
    ["评价结论", ("按要求完成。自评得分99.5分。", 1, 10)],
    ["存在问题", ("无", 1, 10)],
    ["改进措施", ("无", 1, 10)],
    [("项目负责人：张某某", 1, 5), ("财务负责人：李某某", 1, 6)],
]  # fmt: skip
YUNNAN: list[list[Spec]] = [
    [("2022年度项目支出绩效自评表", 1, 10)],
    [("部门：某县明朗中学", 1, 8), ("公开14表", 1, 2)],
    [("项目名称", 1, 2), ("营养改善计划专项资金", 1, 8)],
    [("主管部门", 1, 2), ("某县教育体育局", 1, 3), ("实施单位", 1, 2), ("某县明朗中学", 1, 3)],
    [("项目资金（元）", 5, 2), "", "年初预算数", "全年预算数", ("全年执行数", 1, 2), "分值", "执行率", "得分"],
    ["年度资金总额", "", "387664.62", ("387664.62", 1, 2), "10", "100%", "10"],
    ["其中：当年财政拨款", "", "387664.62", ("387664.62", 1, 2), "—", "", "—"],
    ["上年结转资金", "", "", ("", 1, 2), "—", "", "—"],
    ["其他资金", "—", "—", ("—", 1, 2), "—", "", "—"],
    [("年度总体目标", 2, 1), ("预期目标", 1, 5), ("实际完成情况", 1, 4)],
    [("学生享受福利政策", 1, 5), ("已享受", 1, 4)],
    [
        ("绩效指标", 1, 3), ("年度指标值", 1, 3), ("实际完成值", 2, 1), ("分值", 2, 1), ("得分", 2, 1),
        ("偏差原因分析及改进措施", 2, 1),
    ],
    ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
    [("产出指标", 2, 1), "数量指标", "学生受资助人数", "≧", "735", "人次", "735", "50", "50", ""],
    ["时效 指标", "资金到位及时率", "═", "100", "%", "100%", "10", "7", "到位偏晚"],
    ["效益指标", "经济效益 指标", "减轻负担", "", "有效", "", "有效", "20", "20", ""],
    ["", "生态效益 指标", "", "", "", "", "", "", "", ""],
    ["满意度指标", "服务对象满意度指标等", "学生满意度", "≧", "95", "%", "100%", "10", "9", ""],
    [("其他需要说明事项", 1, 1), ("无", 1, 9)],
    [("总分", 1, 7), "100", "96", "优"],
]  # fmt: skip


def test_sichuan_form() -> None:
    e = one(SICHUAN)
    assert (e.form.family, e.form.amount_unit, e.year) == ("sc-0013zp", "万元", 2023)
    assert e.project == Named("安可替代补助资金", "51092324T000010263357")
    assert [f.source for f in e.funds] == ["total", "fiscal", "special_account", "unit", "other"]
    total = e.funds[0]
    assert (total.initial, total.adjusted, total.executed) == ("0.00", "3.36", "3.36")
    assert (total.rate, total.weight, total.score) == ("100.00", "10", "10")
    assert (e.funds[1].weight, e.funds[1].score) == (None, None)
    assert (e.goal.expected, e.goal.actual) == ("按要求购买设备并完成资金支付。", "完成")
    assert [r.operator for r in e.indicators] == ["=", ">=", None, ">="]
    assert [r.nature for r in e.indicators] == [None, None, "qualitative", None]
    assert e.indicators[3].reason == "个别设备适配问题"
    assert e.total == Total("100", None)
    assert dict(e.remarks) == {
        "项目实施内容及过程概述": "购买13台电脑，12月前付款。",
        "评价结论": "按要求完成。自评得分99.5分。",
        "存在问题": "无",
        "改进措施": "无",
        "项目负责人": "张某某",
        "财务负责人": "李某某",
    }


def test_a_printed_hint_is_no_reason_of_the_filler() -> None:
    e = one(SICHUAN)
    assert all(f.reason is None for f in e.funds)
    assert [u.text for u in e.reading.unread] == [HINT]


def test_yunnan_form_with_a_header_in_two_tiers() -> None:
    e = one(YUNNAN)
    assert (e.form.family, e.form.amount_unit, e.year) == ("yn-2022", "元", 2022)
    assert (e.funds[0].initial, e.funds[0].adjusted) == (None, "387664.62")
    assert [(r.level1, r.level2) for r in e.indicators] == [
        ("产出指标", "数量指标"),
        ("产出指标", "时效指标"),
        ("效益指标", "经济效益指标"),
        ("满意度指标", "服务对象满意度指标等"),
    ]
    late = e.indicators[1]
    assert (late.operator, late.target, late.actual, late.unit) == ("=", "100", "100%", "%")
    assert (late.weight, late.score, late.reason) == ("10", "7", "到位偏晚")
    assert e.total == Total("100", "96", "优")
    assert e.remarks["其他需要说明事项"] == "无"
    assert e.reading.unread == ()
    assert e.reading.repairs == ()
    assert e.reading.balanced is True


@pytest.mark.parametrize(
    ("title", "refused"),
    [
        ("项目支出绩效目标申报表（2024年度）", "绩效目标申报表"),
        ("项目支出绩效运行监控表（2024年度）", "绩效运行监控表"),
        ("2024年部门整体支出绩效目标申报表", "部门整体支出绩效目标申报表"),
        ("项目支出绩效自评结果汇总表（2024年度）", "绩效自评结果汇总表"),
        ("项目支出绩效自评复核表", "绩效自评复核表"),
        ("项目支出绩效目标表", "绩效目标表"),
    ],
)
def test_look_alikes_are_refused_by_their_title(title: str, refused: str) -> None:
    specs: list[list[Spec]] = [[(title, 1, 10)], *YUNNAN[2:]]
    found = read(specs)
    assert found.evaluations == ()
    assert found.refused == (refused,)


def test_a_form_without_known_columns_is_unknown_but_read() -> None:
    specs: list[list[Spec]] = [
        [("项目绩效自评表", 1, 6)],
        ["项目名称", "某项目", "实施单位", "某局"],
        ["三级指标", "一级指标", "得分", "实际完成值", "年度指标值", "分值"],
        ["培训人数", "产出指标", "40", "52人", "≥50人", "40"],
    ]
    e = one(specs)
    assert e.form.family == "unknown"
    (row,) = e.indicators
    assert (row.name, row.level1, row.operator, row.target, row.unit) == (
        "培训人数", "产出指标", ">=", "50", "人",
    )  # fmt: skip
    assert (row.actual, row.weight, row.score) == ("52", "40", "40")


def test_a_book_without_a_form_gives_nothing() -> None:
    assert understand(Book("test"), file="a", sha256="0" * 64) == Understanding()


def test_every_family_says_where_it_was_seen() -> None:
    ids = [family.id for family in families()]
    assert {"nm-2023", "mof-2020", "yn-2022", "sc-0013zp", "poverty-2019"} <= set(ids)
    assert len(ids) == len(set(ids))
    for family in families():
        assert family.seen
        assert family.title
        assert len(family.region) == 6


def test_glued_amounts_are_cut_by_their_rate() -> None:
    roles = ("adjusted", "executed", "weight", "rate", "score")
    assert amounts("202010100.00%10", roles) == ["20", "20", "10", "100.00%", "10"]
    assert amounts("2020", roles, ("20", "20")) == ["20", "20"]
    assert amounts("2021", roles, ("20", "20")) is None
    assert amounts("123456", roles) is None


def test_glued_rows_are_cut_only_where_one_cut_is_best() -> None:
    order = ("name", "weight", "target", "actual", "score")
    assert rows("水标尺宽度10≥50厘米≥50厘米10验收率20100%100%20", order) == (
        ("水标尺宽度", "10", "≥50厘米", "≥50厘米", "10"),
        ("验收率", "20", "100%", "100%", "20"),
    )
    assert rows("没有数字的文字", order) is None
    assert halves("10096.5注") == ["100", "96.5"]
    assert halves("12") is None
