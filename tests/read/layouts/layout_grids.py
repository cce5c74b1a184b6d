"""Correct grids of the five reference tables, made from their true values, and their shapes."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from jiping.model.evaluation import Evaluation
from jiping.read.book import Book, Cell, Table

ROOT = Path(__file__).resolve().parents[3]
HEADS = ("一级指标", "二级指标", "三级指标", "指标性质", "指标方向", "年度指标值", "实际完成值", "计量单位", "分值", "得分", "偏差原因分析及改进措施")  # fmt: skip
KEYS = ("level1", "level2", "name", "direction", "operator_raw", "target", "actual", "unit", "weight", "score", "reason")  # fmt: skip


def accuracy() -> ModuleType:
    """bench/accuracy.py, which compares a reading with its truth field by field."""
    if "jiping_bench_accuracy" not in sys.modules:
        path = ROOT / "bench" / "accuracy.py"
        spec = importlib.util.spec_from_file_location("jiping_bench_accuracy", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["jiping_bench_accuracy"] = module
        spec.loader.exec_module(module)
    return sys.modules["jiping_bench_accuracy"]


def truth(number: int) -> dict[str, Any]:
    path = ROOT / "tests" / "reference" / f"table-{number}.truth.json"
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def grid(number: int) -> list[list[str]]:
    """Rows of cells of reference table ``number``, every value in its own column, none merged."""
    t = truth(number)
    rows = [
        [f"{t['form_title']} ({t['year']}年度)"],
        ["项目名称", "", t["project_name"]],
        ["主管部门", "", t["department"], "", "", "", "实施单位", "", t["unit"]],
        [
            "项目资金 (万元)",
            "",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "分值",
            "执行率(%)",
            "得分",
        ],
    ]
    for f in t["funds"]:
        amounts = [f[k] for k in ("initial", "adjusted", "executed", "weight", "rate", "score")]
        rows.append(["", f["label"], *amounts])
    rows += [
        ["年度总体目标", "", "预期目标", "", "", "", "", "实际完成情况"],
        ["", "", t["goal_expected"], "", "", "", "", t["goal_actual"]],
        ["绩效指标", *HEADS],
    ]
    before: dict[str, str] = {}
    for r in t["indicators"]:
        cells = [r[k] for k in KEYS]
        if before and r["level1"] == before["level1"]:
            cells[0] = ""
            if r["level2"] == before["level2"]:
                cells[1] = ""
        before = r
        rows.append(["", *cells])
    rows.append(["总分", *[""] * 8, t["total_weight"], t["total_score"], ""])
    return rows


def first_row(rows: list[list[str]]) -> int:
    """Index of the first indicator row of a grid."""
    return next(i for i, row in enumerate(rows) if "一级指标" in row) + 1


def book_of(rows: list[list[str]], *, ruled: bool = False) -> Book:
    """A book with one table of these rows; blank cells are left out, as the formats do."""
    table = Table(1, ruled=ruled)
    for r, row in enumerate(rows, 1):
        table.rows.append([Cell(table, r, c, text) for c, text in enumerate(row, 1) if text])
    return Book("test", [table])


def content(e: Evaluation) -> tuple[object, ...]:
    """What was read, without the account of how."""
    return (e.form, e.year, e.project, e.department, e.unit, e.funds, e.goal, e.indicators, e.total)


HEADS_OF = {
    "nm-2023": HEADS,
    "mof-2020": (
        "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施",
    ),
    "yn-2022": (
        "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "实际完成值", "分值", "得分",
        "偏差原因分析及改进措施",
    ),
    "sc-0013zp": (
        "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析",
    ),
    "poverty-2019": (
        "一级指标", "二级指标", "三级指标", "分值", "年度指标值", "全年实际值", "得分", "未完成原因及拟采取的改进措施",
    ),
}  # fmt: skip
FUNDS_OF = {
    "sc-0013zp": ("年初预算", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"),
    "poverty-2019": ("全年预算数(A)", "全年执行数(B)", "分值", "执行率(B/A)", "得分"),
}
SIGNS = {"≥": "≥", "≤": "≤", "=": "＝", "": ""}


def family_grid(number: int, family: str) -> list[list[str]]:
    """The grid of reference table ``number`` as ``family`` would print it."""
    rows = grid(number)
    if family == "nm-2023":
        return rows
    t = truth(number)
    if family == "sc-0013zp":
        rows[0] = [f"部门预算项目支出绩效自评表（{t['year']}年度）"]
    if family == "poverty-2019":
        rows[0] = [f"绩效目标自评表（{t['year']}年度）"]
    heads = FUNDS_OF.get(family)
    if heads is not None:
        rows[3] = ["项目资金（万元）", "", *heads]
        for row, f in zip(rows[4:8], t["funds"], strict=True):
            keys = ("initial", "adjusted", "executed", "rate", "weight", "score")
            if family == "poverty-2019":
                keys = ("adjusted", "executed", "weight", "rate", "score")
            row[2:] = [f[k] for k in keys]
    start = first_row(rows)
    rows[start - 1] = ["绩效指标", *HEADS_OF[family]]
    for i, r in enumerate(t["indicators"]):
        sign = SIGNS[r["operator"] or ""]
        level1, level2 = rows[start + i][1:3]
        numeric = bool(sign)
        whole = f"{sign}{r['target']}{r['unit']}" if numeric else r["target"]
        done = f"{r['actual']}{r['unit']}" if numeric else r["actual"]
        left = ["", level1, level2, r["name"]]
        if family == "mof-2020":
            right = [whole, done, r["weight"], r["score"], ""]
        elif family == "poverty-2019":
            right = [r["weight"], whole, done, r["score"], ""]
        else:
            nature = sign or "定性"
            right = [nature, r["target"], r["unit"], r["actual"], r["weight"], r["score"], ""]
        rows[start + i] = [*left, *right]
    rows[-1] = ["总分", "", "", t["total_weight"], t["total_score"]]
    return rows
