"""A table over page breaks: fragments → one sheet of cells with one set of columns.

What the break does to a table: the column lines start again, a row is cut in two, a merged label
goes on with an empty cell, the header is printed again. Each is recognised and undone here; what
isn't recognised stays a row of its own, so that nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jiping.read.grid.rulings import cluster, nearest
from jiping.read.grid.typeset import Line, flow, is_full

if TYPE_CHECKING:
    from jiping.read.book import Box
    from jiping.read.grid.fragment import Fragment, Piece

SAME_WIDTH = 6.0  # points by which the widths of two fragments of one table may differ
SAME_EDGE = 4.0
BINDING = 60.0  # shift of the whole table from page to page (margins of left and right pages)
LABEL = 8  # characters
LONGEST_REST = 10
STRIP = 10.0  # an empty row lower than this is what a page break left over of a cut row

FORM_START = re.compile(
    r"(自评(价)?(报告)?表|申报表|评价表|评分表)([(（].*)?$"
    r"|^(项目|专项|专项资金|项目支出|转移支付|转移支付[(（]项目[)）]|单位|部门|部门[(（]单位[)）])名称"
    r"|^(填报单位|主管部门)"
)
FORM_END = re.compile(r"^(总分|合计|得分合计|总计)$")
FUND_ROW = re.compile(
    r"^(其中[:：])?(当年)?(财政拨款|(上年)?结转(结余)?(资金)?|[一-龥]{2,6}资金)[:：]?$"
)
NUMBER = re.compile(r"^[-+≥≤><=]?\d[\d,.]*[%％分]?$|^[—–\-－/]+$")
LABEL_TAIL = re.compile(r"(指标|目标|资金|满意度|影响|效益|情况)([(（].*[)）])?$")
LABEL_HEAD = re.compile(
    r"^(产出|效益|效果|满意|成本|数量|质量|时效|经济|社会|生态|环境|可持续|服务|绩效|年度|项目)"
)


@dataclass(slots=True, eq=False)
class Joint:
    """One cell of a joined table: its walls in the first fragment's frame, its first place, and
    the lines of all its parts. ``part`` are the walls of the last part, for judging its lines."""

    row: int
    rowspan: int
    x0: float
    x1: float
    page: int
    box: Box
    lines: list[Line]
    part: Box
    part_lines: list[Line]
    doubt: str | None = None

    @property
    def squeezed(self) -> str:
        """The text without blanks and breaks."""
        return "".join("".join(line.text.split()) for line in self.lines)

    @property
    def full(self) -> bool:
        """Whether the last line of the last part runs to the wall: the text may go on."""
        lines = self.part_lines
        return bool(lines) and is_full(lines[-1], lines, self.part[0], self.part[2])

    def append(self, below: Joint) -> None:
        """Take over the text of the part below the break."""
        if not self.lines:  # the text stands wholly below the break: that is its place
            self.page, self.box = below.page, below.box
        self.lines = self.lines + below.lines
        self.part, self.part_lines = below.part, below.part_lines


@dataclass(slots=True, eq=False)
class Sheet:
    """A table in the making: joined cells and how many rows they fill."""

    fragments: list[Fragment]
    joints: list[Joint]
    rows: int
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, fragment: Fragment) -> Sheet:
        """The sheet of one fragment."""
        return cls([fragment], _joints(fragment, 0.0), len(fragment.ys) - 1)

    def columns(self) -> list[float]:
        """Column edges of all parts together."""
        return cluster(sorted({x for joint in self.joints for x in (joint.x0, joint.x1)}))

    def spans(self) -> list[tuple[Joint, int, int]]:
        """Cells with first column (from 0) and colspan, by row, then column."""
        xs = self.columns()
        out = []
        for joint in self.joints:
            first = nearest(xs, joint.x0)
            out.append((joint, first, max(1, nearest(xs, joint.x1) - first)))
        return sorted(out, key=lambda item: (item[0].row, item[1]))

    def text(self, joint: Joint) -> str:
        """The cell's text, lines joined."""
        return flow(joint.lines, joint.x0, joint.x1)


def _joints(fragment: Fragment, shift: float) -> list[Joint]:
    """The cells of a fragment, moved sideways by ``shift``."""
    page, place = fragment.leaf.number, fragment.leaf.place
    return [
        Joint(
            row=piece.row,
            rowspan=piece.rowspan,
            x0=piece.box[0] + shift,
            x1=piece.box[2] + shift,
            page=page,
            box=place(piece.box),
            lines=_moved(piece, shift),
            part=(piece.box[0] + shift, piece.box[1], piece.box[2] + shift, piece.box[3]),
            part_lines=_moved(piece, shift),
            doubt=piece.doubt,
        )
        for piece in fragment.pieces
    ]


