"""绩效目标申报表 and 绩效目标执行监控表 into their own records. The forms here are synthetic."""

from __future__ import annotations

import json

from layout_grids import ROOT

from jiping.model.life_cycle import to_json
from jiping.read.book import Book, Cell, Table
from jiping.read.formats import text as format_text
from jiping.read.layouts import Understanding, understand
from jiping.read.limits import DEFAULT

Spec = str | tuple[str, int, int]


def read(specs: list[list[Spec]]) -> Understanding:
    table = Table(1)
    covered: set[tuple[int, int]] = set()
    for r, row in enumerate(specs, 1):
        cells: list[Cell] = []
        column = 1
        for spec in row:
            text, down, across = spec if isinstance(spec, tuple) else (spec, 1, 1)
            while (r, column) in covered:
                column += 1
            covered |= {(r + i, column + j) for i in range(down) for j in range(across)}
            if text:
                cells.append(Cell(table, r, column, text, down, across))
            column += across
        table.rows.append(cells)
    return understand(Book("test", [table]), file="a", sha256="0" * 64)


TARGETS: list[list[Spec]] = [
    [("项目支出绩效目标申报表", 1, 8)],
    [("（2024年度）", 1, 8)],
    ["项目名称", ("河道清淤项目", 1, 7)],
    ["主管部门", ("219001-某县水利局", 1, 3), "实施单位", ("某县河道管理所", 1, 3)],
    ["项目属性", ("延续项目", 1, 3), "项目周期", ("3年", 1, 3)],
    [("项目资金（万元）", 3, 1), "中期资金总额：", ("300", 1, 2), "年度资金总额：", ("100", 1, 3)],
    ["其中：财政拨款", ("300", 1, 2), "其中：财政拨款", ("80", 1, 3)],
    ["其他资金", ("", 1, 2), "其他资金", ("20", 1, 3)],
    [("总体目标", 2, 1), ("中期目标（2024年—2026年）", 1, 3), ("年度目标", 1, 4)],
    [("三年完成清淤60公里", 1, 3), ("完成清淤20公里", 1, 4)],
    [("绩效指标", 3, 1), "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
    [("产出指标", 2, 1), "数量指标", "清淤长度", "≥60公里", "数量指标", "清淤长度", "≥20公里"],
    ["质量指标", "验收合格率", "100%", "质量指标", "验收合格率", "100%"],
]  # fmt: skip


def test_target_form_with_two_periods() -> None:
    found = read(TARGETS)
    assert found.evaluations == ()
    assert found.refused == ("绩效目标申报表",)
    (form,) = found.targets
    assert (form.title, form.year, form.amount_unit) == ("绩效目标申报表", 2024, "万元")
    assert (form.project.name, form.department.code) == ("河道清淤项目", "219001")
    assert form.remarks == {"项目属性": "延续项目", "项目周期": "3年"}
    assert [(f.period, f.source, f.amount) for f in form.funds] == [
        ("term", "total", "300"),
        ("year", "total", "100"),
        ("term", "fiscal", "300"),
        ("year", "fiscal", "80"),
        ("term", "other", None),
        ("year", "other", "20"),
    ]
    assert form.goals == {"term": "三年完成清淤60公里", "year": "完成清淤20公里"}
    assert [
        (i.period, i.level2, i.name, i.operator, i.target, i.unit) for i in form.indicators
    ] == [
        ("term", "数量指标", "清淤长度", ">=", "60", "公里"),
        ("year", "数量指标", "清淤长度", ">=", "20", "公里"),
        ("term", "质量指标", "验收合格率", None, "100", "%"),
        ("year", "质量指标", "验收合格率", None, "100", "%"),
    ]
    assert {i.level1 for i in form.indicators} == {"产出指标"}
    assert form.reading.unread == ()
    assert form.places["/indicators/1/target"].text == "≥20公里"


def test_published_target_form() -> None:
    book = format_text.read((ROOT / "tests/layouts/024.txt").read_bytes(), DEFAULT)
    (form,) = understand(book, file="024.txt", sha256="0" * 64).targets
    assert (form.year, form.project.name) == (2022, "岳阳县2022年高标准农田建设项目")
    assert form.goals == {"year": "完成项目主体工程70%"}
    named = {i.name: (i.level1, i.operator, i.target, i.unit) for i in form.indicators}
    assert named["脱贫村村内道路硬化里程"] == ("产出指标", ">=", "100", "公里")
    assert named["财政资金补助"] == ("产出指标", None, "1600", "元/亩")


MONITORING: list[list[Spec]] = [
    [("项目支出绩效目标执行监控表（2023年度）", 1, 17)],
    [("项目名称", 1, 2), ("河道清淤项目", 1, 15)],
    [("主管部门", 1, 2), ("某县水利局", 1, 6), ("实施单位", 1, 2), ("某县河道管理所", 1, 7)],
    [("项目资金（万元）", 3, 2), "", ("年初预算数", 1, 3), ("1-7月执行数", 1, 3), ("1-7月执行率", 1, 3), ("全年预计执行数", 1, 5)],
    ["年度资金总额", ("100", 1, 3), ("45", 1, 3), ("45%", 1, 3), ("100", 1, 5)],
    ["其中：财政拨款", ("100", 1, 3), ("45", 1, 3), ("45%", 1, 3), ("100", 1, 5)],
    [("年度总体目标", 1, 2), ("完成清淤20公里", 1, 15)],
    [
        ("绩效指标", 4, 1), ("一级指标", 2, 1), ("二级指标", 2, 1), ("三级指标", 2, 1), ("年度指标值", 2, 1),
        ("1-7月执行情况", 2, 1), ("全年预计完成情况", 2, 1), ("偏差原因分析", 1, 6), ("完成目标可能性", 1, 3), ("备注", 2, 1),
    ],
    ["经费保障", "制度保障", "人员保障", "硬件条件保障", "其他", "原因说明", "确定能", "有可能", "完全不可能"],
    ["产出指标", "数量指标", "清淤长度", "≥20公里", "8公里", "20公里", "√", "", "", "√", "", "雨季停工", "", "√", "", "加快"],
    ["效益指标", "社会效益指标", "防洪能力", "提升", "提升", "提升", "", "", "", "", "", "", "√", "", "", ""],
]  # fmt: skip


def test_monitoring_form() -> None:
    found = read(MONITORING)
    assert found.evaluations == ()
    assert found.refused == ("绩效目标执行监控表",)
    (form,) = found.monitorings
    assert (form.year, form.months, form.goal) == (2023, "1-7月", "完成清淤20公里")
    total, fiscal = form.funds
    assert (total.initial, total.executed, total.rate, total.forecast) == ("100", "45", "45", "100")
    assert fiscal.source == "fiscal"
    late, fine = form.indicators
    assert (late.operator, late.target, late.unit) == (">=", "20", "公里")
    assert (late.progress, late.forecast) == ("8公里", "20公里")
    assert (late.causes, late.reason) == (("经费保障", "硬件条件保障"), "雨季停工")
    assert (late.possibility, late.note) == ("likely", "加快")
    assert (fine.level1, fine.possibility, fine.causes) == ("效益指标", "certain", ())
    assert form.reading.unread == ()
    data = json.loads(json.dumps(to_json(form, places=True), ensure_ascii=False))
    assert data["kind"] == "monitoring_form"
    assert data["indicators"][0]["causes"] == ["经费保障", "硬件条件保障"]
    assert data["places"]["/funds/0/executed"]["text"] == "45"


def test_an_evaluation_beside_its_target_form() -> None:
    text = (ROOT / "examples/reference/table-1.txt").read_text("utf-8")
    target = "\n".join("\t".join(s if isinstance(s, str) else s[0] for s in row) for row in TARGETS)
    book = format_text.read((text + "\n\n" + target).encode(), DEFAULT)
    found = understand(book, file="a.txt", sha256="0" * 64)
    assert len(found.evaluations) == 1
    assert found.evaluations[0].source.ordinal == 1
    assert len(found.evaluations[0].indicators) == 17
    assert [t.source.ordinal for t in found.targets] == [1]
