"""`jiping dataset cohort`: what it says, what it writes, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest


@pytest.fixture
def where(tmp_path: Path, jiping: Callable[..., Any], tables: list[str]) -> Path:
    """A dataset of the reference tables."""
    jiping("dataset", "add", tmp_path / "set", *tables)
    return tmp_path / "set"


def test_questions_are_counted_and_written(where: Path, jiping: Callable[..., Any]) -> None:
    out = where.parent / "比较.html"
    done = jiping("dataset", "cohort", where, "-o", out)
    assert (done.code, done.out) == (0, "")
    assert "C-IND-20 同一件事、同一笔成本出现在两个项目里：3 个，涉及 4 张表" in done.err
    assert "C-STR-10 没有比较：没有给出预算项目清单" in done.err
    page = out.read_text("utf-8")
    assert "两个项目的名称里都有“乌兰巴托”" in page
    assert "调研督导业务成本：26.187164 万元" in page


def test_a_list_with_a_title_above_its_header(where: Path, jiping: Callable[..., Any]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("2023年度预算项目清单",), (), ("序号", "单位名称", "项目名称", "预算数（元）"),
        (1, "兴安盟商务口岸局", "口岸经费", 160000), (2, "兴安盟商务口岸局", "商贸流通体系建设", 1205000.5),
        ("合计", None, "合计", 1365000.5),
    ):  # fmt: skip
        sheet.append(row)
    given, out = where.parent / "清单.xlsx", where.parent / "漏报.csv"
    book.save(given)
    done = jiping(
        "dataset", "cohort", where, "--only", "c-str-10", "--budget-list", given, "-o", out
    )
    assert "提出 1 个" in done.err
    text = out.read_text("utf-8")
    assert "商贸流通体系建设 120.50005万元" in text
    assert "清单.xlsx 第 5 行" in text


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "比较.doc"), "扩展名"),
        (("--only", "C-ABC-01", "-o", "比较.html"), "没有规则 C-ABC-01"),
        (("--year", "1999", "-o", "比较.html"), "没有 1999 年度"),
        (("--budget-list", "没有.xlsx", "-o", "比较.html"), "没有.xlsx 打不开"),
        (("--memory", "许多", "-o", "比较.html"), "例如 2GB"),
    ],
)
def test_what_is_wrong_is_told(
    where: Path, jiping: Callable[..., Any], monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...], words: str,
) -> None:  # fmt: skip
    monkeypatch.chdir(where.parent)
    done = jiping("dataset", "cohort", where, *options)
    assert done.code == 2
    assert words in done.err
    assert not (where.parent / "比较.html").exists()


def test_a_list_without_the_column_says_which(where: Path, jiping: Callable[..., Any]) -> None:
    given = where.parent / "清单.csv"
    given.write_text("名字,钱\n口岸经费,16\n", "utf-8")
    done = jiping("dataset", "cohort", where, "--budget-list", given, "-o", where.parent / "x.html")
    assert done.code == 2
    assert "前 20 行里没有“项目名称”一栏" in done.err