def _moved(piece: Piece, shift: float) -> list[Line]:
    if not shift:
        return piece.lines
    return [
        Line(line.text, line.x0 + shift, line.y0, line.x1 + shift, line.y1, line.size, line.head,
             line.blank)
        for line in piece.lines
    ]  # fmt: skip


def join(sheet: Sheet, fragment: Fragment) -> bool:
    """Add a fragment that begins the next page, if it goes on with the sheet's table."""
    last = sheet.fragments[-1]
    width = last.box[2] - last.box[0]
    shift = sheet.fragments[0].box[0] - fragment.box[0]
    if abs(fragment.box[2] - fragment.box[0] - width) > SAME_WIDTH or abs(shift) > BINDING:
        return False
    if abs(last.leaf.width - fragment.leaf.width) > SAME_WIDTH:
        return False
    if abs(shift) < 1.0:
        shift = 0.0
    added = _joints(fragment, shift)
    rows = len(fragment.ys) - 1
    repeated = _repeated_rows(sheet, added, rows)
    if not repeated and _starts_form(added):
        return False
    if repeated:
        added = _without_rows(added, repeated)
        rows -= repeated
        sheet.notes.append(
            f"第{fragment.leaf.number}页表格开头的{repeated}行是重复的表头，已并入前页表格，不作为数据。"
        )
    cut = last.open_bottom and fragment.open_top and not repeated
    rest = _rest_of_row(sheet, added, cut)
    if rest:
        for above, below in rest:
            if below.lines:
                above.append(below)
        moved = any(below.lines for _, below in rest)
        for _, below in rest:
            below.lines = []  # of a label that goes on below the rest, the text is above now
        added = _without_rows(added, 1)
        rows -= 1
        if moved:
            sheet.notes.append(
                f"第{fragment.leaf.number}页表格的第一行是上一页最后一行的下半部分，已接到上一页的单元格。"
            )
    if rows:
        _continue_labels(sheet, added)
    for joint in added:
        joint.row += sheet.rows
    sheet.joints += added
    sheet.rows += rows
    sheet.fragments.append(fragment)
    return True


def _rows_of(joints: list[Joint], count: int) -> list[list[Joint]]:
    """The cells that begin in each of the first ``count`` rows, from left to right."""
    rows: list[list[Joint]] = [[] for _ in range(count)]
    for joint in joints:
        if joint.row < count:
            rows[joint.row].append(joint)
    for row in rows:
        row.sort(key=lambda joint: joint.x0)
    return rows


def _starts_form(joints: list[Joint]) -> bool:
    """Whether a new form begins here: its title or the name of its project in the first rows."""
    for row in _rows_of(joints, 3):
        words = [joint.squeezed for joint in row if joint.lines]
        if words and FORM_START.search(words[0]):
            return True
    return False


def _signature(row: list[Joint]) -> tuple[str, ...]:
    """The words of a header row; empty for a row that holds numbers or too little.

    The row with the name of the project may hold a score: it is a header all the same.
    """
    words = tuple(joint.squeezed for joint in row if joint.lines)
    if len(words) > 2 and FORM_START.search(words[0]):
        return words
    return () if any(NUMBER.match(word) for word in words) else words


def _repeated_rows(sheet: Sheet, added: list[Joint], rows: int) -> int:
    """How many rows at the top of the new page print again what the table has as its header."""
    depth = min(6, sheet.rows, rows - 1)
    if depth < 1:
        return 0
    top = [_signature(row) for row in _rows_of(sheet.joints, depth)]
    new = [_signature(row) for row in _rows_of(added, depth)]
    ended = any(FORM_END.match(joint.squeezed) for joint in sheet.joints if joint.lines)
    count = 0
    while count < depth and new[count] and new[count] == top[count]:
        count += 1
    if count and not ended:
        return count
    # Behind the total a new form may begin; it doesn't begin with the header of its indicators.
    if len(new[0]) < 3 or (ended and "一级指标" not in new[0]):
        return 0
    headers = [_bare(_signature(row)) for row in _rows_of(sheet.joints, sheet.rows)]
    if _bare(new[0]) not in headers:
        return 0
    return _header_rows(added, new, headers[headers.index(_bare(new[0])) :])


def _header_rows(
    added: list[Joint], new: list[tuple[str, ...]], above: list[tuple[str, ...]]
) -> int:
    """Rows of a header that the new page repeats: titles may stand above titles."""
    deep = max(
        joint.rowspan for joint in added if joint.row == 0 and joint.squeezed in _bare(new[0])
    )
    count = 1
    while count < min(deep, len(new), len(above)) and _bare(new[count]) == above[count]:
        count += 1
    return count


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """Header words without the merged label before them."""
    return words[1:] if words and words[0] == "绩效指标" else words


def _without_rows(joints: list[Joint], count: int) -> list[Joint]:
    """Drop the first rows; a cell that reaches below them loses its upper part only."""
    kept = []
    for joint in joints:
        hidden = max(0, count - joint.row)
        if hidden >= joint.rowspan:
            continue
        joint.rowspan -= hidden
        joint.row = max(0, joint.row - count)
        kept.append(joint)
    return kept


