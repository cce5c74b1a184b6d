"""The workbook, read back."""

from __future__ import annotations

import dataclasses
from io import BytesIO

import openpyxl
import pytest
from making.audits import FORMULA, audit, evaluation, hostile_run, run

from jiping.report import report
from jiping.report.xlsx import render
from jiping.report.xlsx.table import LONGEST, lines, number, safe


def sheets(made):
    return openpyxl.load_workbook(BytesIO(render(made)))


def rows(sheet):
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_the_list_of_findings():
    book = sheets(run())
    assert book.sheetnames == [
        "问题清单",
        "算分表",
        "汇总",
        "未读文件",
        "核对项",
        "读取说明",
        "文件汇总",
    ]
    first, second, third = rows(book["问题清单"])
    assert first["序号"] == 1
    assert (first["主管部门"], first["单位"], first["项目"], first["年度"]) == (
        "某局", "某中心", "口岸经费", 2023,
    )  # fmt: skip
    assert (first["级别"], first["规则"]) == ("错误", "C-SCR-06")
    assert (
        first["位置"]
        == "绩效指标第3行“差旅费”得分、偏差原因分析及改进措施\n（原文：表1 第22行第11列）"
    )
    assert (first["填报数"], first["应为数（对照）"], first["差额"]) == (10.154302, 7.8, 2.354302)
    assert first["依据"].startswith("财预〔2020〕10号")
    assert second["位置"] == "绩效指标第2行“出差”实际完成值"
    assert third["位置"] == "全表"


def test_numbers_keep_the_digits_that_were_printed():
    sheet = sheets(run())["算分表"]
    head = [c.value for c in sheet[1]]
    total = sheet[6]
    printed = total[head.index("填报得分")]
    assert (printed.value, printed.number_format, printed.data_type) == (70, "0.00", "n")
    assert total[head.index("差额")].value == -21
    assert total[head.index("结果")].value == "不一致"
    row = sheet[5]
    assert row[head.index("换用其他方法")].value == "反向·超标不得分 0.00"


def test_summary_files_checks_and_reading():
    book = sheets(run())
    (form,) = rows(book["汇总"])
    assert (form["填报总分"], form["重算总分"], form["重算等级"]) == (70, 91, "中")
    assert (form["错误"], form["需说明"], form["提示"]) == (1, 1, 1)
    assert (form["表内勾稽"], form["读取调整"], form["未读入"]) == ("相符", 1, 1)
    (file,) = rows(book["未读文件"])
    assert file == {"文件": "坏.xlsx", "情况": "无法读取", "原因": "文件打不开"}
    checks = {r["规则"]: r for r in rows(book["核对项"])}
    assert checks["C-FUND-13"]["未判定的原因"] == "需要决算报表"
    assert checks["C-FUND-01"]["核对处数"] == 2
    assert [r["类别"] for r in rows(book["读取说明"])] == ["未读入", "读取调整"]


@pytest.mark.parametrize(
    "text", [FORMULA, "+1+1", "-2+3", "@SUM(A1)", "'=1", "{=1}", "http://x.invalid"]
)
def test_a_text_never_becomes_a_formula_or_a_link(text):
    book = sheets(run(audit(evaluation(text))))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n")
                assert cell.hyperlink is None
    cell = book["问题清单"]["D2"]
    assert (cell.value, cell.data_type) == (text, "s")
    if text[0] in "=+-@'":
        assert cell.quotePrefix


def test_hostile_texts_give_a_readable_workbook():
    (first, *_) = rows(sheets(hostile_run())["问题清单"])
    assert "[U+202E]001[U+0000][U+D800]" in first["问题"]


def test_sheets_are_ready_for_use_and_print():
    sheet = sheets(run())["问题清单"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:O4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet["H2"].alignment.wrap_text


def test_long_texts_are_cut_and_say_so():
    assert safe("甲" * LONGEST) == "甲" * LONGEST
    assert safe("甲" * (LONGEST + 5)).endswith(f"（共 {LONGEST + 5} 字，以下省略）")


@pytest.mark.parametrize(
    ("text", "shape"),
    [("97.50", "0.00"), ("-1.75", "0.00"), ("10", "0"), ("0.000978", "0.000000")],
)
def test_plain_digits_are_numbers(text, shape):
    assert number(text)[1] == shape
    assert str(number(text)[0]) == text


@pytest.mark.parametrize(
    "text", ["007", "2023-01-01", "10%", "1e5", "=1", "", None, "1" * 16, "８"]
)
def test_anything_else_stays_text(text):
    assert number(text) is None


def test_wrapped_lines_are_counted():
    assert lines("甲" * 10, 21) == 1
    assert lines("甲" * 11, 21) == 2
    assert lines("a\nb", 21) == 2


def test_scores_alone():
    assert sheets(dataclasses.replace(run(), kind="score")).sheetnames == [
        "算分表", "汇总", "未读文件", "读取说明", "文件汇总",
    ]  # fmt: skip
    assert report("xlsx").binary
