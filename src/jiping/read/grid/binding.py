"""Pages, one after the other → paragraphs and tables of a book, in reading order."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.errors import Unreadable
from jiping.read.grid.columns import Gapped, gapped_tables, split_at_gaps
from jiping.read.grid.fragment import Fragment, Piece, build
from jiping.read.grid.joining import Sheet, join
from jiping.read.grid.rulings import regions, straighten
from jiping.read.grid.segments import VALUE
from jiping.read.grid.typeset import Line, group_rows, set_lines
from jiping.read.grid.unruled import Bare, tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jiping.read.grid.leaf import Glyph, Leaf
    from jiping.read.limits import Limits

PAGE_NUMBER = re.compile(
    r"^[\s\-—–－·•]*(第\s*)?[0-9０-９一二三四五六七八九十]{1,4}(\s*页)?"
    r"(\s*[/／,，、]?\s*共?\s*[0-9]{1,4}\s*页?)?[\s\-—–－·•]*$"
)
GOES_ON = re.compile(r"^[（(]?\s*(续表|续上表|接上表|接上页|转下页|续下页|见下页|续)\s*[)）]?$")
MARGIN = 0.12  # part of the page height in which a repeated line counts as header or footer
WIDE_CELL = 120.0  # points: a cell narrower than this holds one column only
FEWEST_OPEN = 3
FEWEST_WORDS = 3  # texts side by side: a repeated header of a table without lines
TALL = 60.0  # points: a cell lower than this holds no figures of several rows
ROWS_APART = 1.6  # heights of a line
FEWEST_STACKS = 2
FEWEST_STACKED = 3
OPEN_SHARE = 3  # one cell in so many holding texts side by side: walls are missing
MOST_RULINGS = 6_000  # after joining pieces; a page with more is a drawing, not a form


@dataclass(slots=True, eq=False)
class _Set:
    """One page, set: its fragments, and its lines outside them with their words by gaps."""

    leaf: Leaf
    fragments: list[Fragment]
    lines: list[Line]
    words: list[list[Line]]
    furniture: set[int] = field(default_factory=set)
    bare: Bare | None = None
    """What the page holds, if its lines make no grid."""
    band: Bare | None = None
    """What the page holds, if its lines make one row of cells only."""


def bind(book: Book, leaves: Iterable[Leaf], limits: Limits) -> Book:
    """Fill ``book`` with the blocks of all pages. Raises `Unreadable` past the limits."""
    pages: list[_Set] = []
    cells = 0
    for leaf in leaves:
        page = _set(leaf, book.notes)
        cells += sum(len(fragment.pieces) for fragment in page.fragments)
        if cells > limits.cells:
            raise Unreadable(f"表格单元格超过{limits.cells}个，不像自评表，没有读取。")
        pages.append(page)
    _loosen(pages)
    _mark_furniture(pages)
    _unruled(pages)
    _compose(book, pages)
    rows = max((len(block.rows) for block in book.blocks if isinstance(block, Table)), default=0)
    if rows > limits.rows:
        raise Unreadable(f"表格有{rows}行，超过上限{limits.rows}行，没有读取。")
    return book


def _set(leaf: Leaf, notes: list[str]) -> _Set:
    """Rulings → fragments; characters → their cells, the others → lines."""
    horizontals, verticals = straighten(leaf.horizontals), straighten(leaf.verticals)
    leaf.horizontals, leaf.verticals = [], []
    fragments: list[Fragment] = []
    if len(horizontals) + len(verticals) > MOST_RULINGS:
        notes.append(f"第{leaf.number}页的线条太多，像图纸而不像表格，只读取了文字。")
    else:
        built = [build(region, leaf) for region in regions(horizontals, verticals)]
        fragments = _outermost([fragment for fragment in built if fragment is not None])
    outside, leaf.glyphs = leaf.glyphs, []
    for fragment in fragments:
        outside = fragment.take(outside)
    bare: Bare | None = None
    band: Bare | None = None
    if fragments and all(len(fragment.ys) == 2 for fragment in fragments):
        band = Bare(leaf, [*outside, *_inside(fragments)], horizontals, verticals)
    if not fragments or sum(map(_open, fragments)) * 2 > len(fragments):
        outside += _inside(fragments)
        fragments = []
        bare = Bare(leaf, outside, horizontals, verticals)
    for fragment in fragments:
        fragment.set_text()
    lines, words = _lines(outside)
    return _Set(leaf, fragments, lines, words, bare=bare, band=band)


def _inside(fragments: list[Fragment]) -> list[Glyph]:
    return [glyph for f in fragments for piece in f.pieces for glyph in piece.glyphs]


def _lines(glyphs: list[Glyph]) -> tuple[list[Line], list[list[Line]]]:
    """Characters outside tables → their lines, and the words of each by gaps."""
    lines: list[Line] = []
    words: list[list[Line]] = []
    for row in group_rows(glyphs) if glyphs else []:
        parts = split_at_gaps(row)
        line = set_lines(row)
        if parts and line:
            lines.append(line[0])
            words.append(parts)
    return lines, words


def _loosen(pages: list[_Set]) -> None:
    """A page with one row of cells beside a page without row lines has none either: they are
    several rows, between walls only."""
    for way in (pages, pages[::-1]):
        for before, page in itertools.pairwise(way):
            if (
                before.bare is not None
                and before.bare.verticals
                and page.bare is None
                and page.band is not None
                and abs(before.leaf.number - page.leaf.number) == 1
            ):
                page.bare, page.fragments = page.band, []
                page.lines, page.words = _lines(page.band.glyphs)
    for page in pages:
        page.band = None


def _open(fragment: Fragment) -> bool:
    """Whether the rulings leave out most walls between columns: cells hold texts side by side."""
    gaps = cells = stacks = 0
    for piece in fragment.pieces:
        if not piece.glyphs:
            continue
        cells += 1
        if piece.box[3] - piece.box[1] > TALL and _stack(piece):
            stacks += 1
        if piece.box[2] - piece.box[0] < WIDE_CELL:
            continue
        gaps += len(split_at_gaps(max(group_rows(piece.glyphs), key=len))) > 1
    if stacks >= FEWEST_STACKS:
        return True
    if len(fragment.ys) == 2 and sum(map(_spread, fragment.pieces)) >= FEWEST_STACKS:
        return True
    few = 1 if len(fragment.xs) == 2 else FEWEST_OPEN
    return gaps >= few and gaps * OPEN_SHARE > cells


def _spread(piece: Piece) -> bool:
    """Whether the lines of a cell stand apart as rows do, not as the lines of a text."""
    rows = group_rows(piece.glyphs) if piece.glyphs else []
    middles = [(row[0][2] + row[0][4]) / 2 for row in rows]
    apart = [
        (below - above) / (row[0][4] - row[0][2])
        for above, below, row in zip(middles, middles[1:], rows, strict=False)
        if row[0][4] > row[0][2]
    ]
    return sum(gap > ROWS_APART for gap in apart) >= FEWEST_STACKED


def _stack(piece: Piece) -> bool:
    """Whether a cell holds figures of several rows, one below the other."""
    rows = group_rows(piece.glyphs)
    texts = ["".join(glyph[0] for glyph in sorted(row, key=itemgetter(1))) for row in rows]
    return sum(bool(VALUE.match(text)) for text in texts) >= FEWEST_STACKED


def _unruled(pages: list[_Set]) -> None:
    """Tables on pages whose lines make no grid, over all such pages that follow one another."""
    run: list[_Set] = []
    for page in [*pages, None]:
        if page is not None and page.bare is not None and (
            not run
            or (
                run[-1].leaf.number == page.leaf.number - 1
                and abs(run[-1].leaf.width - page.leaf.width) < 1
            )
        ):  # fmt: skip
            run.append(page)
            continue
        if run:
            _tables(run)
        run = [page] if page is not None and page.bare is not None else []


def _tables(run: list[_Set]) -> None:
    bares = []
    for page in run:
        bare = page.bare
        if bare is None:
            continue
        aside = [line for index, line in enumerate(page.lines) if index in page.furniture]
        bare.glyphs = [
            glyph
            for glyph in bare.glyphs
            if not any(line.y0 <= (glyph[2] + glyph[4]) / 2 <= line.y1 for line in aside)
        ]
        bares.append(bare)
    for page, found in zip(run, tables(bares), strict=True):
        page.bare = None
        page.fragments = found.fragments
        kept = [
            index
            for index, line in enumerate(page.lines)
            if index in page.furniture
            or not any(f.box[1] < (line.y0 + line.y1) / 2 < f.box[3] for f in found.fragments)
        ]
        page.furniture = {new for new, index in enumerate(kept) if index in page.furniture}
        page.lines = [page.lines[index] for index in kept]
        page.words = [page.words[index] for index in kept]


def _outermost(fragments: list[Fragment]) -> list[Fragment]:
    """Leave out tables and check boxes inside a cell: their text belongs to that cell."""
    kept: list[Fragment] = []
    for fragment in sorted(fragments, key=lambda f: (f.box[0] - f.box[2]) * (f.box[3] - f.box[1])):
        x0, y0, x1, y1 = fragment.box
        inside = any(
            f.box[0] - 1 <= x0 and f.box[1] - 1 <= y0 and x1 <= f.box[2] + 1 and y1 <= f.box[3] + 1
            for f in kept
        )
        if not inside:
            kept.append(fragment)
    return sorted(kept, key=lambda fragment: (fragment.box[1], fragment.box[0]))


def _mark_furniture(pages: list[_Set]) -> None:
    """Mark page numbers and lines that every page repeats at the same height of its margin."""
    seen: dict[tuple[str, int], list[tuple[_Set, int]]] = defaultdict(list)
    for page in pages:
        height = page.leaf.height
        for index, line in enumerate(page.lines):
            edge = MARGIN * height
            marginal = line.y1 < edge or line.y0 > height - edge
            if GOES_ON.match(line.text) or (marginal and PAGE_NUMBER.match(line.text)):
                page.furniture.add(index)
            elif marginal and (page.bare is None or len(page.words[index]) < FEWEST_WORDS):
                text = re.sub(r"\d+", "#", line.text)
                seen[text, round(line.y0 / 6)].append((page, index))
    for places in seen.values():
        if len({page.leaf.number for page, _ in places}) > 1:
            for page, index in places:
                page.furniture.add(index)


def _compose(book: Book, pages: list[_Set]) -> None:
    """Blocks in reading order; fragments that go on over a page break are joined first."""
    sheets: dict[int, Sheet] = {}  # id of a fragment that begins a table → its sheet
    hidden: set[tuple[int, int]] = set()  # (page, line) left out: they stand inside a table
    running: tuple[Sheet, _Set] | None = None
    for page in pages:
        for index, fragment in enumerate(page.fragments):
            if (
                index == 0
                and running is not None
                and running[1].leaf.number == page.leaf.number - 1
                and _free_below(running[1], running[0].fragments[-1])
                and _free_above(page, fragment)
                and join(running[0], fragment)
            ):
                _hide_between(running[1], running[0].fragments[-2], page, fragment, hidden)
                running = (running[0], page)
                continue
            sheet = Sheet.of(fragment)
            sheets[id(fragment)] = sheet
            running = (sheet, page)
    number = 0
    for page in pages:
        for block in _page_blocks(page, hidden):
            if isinstance(block, Fragment):
                if id(block) in sheets:
                    number += 1
                    sheet = sheets[id(block)]
                    book.blocks.append(_table(sheet, number))
                    book.notes += sheet.notes
            elif isinstance(block, Gapped):
                number += 1
                book.blocks.append(_gapped(block, page.leaf, number))
            else:
                box = page.leaf.place((block.x0, block.y0, block.x1, block.y1))
                book.blocks.append(Paragraph(block.text, page=page.leaf.number, box=box))


def _free_below(page: _Set, fragment: Fragment) -> bool:
    """No real text and no other table stands below the fragment."""
    if page.fragments[-1] is not fragment:
        return False
    return not any(
        line.y0 > fragment.box[3] - 2 and index not in page.furniture
        for index, line in enumerate(page.lines)
    )


def _free_above(page: _Set, fragment: Fragment) -> bool:
    """No real text stands above the fragment."""
    return not any(
        line.y1 < fragment.box[1] + 2 and index not in page.furniture
        for index, line in enumerate(page.lines)
    )


def _hide_between(
    above: _Set, upper: Fragment, below: _Set, lower: Fragment, hidden: set[tuple[int, int]]
) -> None:
    """Leave out the footers and headers that stand between two parts of one table."""
    for index, line in enumerate(above.lines):
        if line.y0 > upper.box[3] - 2:
            hidden.add((above.leaf.number, index))
    for index, line in enumerate(below.lines):
        if line.y1 < lower.box[1] + 2:
            hidden.add((below.leaf.number, index))


def _page_blocks(page: _Set, hidden: set[tuple[int, int]]) -> list[Fragment | Gapped | Line]:
    """Everything on the page from top to bottom, page numbers left out."""
    shown = [
        index
        for index, line in enumerate(page.lines)
        if (page.leaf.number, index) not in hidden
        and not (index in page.furniture and PAGE_NUMBER.match(line.text))
    ]
    blocks: list[tuple[float, float, Fragment | Gapped | Line]] = [
        (fragment.box[1], fragment.box[0], fragment) for fragment in page.fragments
    ]
    for _, group in groupby(shown, key=lambda index: _fragments_above(page, page.lines[index])):
        stretch = list(group)
        tables = gapped_tables([page.words[index] for index in stretch])
        in_table = {row for start, end, _ in tables for row in range(start, end)}
        blocks += [(table.y0, 0.0, table) for _, _, table in tables]
        for row, index in enumerate(stretch):
            if row not in in_table:
                line = page.lines[index]
                blocks.append((line.y0, line.x0, line))
    blocks.sort(key=lambda block: block[:2])
    return [block[2] for block in blocks]


def _fragments_above(page: _Set, line: Line) -> int:
    return sum(fragment.box[1] < line.y0 for fragment in page.fragments)


def _table(sheet: Sheet, number: int) -> Table:
    first = sheet.fragments[0]
    rows: list[list[Cell]] = [[] for _ in range(sheet.rows)]
    table = Table(number, rows, page=first.leaf.number, ruled=first.ruled)
    for joint, column, colspan in sheet.spans():
        table.rows[joint.row].append(
            Cell(
                table,
                joint.row + 1,
                column + 1,
                sheet.text(joint),
                joint.rowspan,
                colspan,
                page=joint.page,
                box=joint.box,
                doubt=joint.doubt,
            )
        )
    return table


def _gapped(gapped: Gapped, leaf: Leaf, number: int) -> Table:
    table = Table(number, page=leaf.number, ruled=False)
    for index, row in enumerate(gapped.cells, start=1):
        table.rows.append(
            [
                Cell(
                    table,
                    index,
                    column + 1,
                    word.text,
                    page=leaf.number,
                    box=leaf.place((word.x0, word.y0, word.x1, word.y1)),
                )
                for column, word in row
            ]
        )
    return table
