"""Pages, one after the other → paragraphs and tables of a book, in reading order."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from itertools import groupby
from typing import TYPE_CHECKING

from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.errors import Unreadable
from jiping.read.grid.columns import Gapped, gapped_tables
from jiping.read.grid.fragment import Fragment
from jiping.read.grid.joining import FORM_START, Sheet, join
from jiping.read.grid.setting import Setting, lines_of, set_page
from jiping.read.grid.typeset import Line
from jiping.read.grid.unruled import tables

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jiping.read.grid.leaf import Leaf
    from jiping.read.limits import Limits

PAGE_NUMBER = re.compile(
    r"^[\s\-—–－·•]*(第\s*)?[0-9０-９一二三四五六七八九十]{1,4}(\s*页)?"
    r"(\s*[/／,，、]?\s*共?\s*[0-9]{1,4}\s*页?)?[\s\-—–－·•]*$"
)
GOES_ON = re.compile(r"^[（(]?\s*(续表|续上表|接上表|接上页|转下页|续下页|见下页|续)\s*[)）]?$")
MARGIN = 0.12  # part of the page height in which a repeated line counts as header or footer
FEWEST_WORDS = 3  # texts side by side: a repeated header of a table without lines
MOST_TITLES = 4  # lines above a form


def bind(book: Book, leaves: Iterable[Leaf], limits: Limits) -> Book:
    """Fill ``book`` with the blocks of all pages. Raises `Unreadable` past the limits."""
    pages: list[Setting] = []
    cells = 0
    for leaf in leaves:
        page = set_page(leaf, book.notes)
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


def _loosen(pages: list[Setting]) -> None:
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
                page.lines, page.words = lines_of(page.band.glyphs)
    for page in pages:
        page.band = None


def _unruled(pages: list[Setting]) -> None:
    """Tables on pages whose lines make no grid, over all such pages that follow one another."""
    run: list[Setting] = []
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


def _tables(run: list[Setting]) -> None:
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


def _mark_furniture(pages: list[Setting]) -> None:
    """Mark page numbers and lines that every page repeats at the same height of its margin."""
    seen: dict[tuple[str, int], list[tuple[Setting, int]]] = defaultdict(list)
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
    for above, below in itertools.pairwise(pages):
        _mark_repeated_title(pages[0], above, below)


def _mark_repeated_title(first: Setting, above: Setting, below: Setting) -> None:
    """The title printed again above a table without lines that goes on: a new form would begin
    with the name of its project."""
    if above.bare is None or below.bare is None:
        return
    titles = [
        line.text for line, words in zip(first.lines, first.words, strict=True) if len(words) == 1
    ]
    shown = [index for index in range(len(below.lines)) if index not in below.furniture]
    count = 0
    while count < len(shown) - 1 and below.lines[shown[count]].text in titles[:MOST_TITLES]:
        count += 1
    if count and not FORM_START.search(below.words[shown[count]][0].text):
        below.furniture.update(shown[:count])


def _compose(book: Book, pages: list[Setting]) -> None:
    """Blocks in reading order; fragments that go on over a page break are joined first."""
    sheets: dict[int, Sheet] = {}  # id of a fragment that begins a table → its sheet
    hidden: set[tuple[int, int]] = set()  # (page, line) left out: they stand inside a table
    running: tuple[Sheet, Setting] | None = None
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


def _free_below(page: Setting, fragment: Fragment) -> bool:
    """No real text and no other table stands below the fragment."""
    if page.fragments[-1] is not fragment:
        return False
    return not any(
        line.y0 > fragment.box[3] - 2 and index not in page.furniture
        for index, line in enumerate(page.lines)
    )


def _free_above(page: Setting, fragment: Fragment) -> bool:
    """No real text stands above the fragment."""
    return not any(
        line.y1 < fragment.box[1] + 2 and index not in page.furniture
        for index, line in enumerate(page.lines)
    )


def _hide_between(
    above: Setting, upper: Fragment, below: Setting, lower: Fragment, hidden: set[tuple[int, int]]
) -> None:
    """Leave out the footers and headers that stand between two parts of one table."""
    for index, line in enumerate(above.lines):
        if line.y0 > upper.box[3] - 2:
            hidden.add((above.leaf.number, index))
    for index, line in enumerate(below.lines):
        if line.y1 < lower.box[1] + 2:
            hidden.add((below.leaf.number, index))


def _page_blocks(page: Setting, hidden: set[tuple[int, int]]) -> list[Fragment | Gapped | Line]:
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


def _fragments_above(page: Setting, line: Line) -> int:
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