def _above(sheet: Sheet, below: Joint) -> Joint | None:
    """The cell with the same walls that touches the bottom of the sheet."""
    for joint in sheet.joints:
        if (
            joint.row + joint.rowspan == sheet.rows
            and abs(joint.x0 - below.x0) <= SAME_EDGE
            and abs(joint.x1 - below.x1) <= SAME_EDGE
        ):
            return joint
    return None


def _rest_of_row(sheet: Sheet, added: list[Joint], cut: bool) -> list[tuple[Joint, Joint]]:
    """Pairs (upper part, lower part), if the first new row is the rest of the sheet's last row.

    It is when every cell of it either is empty or goes on with a text that ran to the end of its
    last line (or was still to come), and no number stands in it, except where the rulings
    themselves are open at the break (``cut``).
    """
    first = [joint for joint in added if joint.row == 0]
    ending = [joint for joint in first if joint.rowspan == 1]
    pairs = []
    ruled = sheet.fragments[0].ruled
    alone = sum(bool(joint.lines) for joint in first) == 1 and not ruled
    for joint in first:
        above = _above(sheet, joint)
        if above is None:
            if alone and not joint.lines:
                continue
            return []
        if joint in ending or joint.lines:
            pairs.append((above, joint))
    if not ending:
        return []
    filled = [(above, below) for above, below in pairs if below.lines]
    if not filled:
        strip = all(below.part[3] - below.part[1] < STRIP for below in ending)
        return pairs if strip or cut else []
    if cut:
        return pairs
    evidence = False
    # no row of its own has empty cells where the row above has its numbers
    unnumbered = any(NUMBER.match(above.squeezed) and not below.lines for above, below in pairs)
    for above, below in filled:
        if NUMBER.match(below.squeezed) and not (unnumbered and above.full):
            return []
        if not above.lines:
            continue
        if FUND_ROW.match(below.squeezed) or _is_whole(above, below):
            return []
        if not ruled and len(above.part_lines) < 2 and len(above.squeezed) <= LABEL:
            # how far the text might have run is not known: a label is whole, or cut in its words
            return pairs if alone and _label_goes_on(above, below, LONGEST_REST) else []
        if above.full and not FORM_END.match(below.squeezed):
            evidence = True
        elif len(above.part_lines) < 2 or not _to_the_floor(above):
            return []
    return pairs if evidence or _was_long(filled) else []


def _is_whole(above: Joint, below: Joint) -> bool:
    """Whether a label above the break is complete, so that the text below it is another one."""
    upper, lower = above.squeezed, below.squeezed
    if len(upper) > LONGEST_REST or not LABEL_TAIL.search(upper):
        return False
    return len(lower) > 4 and not LABEL_TAIL.search(lower)


def _to_the_floor(joint: Joint) -> bool:
    """Whether the text fills its cell down to the floor."""
    line = joint.part_lines[-1]
    return joint.part[3] - line.y1 < 1.3 * line.size


def _was_long(filled: list[tuple[Joint, Joint]]) -> bool:
    """Whether long texts stand above the break, so that they may well go on below it."""
    return all(
        len(above.part_lines) >= 3 and _to_the_floor(above) for above, _ in filled if above.lines
    ) and any(above.lines for above, _ in filled)


def _continue_labels(sheet: Sheet, added: list[Joint]) -> None:
    """Merged labels at the left of the new page's first row go on with those above.

    From the left, as long as the cell is empty under a label, or holds the end of a label that
    the break cut; the first cell with a text of its own ends it.
    """
    first = sorted((joint for joint in added if joint.row == 0), key=lambda joint: joint.x0)
    for below in first:
        above = _above(sheet, below)
        if above is None or NUMBER.match(above.squeezed):
            return
        merged = above.rowspan > 1 or below.rowspan > 1
        if below.lines and not (merged and _label_goes_on(above, below)):
            return
        if not below.lines and not above.lines:
            return
        if below is first[-1]:
            return
        if below.lines:
            above.append(below)
        above.rowspan += below.rowspan
        added.remove(below)


def _label_goes_on(above: Joint, below: Joint, longest: int = 4) -> bool:
    """Whether a label was cut in two by the break: 效益指 | 标, or stands below it altogether."""
    upper, lower = above.squeezed, below.squeezed
    if not upper:
        # Only one row of the label's fits above the break: the text stands with the others below.
        return above.rowspan > 1 or (below.rowspan > 1 and bool(LABEL_TAIL.search(lower)))
    if lower == upper:
        return False
    return (
        not LABEL_TAIL.search(upper)
        and not LABEL_HEAD.search(lower)
        and bool(LABEL_TAIL.search(upper + lower))
        and len(lower) <= longest
    )
