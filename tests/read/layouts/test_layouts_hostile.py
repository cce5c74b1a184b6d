"""Spoiled forms that fuzzing found: read or told, never a fault of the program, never for minutes."""

from __future__ import annotations

from pathlib import Path

from jiping.read import read_bytes
from jiping.read.grid.segments import Segment, blocks_of

TABLE = Path(__file__).resolve().parents[3] / "examples" / "reference" / "table-2.html"


def test_a_hundred_fund_columns_are_not_tried_in_every_way() -> None:
    html = TABLE.read_text("utf-8")
    head = html.index("执行率(%)")
    cell = html[html.rindex("<td", 0, head) : html.index("</td>", head) + len("</td>")]
    assert html.count(cell) == 1
    spoiled = html.replace(cell, cell * 60)
    total = spoiled.index("年度资金总额")
    end = spoiled.index("</tr>", total)
    spoiled = spoiled[:end] + "<td>1.00</td>" * 30 + spoiled[end:]
    reading = read_bytes(spoiled.encode(), "表.html")
    [form] = reading.evaluations
    assert form.project.name is not None
    assert len(form.indicators) == 12


def test_a_number_before_any_fund_label_makes_no_row_of_funds() -> None:
    text = (
        "项目支出绩效自评表\n（2024年度）\n项目名称\t河道清淤\t主管部门\t某县水利局\n"
        "94.57\t预算数\t其中：财政资金\t执行数\t到位数\n"
        "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
        "产出指标\t数量指标\t清淤长度\t≥10公里\t12公里\t90\t90\n"
    )
    reading = read_bytes(text.encode(), "表.txt")
    assert reading.status == "read", reading.reason
    [form] = reading.evaluations
    assert [f.label for f in form.funds] == []
    assert [i.name for i in form.indicators] == ["清淤长度"]


def test_letters_without_a_size_stand_beside_the_others() -> None:
    lines = [
        Segment([("表", 10.0, y, 20.0, y + em, em)], 10.0, y, 20.0, y + em, em)  # type: ignore[list-item]
        for y, em in ((10.0, 0.0), (12.0, 10.0), (24.0, 10.0), (24.0, 0.0))
    ]
    blocks, _ = blocks_of(lines, [])
    assert sum(len(block.segments) for block in blocks) == len(lines)
