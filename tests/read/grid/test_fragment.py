"""Ruling lines → merged cells, whatever way the lines were drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiping.read.book import Book, Paragraph, Table
from jiping.read.grid import Leaf, Turn, bind
from jiping.read.grid.fragment import build
from jiping.read.grid.leaf import Ruling
from jiping.read.grid.rulings import regions, straighten
from jiping.read.grid.typeset import set_lines
from jiping.read.limits import DEFAULT

Spot = tuple[int, int, int, int]
WIDE, HIGH, LEFT, TOP = 60.0, 20.0, 40.0, 50.0


@st.composite
def tilings(draw: st.DrawFn) -> tuple[int, int, list[Spot]]:
    """Rows, columns, and cells (row, column, rowspan, colspan) that fill them."""
    rows, columns = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    taken: set[tuple[int, int]] = set()
    spots: list[Spot] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            width = draw(st.integers(1, 3))
            while any((row, c) in taken or c >= columns for c in range(column, column + width)):
                width -= 1
            height = min(draw(st.integers(1, 3)), rows - row)
            spots.append((row, column, height, width))
            taken |= {
                (r, c) for r in range(row, row + height) for c in range(column, column + width)
            }
    return rows, columns, spots


def walls(spots: list[Spot], wobble: float = 0.0) -> tuple[list[Ruling], list[Ruling]]:
    """Every cell draws its own four sides, shifted outwards by ``wobble``."""
    horizontals: list[Ruling] = []
    verticals: list[Ruling] = []
    for row, column, height, width in spots:
        x0, x1 = LEFT + column * WIDE - wobble, LEFT + (column + width) * WIDE + wobble
        y0, y1 = TOP + row * HIGH - wobble, TOP + (row + height) * HIGH + wobble
        horizontals += [(y0, x0, x1), (y1, x0, x1)]
        verticals += [(x0, y0, y1), (x1, y0, y1)]
    return horizontals, verticals


def lattice(spots: list[Spot]) -> tuple[list[int], list[int]]:
    """Edges that some cell has: others can't be seen."""
    rows = sorted({edge for s in spots for edge in (s[0], s[0] + s[2])})
    columns = sorted({edge for s in spots for edge in (s[1], s[1] + s[3])})
    return rows, columns


@given(tilings(), st.floats(0, 0.7))
def test_every_tiling_is_read_back(tiling: tuple[int, int, list[Spot]], wobble: float) -> None:
    _, _, spots = tiling
    if len(spots) < 2:
        return
    horizontals, verticals = walls(spots, wobble)
    (region,) = regions(straighten(horizontals), straighten(verticals))
    fragment = build(region, Leaf(1, 600, 800))
    rows, columns = lattice(spots)
    wanted = {
        (
            rows.index(r),
            columns.index(c),
            rows.index(r + h) - rows.index(r),
            columns.index(c + w) - columns.index(c),
        )
        for r, c, h, w in spots
    }
    assert fragment is not None
    assert {(p.row, p.column, p.rowspan, p.colspan) for p in fragment.pieces} == wanted


@given(st.lists(st.floats(2, 12), min_size=6, max_size=60))
def test_dashes_become_one_line(gaps: list[float]) -> None:
    at, pieces = 0.0, []
    for _ in gaps:
        pieces.append((100.0, at, at + 8.0))
        at += 8.0 + min(gaps[0], 11.0)
    assert straighten(pieces) == [(100.0, 0.0, pieces[-1][2])]


def test_a_double_border_is_one_and_rows_stay_apart() -> None:
    assert [r[0] for r in straighten([(10, 0, 90), (12, 0, 90), (24, 0, 90)])] == [11, 24]


def test_underlines_and_frames_are_no_tables() -> None:
    underline = [(100.0, 50.0, 200.0)]
    assert regions(straighten(underline), []) == []
    frame = walls([(0, 0, 1, 1)])
    (region,) = regions(straighten(frame[0]), straighten(frame[1]))
    assert build(region, Leaf(1, 600, 800)) is None


def glyphs(
    text: str, x: float, y: float, size: float = 9.0
) -> list[tuple[str, float, float, float, float]]:
    out = []
    for char in text:
        width = size if ord(char) > 255 else size / 2
        out.append((char, x, y, x + width, y + size))
        x += width
    return out


