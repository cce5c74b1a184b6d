"""The five reference tables as grids, drawn properly (merged) or as a careless converter leaves
them (shifted)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "examples" / "reference"
TRUTHS = ROOT / "tests" / "reference"
NUMBERS = (1, 2, 3, 4, 5)
WIDTH = 12
HEADER = (
    "一级指标", "二级指标", "三级指标", "指标性质", "指标方向", "年度指标值", "实际完成值",
    "计量单位", "分值", "得分", "偏差原因分析及改进措施",
)  # fmt: skip
FUND_HEADER = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率(%)", "得分")
FUND_KEYS = ("initial", "adjusted", "executed", "weight", "rate", "score")
FUND_COLUMNS = ((5, 2), (7, 1), (8, 1), (9, 1), (10, 1), (11, 2))


@dataclass(frozen=True)
class Piece:
    """One cell of a grid; positions count from 1."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Grid:
    """A form: the paragraphs above its table, and the table's cells."""

    paragraphs: tuple[str, ...]
    pieces: tuple[Piece, ...]
    rows: int
    columns: int
    name: str = ""
    by_row: dict[int, list[Piece]] = field(default_factory=dict, compare=False)
    shares: tuple[int, ...] = ()
    """Widths of the columns in proportion; empty for the writer's own."""

    def row(self, number: int) -> list[Piece]:
        """The cells that begin in a row, from left to right."""
        if not self.by_row:
            for piece in self.pieces:
                self.by_row.setdefault(piece.row, []).append(piece)
            for pieces in self.by_row.values():
                pieces.sort(key=lambda piece: piece.column)
        return self.by_row.get(number, [])


@cache
def truth(number: int) -> dict[str, Any]:
    """The true values of a reference table."""
    loaded: dict[str, Any] = json.loads((TRUTHS / f"table-{number}.truth.json").read_text("utf-8"))
    return loaded


@cache
def text(number: int) -> str:
    """A reference table as it was published, in text."""
    return (TEXTS / f"table-{number}.txt").read_text("utf-8")


@cache
def merged(number: int) -> Grid:
    """A reference table on the official grid of 12 columns."""
    data = truth(number)
    pieces: list[Piece] = []
    put = pieces.append
    put(Piece(1, 1, "项目名称", 1, 2))
    put(Piece(1, 3, data["project_name"], 1, 10))
    put(Piece(2, 1, "主管部门", 1, 2))
    put(Piece(2, 3, data["department"], 1, 4))
    put(Piece(2, 7, "实施单位", 1, 2))
    put(Piece(2, 9, data["unit"], 1, 4))
    funds = data["funds"]
    put(Piece(3, 1, f"项目资金\n({data['funds_unit']})", 1 + len(funds), 2))
    put(Piece(3, 3, "", 1, 2))
    for label, (column, span) in zip(FUND_HEADER, FUND_COLUMNS, strict=True):
        put(Piece(3, column, label, 1, span))
    for row, fund in enumerate(funds, 4):
        put(Piece(row, 3, fund["label"], 1, 2))
        for key, (column, span) in zip(FUND_KEYS, FUND_COLUMNS, strict=True):
            put(Piece(row, column, fund[key], 1, span))
    row = 4 + len(funds)
    put(Piece(row, 1, "年度总体目标", 2, 2))
    put(Piece(row, 3, "预期目标", 1, 5))
    put(Piece(row, 8, "实际完成情况", 1, 5))
    put(Piece(row + 1, 3, data["goal_expected"], 1, 5))
    put(Piece(row + 1, 8, data["goal_actual"], 1, 5))
    row += 2
    indicators = data["indicators"]
    put(Piece(row, 1, "绩效指标", 1 + len(indicators)))
    for column, label in enumerate(HEADER, 2):
        put(Piece(row, column, label))
    first = row + 1
    pieces.extend(_levels(indicators, first))
    for row, item in enumerate(indicators, first):
        values = (
            item["name"], item["direction"], item["operator_raw"], item["target"], item["actual"],
            item["unit"], item["weight"], item["score"], item["reason"],
        )  # fmt: skip
        for column, value in enumerate(values, 4):
            put(Piece(row, column, value or ""))
    row = first + len(indicators)
    put(Piece(row, 1, "总分", 1, 9))
    put(Piece(row, 10, data["total_weight"]))
    put(Piece(row, 11, data["total_score"]))
    put(Piece(row, 12, ""))
    title = f"{data['form_title']} ({data['year']}年度)"
    return Grid((data["heading"], title), tuple(pieces), row, WIDTH, f"表{number}")


def _levels(indicators: list[dict[str, Any]], first: int) -> list[Piece]:
    """The merged cells of 一级指标 and 二级指标."""
    out = []
    keys = [(item["level1"], item["level2"]) for item in indicators]
    for depth, column in ((1, 2), (2, 3)):
        start = 0
        for end in range(1, len(keys) + 1):
            if end == len(keys) or keys[end][:depth] != keys[start][:depth]:
                label = keys[start][depth - 1]
                out.append(Piece(first + start, column, label, end - start))
                start = end
    return out


@cache
def shifted(number: int) -> Grid:
    """A reference table with the cells of its published text one after the other, unmerged."""
    paragraphs: list[str] = []
    pieces: list[Piece] = []
    row, width = 0, 1
    for line in text(number).splitlines():
        cells = line.split("\t")
        if len(cells) == 1 or (len(cells) > 1 and not any(cells[1:]) and not row):
            if line.strip():
                paragraphs.append(line.strip())
            continue
        row += 1
        width = max(width, len(cells))
        pieces.extend(Piece(row, column, cell) for column, cell in enumerate(cells, 1))
    return Grid(tuple(paragraphs), tuple(pieces), row, width, f"表{number}")
