"""What recognition takes for something else in the cells of a form, and what must stay as it is."""

from __future__ import annotations

import pytest

from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.scan.decide import understand_recognised
from jiping.read.scan.spelling import respell, respelled


def cell(text: str, confidence: int = 80, alternatives: tuple[str, ...] = ()) -> Cell:
    found = Cell(Table(1), 1, 1, text)
    found.confidence, found.alternatives = confidence, alternatives
    return found


@pytest.mark.parametrize(
    ("text", "others", "meant"),
    [
        ("二", ("=", "三"), "="), ("M", ("≤", "W"), "≤"), ("1", ("/", "I"), "/"), ("•", (), "-"), ("二21场次", (), "=21场次"),
        ("主管部内", (), "主管部门"), ("主管部内：[155]某局", (), "主管部门：[155]某局"), ("其中财政拨款", (), "其中：财政拨款"),
        ("全年颈算数", (), "全年预算数"), ("加强与财政部内沟通", (), "加强与财政部门沟通"),
    ],
)  # fmt: skip
def test_put_right(text: str, others: tuple[str, ...], meant: str) -> None:
    found = respelled(cell(text, 80, others))
    assert found is not None
    assert found[0] == meant


@pytest.mark.parametrize(
    ("text", "confidence", "others"),
    [
        ("二", 99, ("三", "一")), ("1", 99, ("/",)), ("1", 70, ("7", "/")), ("12", 60, ("/2",)), ("元/年", 90, ()), ("0.5", 90, ()),
        ("质量指标", 99, ()), ("其中", 99, ()), ("二期办公费", 99, ()), ("数量", 60, ()), ("财政拨款到位率", 90, ()), ("受众满意度", 90, ()), ("观众满意度", 90, ()),
    ],
)  # fmt: skip
def test_left_alone(text: str, confidence: int, others: tuple[str, ...]) -> None:
    assert respelled(cell(text, confidence, others)) is None


def test_what_was_recognised_stays_an_alternative() -> None:
    held = cell("二", 79, ("=", "三"))
    ((changed, old, why),) = respell([held])
    assert changed is held
    assert (held.text, old, held.alternatives) == ("=", "二", ("二", "三"))
    assert "符号" in why


def test_each_change_is_a_repair_at_its_cell() -> None:
    table = Table(1)
    rows = [
        ["项目名称", "清淤"], ["主管部内", "某局"],
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分"],
        ["产出指标", "数量指标", "清淤长度", "二", "10", "公里", "10", "90", "90"],
    ]  # fmt: skip
    for r, texts in enumerate(rows, 1):
        cells = []
        for c, text in enumerate(texts, 1):
            held = Cell(
                table, r, c, text, page=1, box=(c * 10.0, r * 10.0, c * 10.0 + 9, r * 10.0 + 9)
            )
            held.confidence = 79 if text == "二" else 95
            held.alternatives = ("=",) if text == "二" else ()
            cells.append(held)
        table.rows.append(cells)
    book = Book("image", [Paragraph("部内预算项目支出绩效自评表（2022年度）", page=1), table])
    book.recognised = True
    (e,) = understand_recognised(book, file="a", sha256="0" * 64).evaluations
    assert e.form.title == "部门预算项目支出绩效自评表"
    assert (e.department.name, e.indicators[0].operator, e.indicators[0].name) == (
        "某局", "=", "清淤长度",
    )  # fmt: skip
    assert {(r.what, r.place.row if r.place else 0) for r in e.reading.repairs} == {
        ("“主管部内”改读为“主管部门”（文字识别）。", 2),
        ("“二”改读为“=”（文字识别）。", 4),
    }
    assert "/indicators/0/operator" in {d.pointer for d in e.reading.doubtful}
