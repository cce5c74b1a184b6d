"""Tables without lines, or with some of them only: which cell stands where, and on which page."""

from __future__ import annotations

import pytest

from jiping.read.book import Book, Table
from jiping.read.grid import Leaf, bind
from jiping.read.limits import DEFAULT

EM = 8.0
EDGES = (40.0, 100.0, 160.0, 270.0, 340.0, 400.0, 440.0)
HEADER = ("一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分")
DATA = (
    ("产出指标", "数量指标", "印刷资料份数", "52", "53", "10", "10"),
    ("", "", "组织培训次数", "6", "6", "20", "20"),
    ("", "质量指标", "培训合格率", "98", "97.5", "15", "14"),
    ("效益指标", "社会效益", "办事效率提升", "明显", "明显", "45", "45"),
    ("满意度", "服务对象", "群众满意度", "95", "96", "10", "10"),
)


def put(leaf: Leaf, x: float, y: float, text: str, em: float = EM) -> None:
    """Set ``text`` with its left edge at ``x`` and its line at ``y``."""
    for char in text:
        wide = em if char >= "\u2e80" else em / 2
        leaf.glyphs.append((char, x, y, x + wide, y + em * 1.2))
        x += wide


def page(number: int, rows: tuple[tuple[str, ...], ...], top: float = 80.0) -> Leaf:
    leaf = Leaf(number, 595.0, 842.0)
    for index, row in enumerate(rows):
        for x, text in zip(EDGES, row, strict=True):
            put(leaf, x, top + 18 * index, text)
    return leaf


def table(*leaves: Leaf) -> Table:
    book = bind(Book("pdf"), leaves, DEFAULT)
    (found,) = (block for block in book.blocks if isinstance(block, Table))
    return found


def words(found: Table) -> list[dict[int, str]]:
    return [{cell.column: cell.text for cell in row if cell.text} for row in found.rows]


EXPECTED = [{column: text for column, text in enumerate(row, 1) if text} for row in (HEADER, *DATA)]


def test_columns_and_rows_without_any_line() -> None:
    found = table(page(1, (HEADER, *DATA)))
    assert found.ruled is False
    assert words(found) == EXPECTED
    cell = next(c for c in found.rows[3] if c.text == "97.5")
    assert (cell.row, cell.column, cell.page) == (4, 5, 1)
    assert cell.box is not None
    assert cell.box[0] < 340 < cell.box[2]
    assert cell.box[1] < 80 + 3 * 18 + 5 < cell.box[3]


@pytest.mark.parametrize("lines", ["frame", "rows", "columns", "under"])
def test_half_of_the_lines_changes_nothing(lines: str) -> None:
    leaf = page(1, (HEADER, *DATA))
    bottom = 77.0 + 18 * 6
    if lines in ("frame", "rows", "columns"):
        leaf.horizontals += [(77.0, 38.0, 470.0), (bottom, 38.0, 470.0)]
        leaf.verticals += [(38.0, 77.0, bottom), (470.0, 77.0, bottom)]
    if lines == "rows":
        leaf.horizontals += [(77.0 + 18 * n, 38.0, 470.0) for n in range(1, 6)]
    if lines == "columns":
        leaf.verticals += [(x - 2, 77.0, bottom) for x in EDGES[1:]]
    if lines == "under":
        leaf.horizontals.append((95.0, 38.0, 470.0))
    assert words(table(leaf)) == EXPECTED


def test_a_wrapped_text_is_one_cell_and_no_row() -> None:
    leaf = page(1, (HEADER,))
    for index, row in enumerate(DATA):
        for x, text in zip(EDGES, row, strict=True):
            put(leaf, x, 98 + 28 * index, text)
    put(leaf, EDGES[2], 98 + 10, "（册，含电子版）")
    put(leaf, EDGES[2], 98 + 28 * 2 + 10, "（含补考）")
    found = words(table(leaf))
    assert len(found) == 6
    assert found[1][3].replace("\n", "") == "印刷资料份数（册，含电子版）"
    assert found[3][3].replace("\n", "") == "培训合格率（含补考）"
    assert found[1][7] == "10"


def test_texts_of_two_columns_that_touch_are_parted_at_the_edge() -> None:
    rows = (HEADER, *DATA)
    leaf = page(1, rows)
    put(leaf, EDGES[2], 80 + 18 * 6, "镇级资料印刷发放数量统计表", em=8.4)  # 109.2 of 110 points
    put(leaf, EDGES[3], 80 + 18 * 6, "12")
    put(leaf, EDGES[5], 80 + 18 * 6, "0")
    last = words(table(leaf))[-1]
    assert last[4] == "12"
    assert last[6] == "0"


def test_the_table_goes_on_over_the_page_and_page_numbers_are_no_cells() -> None:
    first, second = page(1, (HEADER, *DATA[:3])), page(2, (HEADER, *DATA[3:]))
    for leaf in (first, second):
        put(leaf, 285, 812, f"— {leaf.number} —")
    found = table(first, second)
    assert words(found) == EXPECTED
    assert [row[0].page for row in found.rows] == [1, 1, 1, 1, 2, 2]


def test_labels_in_the_middle_of_their_rows_stand_in_the_first() -> None:
    leaf = Leaf(1, 595.0, 842.0)
    levels = {(0, 3): "产出指标", (3, 4): "效益指标", (4, 5): "满意度"}
    seconds = {(0, 2): "数量指标", (2, 3): "质量指标", (3, 4): "社会效益", (4, 5): "服务对象"}
    for x, text in zip(EDGES, HEADER, strict=True):
        put(leaf, x, 80, text)
    for index, row in enumerate(DATA):
        for x, text in zip(EDGES[2:], row[2:], strict=True):
            put(leaf, x, 98 + 18 * index, text)
    for x, labels in ((EDGES[0], levels), (EDGES[1], seconds)):
        for (start, end), text in labels.items():
            put(leaf, x, 98 + 9 * (start + end - 1), text)
    found = table(leaf)
    assert words(found) == EXPECTED
    assert all(cell.doubt is None for row in found.rows for cell in row)


def test_labels_that_fit_no_rows_are_doubtful() -> None:
    leaf = page(1, (HEADER, *(("", "", *row[2:]) for row in DATA)))
    put(leaf, EDGES[0], 98 + 18 * 2 + 6, "产出指标")
    put(leaf, EDGES[1], 98 + 18 * 3 - 6, "数量指标")
    doubts = {
        cell.doubt for row in table(leaf).rows for cell in row if cell.column == 3 and cell.row > 1
    }
    assert doubts == {"合并单元格没有表格线，指标级次属于哪几行不能确定"}


def test_prose_is_no_table() -> None:
    leaf = Leaf(1, 595.0, 842.0)
    for index in range(12):
        put(leaf, 60, 80 + 14 * index, "项目实施以来各项工作按计划推进，资金使用规范，成效明显。")
    book = bind(Book("pdf"), [leaf], DEFAULT)
    assert not any(isinstance(block, Table) for block in book.blocks)
