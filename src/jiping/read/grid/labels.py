"""Labels of several rows without lines around them: which rows each one is for.

A merged cell is set to its top, or in its middle. Set to the top, every label stands in the first
of its rows, and where one column begins anew, those right of it do too. Set in the middle, each
reaches as far below its middle as above it, so that the rows of one follow from those of the one
before. Where both would do and differ, or neither does, the labels are marked as doubtful.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from jiping.read.grid.segments import VALUE
from jiping.read.grid.tiers import widen

if TYPE_CHECKING:
    from jiping.read.grid.rivers import Stretch
    from jiping.read.grid.segments import Block
    from jiping.read.grid.unruled import Row

DENSE = 0.8  # part of the rows in which the first full column is filled
HEADED = 0.7  # part of the columns that a header names
HEAD_WORDS = re.compile(
    r"级指标|指标名称|指标值|[完达]成值|实际值|目标值|预算数|执行数|到位数|执行率|分值|得分|权重|原因|指标性质|计量单位|度量单位"
)
FEWEST_VOTES = 2
MAJORITY = 3
FEWEST_WORDS = 3  # header words in a header
SECTION = re.compile(
    r"^([一二三四五六][、.])?(项目资金|预算执行|预算资金|年度(总体|绩效)?目标|总体目标|(年度)?绩效指标)"
)
"""What stands beside a whole part of a form: its rows are known without it."""
FEWEST_HEADS = 4  # cells of a header
ALIKE = 0.15  # em between the middle of a row and that of a label of this row alone
SLACK = 0.4  # em by which the middle of a label may miss
DOUBT = "合并单元格没有表格线，指标级次属于哪几行不能确定"

Spans = list[tuple[int, int]]
"""First and last row (of the block) of every label."""


@dataclass(slots=True, eq=False)
class _Column:
    """The labels of one column with the rows they stand in, by height."""

    labels: list[Block]
    rows: list[int]


class Set(Enum):
    """How high cells are set."""

    TOP = "top"
    MIDDLE = "middle"
    UNKNOWN = "unknown"


def how_set(rows: list[Row]) -> Set:
    """Where a short text stands beside a long one of its row: at its top or at its middle."""
    top = middle = 0
    for row in rows:
        own = [cell for cell in row.cells if cell.last <= row.number and not cell.group]
        if len(own) < 2:
            continue
        tall = max(own, key=lambda cell: cell.y1 - cell.y0)
        for cell in own:
            if tall.y1 - tall.y0 - (cell.y1 - cell.y0) < cell.em:
                continue
            top += abs(cell.y0 - tall.y0) < ALIKE * cell.em
            middle += abs(cell.middle - tall.middle) < ALIKE * cell.em
    if not top + middle:
        top, middle = _sections(rows)
    if max(top, middle) < FEWEST_VOTES or min(top, middle) * MAJORITY > max(top, middle):
        return Set.UNKNOWN
    return Set.TOP if top > middle else Set.MIDDLE


def _sections(rows: list[Row]) -> tuple[int, int]:
    """Labels of whole parts of the form: on the line of a header, or beside figures."""
    top = middle = 0
    for row in rows:
        for label in row.cells:
            if not SECTION.match(label.text):
                continue
            others = [c for c in row.cells if c is not label and c.last <= row.number]
            level = [c for c in others if abs(c.middle - label.middle) < ALIKE * c.em]
            figures = any(VALUE.match(cell.text) for cell in others)
            top += len(level) >= FEWEST_VOTES and not figures
            middle += figures or not level
    return top, middle


def settle(rows: list[Row], part: Stretch, how: Set) -> None:
    """Move the labels of a stretch to the first of the rows they are for; sets ``last``."""
    own = rows[part.first : part.end]
    for row in own:
        widen(row, part)
    heads = [
        n
        for n, row in enumerate(own)
        if len(row.cells) + _reaching(own, n) >= FEWEST_HEADS
        and not any(VALUE.match(cell.text) for cell in row.cells)
    ]
    heads = [n for n in heads if _worded(own, n)] or [
        n for n in heads if len(own[n].cells) + _reaching(own, n) >= HEADED * len(part.columns)
    ]
    if not heads:
        return
    for head, end in itertools.pairwise([*heads, len(own)]):
        block = own[head + 1 : end]
        block = [row for row in block if row.page is block[0].page]
        if len(block) > 1:
            _block(block, part, how)


def _worded(rows: list[Row], n: int) -> bool:
    """Whether a row holds the words of a header."""
    cells = [*rows[n].cells, *(rows[n - 1].cells if _reaching(rows, n) else [])]
    return sum(bool(HEAD_WORDS.search(cell.text)) for cell in cells) >= FEWEST_WORDS


def _reaching(rows: list[Row], n: int) -> int:
    """Header cells of the row above that reach over this one too."""
    row, above = rows[n], rows[n - 1]
    if not n or above.page is not row.page or not any(cell.group for cell in above.cells):
        return 0
    return sum(cell.last >= row.number for cell in above.cells)


def _block(block: list[Row], part: Stretch, how: Set) -> None:
    """The rows below one header, on one page."""
    filled = [0] * len(part.columns)
    held: list[dict[int, Block]] = []
    for row in block:
        places = part.places(row.cells) or []
        cells = {a: cell for cell, (a, b) in zip(row.cells, places, strict=False) if a == b}
        held.append(cells)
        for number in cells:
            filled[number] += 1
    usual = sorted(map(len, held))[len(held) // 2]
    while len(held) > 2 and len(held[-1]) * 2 < usual:
        for number in held.pop():
            filled[number] -= 1
    block = block[: len(held)]
    dense = next((n for n, count in enumerate(filled) if count >= DENSE * len(block)), 0)
    while len(block) > 2 and dense not in held[len(block) - 1]:
        block = block[:-1]  # a total, a remark
    columns = []
    for number in range(dense):
        rows = [
            n
            for n, cells in enumerate(held[: len(block)])
            if number in cells and not SECTION.match(cells[number].text)
        ]
        if rows:
            columns.append(_Column([held[n][number] for n in rows], rows))
    columns = [column for column in columns if len(column.rows) > 1 or column is columns[-1]]
    if not columns or all(len(column.rows) == len(block) for column in columns):
        return
    top = [_at_top(columns, at) for at in range(len(columns))]
    walls = _walls(block, [cell for cells in held for n, cell in cells.items() if n < dense])
    middle = [_centred(column, walls) for column in columns]
    centred = all(spans is not None for spans in middle) and _nested(
        [spans for spans in middle if spans is not None]
    )
    if how is Set.TOP:
        return
    if all(top) and how is not Set.MIDDLE:
        same = centred and all(
            [first for first, _ in spans or ()] == column.rows
            for spans, column in zip(middle, columns, strict=True)
        )
        if centred and not same:
            _doubt(block)
        return
    if not centred:
        _doubt(block)
        return
    for column, spans in zip(columns, middle, strict=True):
        for label, old, (first, last) in zip(column.labels, column.rows, spans or (), strict=True):
            block[old].cells.remove(label)
            block[first].cells.append(label)
            block[first].cells.sort(key=lambda cell: cell.x0)
            label.row, label.last = block[first].number, block[last].number


def _at_top(columns: list[_Column], at: int) -> bool:
    """Whether the labels of a column may stand in the first of their rows."""
    column = columns[at]
    if column.rows[0] != 0:
        return False
    return at + 1 == len(columns) or set(column.rows) <= set(columns[at + 1].rows)


def _walls(block: list[Row], labels: list[Block]) -> list[float]:
    """Row edges as they must have been: half-way between the texts of rows, as far outside.

    The labels stand where they must and tell nothing of the rows, but one that is higher than
    the row that it stands in the middle of: that row was made higher for it.
    """
    beside = {id(label) for label in labels}
    extents = []
    for row in block:
        own = [c for c in row.cells if id(c) not in beside and c.last <= row.number] or row.cells
        top, bottom = min(c.y0 for c in own), max(c.y1 for c in own)
        for cell in row.cells:
            if abs(cell.middle - (top + bottom) / 2) < ALIKE * cell.em:
                top, bottom = min(top, cell.y0), max(bottom, cell.y1)
        extents.append((top, bottom))
    inner = [(a[1] + b[0]) / 2 for a, b in itertools.pairwise(extents)]
    gap = max(0.0, min((b[0] - a[1] for a, b in itertools.pairwise(extents)), default=6.0)) / 2
    return [extents[0][0] - gap, *inner, extents[-1][1] + gap]


def _centred(column: _Column, walls: list[float]) -> Spans | None:
    """The rows of every label, if each stands in the middle of its own."""
    spans: Spans = []
    at = 0
    for label in column.labels:
        wanted = 2 * label.middle - walls[at]
        end = min(range(len(walls)), key=lambda n: abs(walls[n] - wanted))
        if end <= at or abs(walls[end] - wanted) > 2 * SLACK * label.em:
            return None
        spans.append((at, end - 1))
        at = end
    return spans


def _nested(columns: list[Spans]) -> bool:
    """Whether a label begins in every column right of one where one begins."""
    starts = [{first for first, _ in spans} for spans in columns]
    return all(left <= right for left, right in itertools.pairwise(starts))


def _doubt(block: list[Row]) -> None:
    """Rows without a label of their own are as doubtful as those with one."""
    for row in block:
        for cell in row.cells:
            cell.doubt = DOUBT
