"""Workbooks for a list of projects, and a folder of filled ones collected."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from making.workbooks import approved, mark_of, put, unfilled

import jiping
from jiping import api
from jiping.api.projects import Project, file_name, projects_of
from jiping.cli.main import main
from jiping.forms.families import families
from jiping.forms.workbook.making import compose
from jiping.forms.workbook.writing import write
from jiping.model.contract import evaluation_to_json
from jiping.model.evaluation import Named, Source
from jiping.model.life_cycle import PlannedFund, PlannedIndicator, TargetForm
from jiping.score.scheme import schemes

TABLE = Path(__file__).parents[2] / "examples" / "reference" / "table-1.txt"


def listed(tmp_path: Path, *rows: tuple[str | None, ...]) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["2024年度项目清单"])
    book.active.append(
        ["序号", "项目名称", "项目编码", "主管部门", "实施单位", "预算（万元）", "目标文件"]
    )
    for number, row in enumerate(rows, 1):
        book.active.append([number, *row])
    path = tmp_path / "项目清单.xlsx"
    book.save(path)
    return path


def test_one_workbook_for_each_row(tmp_path: Path) -> None:
    (tmp_path / "目标.txt").write_bytes(TABLE.read_bytes())
    path = listed(
        tmp_path,
        ("口岸经费", "A01", "商务局", "口岸科", "16.5", None),
        ("招商/引资：一期", "A02", "商务局", "招商科", "80", "目标.txt"),
        ("没有目标", "A03", "商务局", "招商科", "1", "没有.docx"),
        ("合计", None, None, None, "97.5", None),
    )
    issued = list(jiping.templates("nm-2023", path, tmp_path / "下发", year=2024))
    assert [(i.file, i.problem is None) for i in issued] == [
        ("01_口岸科_口岸经费.xlsx", True), ("02_招商科_招商_引资：一期.xlsx", True),
        ("03_招商科_没有目标.xlsx", False),
    ]  # fmt: skip
    assert "找不到这个文件" in str(issued[2].problem)
    first = jiping.read(tmp_path / "下发" / issued[0].file).evaluations[0]
    assert (first.project, first.unit.name, first.year) == (
        Named("口岸经费", "A01"),
        "口岸科",
        2024,
    )
    assert first.funds[0].initial == "16.50"
    second = jiping.read(tmp_path / "下发" / issued[1].file).evaluations[0]
    assert second.project.name == "招商/引资：一期"
    assert len(second.indicators) == 17


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("项目", "07_某局_项目.xlsx"), ('a<>:"/\\|?*b', "07_某局_a_b.xlsx"), ("长" * 300, None),
     ("点. ", "07_某局_点.xlsx"), ("", "07_某局.xlsx")],
)  # fmt: skip
def test_file_names_that_every_system_takes(name: str, wanted: str | None) -> None:
    made = file_name(7, Project(name, unit="某局"), 12)
    if wanted is not None:
        assert made == wanted
    assert len(made.encode()) < 255


def test_a_list_with_commas(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    path.write_text("项目,单位,金额\n甲,一科,1.5\n", "gb18030")
    assert projects_of(path)[0] == [Project("甲", unit="一科", budget="1.5")]


def test_a_file_without_a_list_is_told(tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_text("没有清单", "utf-8")
    with pytest.raises(jiping.NotRead, match="没有找到项目清单"):
        projects_of(path)


def target_form() -> TargetForm:
    return TargetForm(
        source=Source("表", "", "docx", 1), title="项目支出绩效目标申报表", year=2024, amount_unit="万元",
        project=Named("口岸经费"), department=Named("商务局"), unit=Named("口岸科"),
        funds=(PlannedFund("term", "total", "中期资金总额", "300"),
               PlannedFund("year", "total", "年度资金总额", "100"),
               PlannedFund("year", "fiscal", "其中：财政拨款", "100")),
        goals={"year": "办好一件事。"},
        indicators=(PlannedIndicator("term", "产出指标", "数量指标", "三年的", None, ">=", "9", "次"),
                    PlannedIndicator("year", "产出指标", "数量指标", "本年的", None, ">=", "3", "次")),
    )  # fmt: skip


def test_approved_targets_are_those_of_the_year() -> None:
    made = jiping.template("mof-2020", target_form())
    assert made.approved
    e = jiping.read(made.data, name="填报.xlsx").evaluations[0]
    assert [i.name for i in e.indicators] == ["本年的"]
    assert [(f.source, f.initial, f.adjusted) for f in e.funds] == [
        ("total", "100.00", None), ("fiscal", "100.00", None),
    ]  # fmt: skip
    assert e.goal.expected == "办好一件事。"
    assert (e.indicators[0].operator, e.indicators[0].target, e.indicators[0].unit) == (
        ">=",
        "3",
        "次",
    )


def test_json_of_an_evaluation_without_actual_values_is_approved(tmp_path: Path) -> None:
    import json

    form = unfilled(jiping.read(TABLE).evaluations[0])
    path = tmp_path / "目标.json"
    path.write_text(json.dumps(evaluation_to_json(form), ensure_ascii=False), "utf-8")
    assert jiping.template("nm-2023", path).approved
    assert not jiping.template("nm-2023", TABLE).approved


@pytest.mark.parametrize(
    ("options", "said"),
    [({"family": "没有"}, "没有编号为 没有 的表式"),
     ({"family": "nm-2023", "scheme": "没有"}, "没有编号为 没有 的计分办法")],
)  # fmt: skip
def test_what_does_not_exist_is_told(options: Any, said: str) -> None:
    with pytest.raises(api.CannotMake, match=said):
        jiping.template(**options)


def a_filled_one(tmp_path: Path, name: str, *, changed: bool = False) -> None:
    given = jiping.read(TABLE).evaluations[0]
    form = families()["nm-2023"]
    start = approved(replace(given, project=Named(name)), form)
    book = compose(start, form, schemes()["nm-2023"])
    mark = mark_of(book)
    for number, line in enumerate(given.funds):
        put(book, mark.cells[f"/funds/{number}/executed"], Decimal(line.executed or 0))
    put(book, mark.cells["/goal/actual"], "已完成。")
    for row in mark.lines:
        if row.number is not None:
            put(book, row.cells["actual"], given.indicators[row.number].actual)
            put(book, row.cells["judgement"], Decimal(10))
    if changed:
        put(book, mark.lines[0].cells["target"], "2")
    (tmp_path / f"{name}.xlsx").write_bytes(write(book))


def test_a_folder_is_collected_whatever_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "收回"
    (folder / "二科").mkdir(parents=True)
    a_filled_one(folder, "甲项目")
    a_filled_one(folder / "二科", "乙项目", changed=True)
    jiping.template("nm-2023", TABLE).save(folder / "丙.xlsx")
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04 broken")
    (folder / "~$甲项目.xlsx").write_bytes(b"lock")
    (folder / "二科" / "情况说明.docx").write_bytes(b"PK")
    (folder / "下发清单.csv").write_text(
        "文件,项目名称,项目编码,主管部门,实施单位\n"
        "1.xlsx,甲项目,,,兴安盟商务口岸局\n2.xlsx,丁项目,D9,,某局\n", "utf-8-sig",
    )  # fmt: skip
    found = jiping.collect(folder)
    assert {r.file: r.state for r in found.returned} == {
        "甲项目.xlsx": "已填完", "二科/乙项目.xlsx": "已填完", "丙.xlsx": "没有填写", "坏的.xlsx": "读不了",
    }  # fmt: skip
    assert found.missing == (("丁项目", "某局", "2.xlsx"),)
    assert found.passed == ("二科/情况说明.docx",)
    book = openpyxl.load_workbook(io.BytesIO(found.data))
    assert book.sheetnames == ["自评结果汇总", "问题清单", "锁定内容的改动", "未交"]
    heads = [c.value for c in book["自评结果汇总"][3]]
    rows = {
        row[heads.index("文件")]: dict(zip(heads, row, strict=True))
        for row in book["自评结果汇总"].iter_rows(min_row=4, values_only=True)
    }
    assert rows["甲项目.xlsx"]["自评得分"] == rows["甲项目.xlsx"]["重算得分"] == 97.5
    assert rows["甲项目.xlsx"]["全年执行数"] == 16
    assert rows["二科/乙项目.xlsx"]["锁定改动"] == 1
    assert rows["坏的.xlsx"]["填报状态"] == "读不了"
    assert rows["丙.xlsx"]["自评得分"] is None
    changes = list(book["锁定内容的改动"].iter_rows(min_row=4, values_only=True))
    assert [row[-2:] for row in changes] == [("4", "2")]
    places = [r[5] for r in book["问题清单"].iter_rows(min_row=4, values_only=True)]
    assert any("工作表“自评表”" in str(place) for place in places)
    assert "情况说明.docx" in str(book["自评结果汇总"]["A2"].value)


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "填报.xlsx"
    assert main(["template", "--family", "nm-2023", "--from", str(TABLE), "-o", str(out)]) == 0
    assert "没有锁定的内容" in capsys.readouterr().err
    path = listed(tmp_path, ("甲", "A01", "局", "科", "16.5", None))
    folder = tmp_path / "下发"
    assert main(["template", "--family", "mof-2020", "--list", str(path), "--year", "2024",
                 "-o", str(folder)]) == 0  # fmt: skip
    capsys.readouterr()
    assert main(["collect", str(folder), "-o", str(tmp_path / "汇总.xlsx")]) == 0
    assert "收到 1 份（没有填写 1 份），未交 1 个" in capsys.readouterr().err
    assert main(["template", "--family", "没有", "-o", str(out)]) == 2
    assert main(["collect", str(tmp_path / "无"), "-o", str(out)]) == 2
    assert main(["template", "--family", "nm-2023", "--from", str(tmp_path / "无.docx"),
                 "-o", str(out)]) == 3  # fmt: skip
