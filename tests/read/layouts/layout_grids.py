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