def leaf_with(spots: list[Spot], texts: dict[tuple[int, int], str], number: int = 1) -> Leaf:
    leaf = Leaf(number, 600, 800)
    leaf.horizontals, leaf.verticals = walls(spots)
    for (row, column), text in texts.items():
        leaf.glyphs += glyphs(text, LEFT + column * WIDE + 2, TOP + row * HIGH + 5)
    return leaf


def test_a_table_in_a_page_frame_and_a_box_in_a_cell() -> None:
    spots = [(r, c, 1, 1) for r in range(3) for c in range(3)]
    leaf = leaf_with(spots, {(0, 0): "项目名称", (2, 2): "□是"})
    frame = (10.0, 10.0, 590.0, 790.0)
    leaf.horizontals += [(frame[1], frame[0], frame[2]), (frame[3], frame[0], frame[2])]
    leaf.verticals += [(frame[0], frame[1], frame[3]), (frame[2], frame[1], frame[3])]
    x, y = LEFT + 2 * WIDE + 30, TOP + 2 * HIGH + 4  # two boxes side by side
    leaf.horizontals += [(y, x, x + 20), (y + 10, x, x + 20)]
    leaf.verticals += [(x, y, y + 10), (x + 10, y, y + 10), (x + 20, y, y + 10)]
    book = bind(Book("test"), [leaf], DEFAULT)
    (table,) = book.blocks
    assert isinstance(table, Table)
    assert [(c.row, c.column, c.text) for row in table.rows for c in row if c.text] == [
        (1, 1, "项目名称"),
        (3, 3, "□是"),
    ]


def test_open_sides_make_cells() -> None:
    leaf = Leaf(1, 600, 800)
    leaf.horizontals = [(100.0, 40.0, 400.0), (120.0, 40.0, 400.0), (140.0, 40.0, 400.0)]
    leaf.verticals = [(200.0, 100.0, 140.0)]
    leaf.glyphs = glyphs("左", 60, 105) + glyphs("右", 300, 125)
    (table,) = bind(Book("test"), [leaf], DEFAULT).blocks
    assert isinstance(table, Table)
    assert [(c.row, c.column, c.text) for row in table.rows for c in row] == [
        (1, 1, "左"), (1, 2, ""), (2, 1, ""), (2, 2, "右"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([("10.154302", 0, 0)], "10.154302"),
        ([("面积50m", 0, 0), ("2", 31.5, -1)], "面积50m2"),
        ([("good", 0, 0), ("job", 22, 0)], "good job"),
        ([("产", 0, 0), ("出", 14, 0)], "产出"),
        ([("预算", 0, 0), ("执行", 40, 0)], "预算 执行"),
    ],
)
def test_gaps_and_superscripts(words: list[tuple[str, float, float]], wanted: str) -> None:
    printed = [g for text, x, y in words for g in glyphs(text, x, y + 20, 6 if y < 0 else 9)]
    (line,) = set_lines(printed)
    assert line.text == wanted


def test_columns_that_only_gaps_show() -> None:
    leaf = Leaf(1, 600, 800)
    for at, row in enumerate(
        [("指标", "目标", "完成"), ("次数", "5", "7"), ("成本", "40", "26.18")]
    ):
        for column, text in enumerate(row):
            leaf.glyphs += glyphs(text, 50 + 120 * column, 100 + 15 * at)
    leaf.glyphs += glyphs("说明：以上数据由单位填报。", 50, 160)
    table, note = bind(Book("test"), [leaf], DEFAULT).blocks
    assert isinstance(table, Table)
    assert not table.ruled
    assert [[c.text for c in row] for row in table.rows] == [
        ["指标", "目标", "完成"], ["次数", "5", "7"], ["成本", "40", "26.18"],
    ]  # fmt: skip
    assert isinstance(note, Paragraph)
    assert note.text == "说明：以上数据由单位填报。"


@given(st.integers(0, 3), st.floats(0, 300), st.floats(0, 300))
def test_turned_boxes_keep_their_size_and_stay_on_the_page(q: int, x: float, y: float) -> None:
    width, height = 400.0, 600.0
    x0, y0, x1, y1 = Turn(q, width, height).displayed((x, y, x + 50, y + 20))
    across, down = (20.0, 50.0) if q % 2 else (50.0, 20.0)
    assert (x1 - x0, y1 - y0) == (pytest.approx(across), pytest.approx(down))
    assert x0 >= 0
    assert y0 >= 0
    assert x1 <= width
    assert y1 <= height
