"""Book → lines of atoms: one reading order for grids, text tables and prose alike.

A line is one row as far as the document tells rows; a *run* is a line whose rows are lost (one
cell a line, everything on one line, everything glued) and which `runs` cuts by its words.
"""

from __future__ import annotations

import re
from functools import cache

from jiping.model.patterns import lazy
from jiping.read.book import Book, Cell, Paragraph, Table
from jiping.read.layouts.broken_titles import rejoined
from jiping.read.layouts.lexicon import EXACT
from jiping.read.layouts.words import EMPTY, Look, look, narrow

APART = lazy(r"[（(]\s*(?:19|20)\d\d\s*年度?\s*[)）]")
"""A year in brackets with blanks inside: one piece, where blanks part the pieces."""
LONG_ROW = 40
"""A row of a text table with more cells than this is a run; the widest forms have 14 columns."""

SHORT_RUN = 16
"""A table of one row with more cells than this is a run too."""


class Atom:
    """One non-empty cell (or piece of one) with what its words say and whether it was read."""

    __slots__ = ("column", "look", "read", "span", "spot")

    def __init__(self, spot: Cell | Paragraph, seen: Look, column: int, span: int) -> None:
        self.spot = spot
        self.look = seen
        self.column = column
        self.span = span
        self.read = False

    @property
    def text(self) -> str:
        """The cleaned wording."""
        return self.look.text


class Line:
    """Atoms in reading order. ``ruled``: columns can be trusted; ``run``: rows are lost;
    ``glued``: so are the bounds of the cells; ``dead``: nothing can be read here safely; ``cut``: made from a run."""

    __slots__ = ("atoms", "columns", "cut", "dead", "glued", "groups", "ruled", "run", "table")

    def __init__(
        self, atoms: list[Atom], *, ruled: bool, run: bool, columns: bool, table: Table | None
    ) -> None:
        self.atoms = atoms
        self.ruled = ruled
        self.run = run
        self.columns = columns
        self.table = table
        self.glued = False
        self.dead = False
        self.cut = False
        self.groups = {atom.look.group for atom in atoms}


def lines_of(book: Book) -> list[Line]:
    """All non-empty lines of ``book`` in reading order."""
    lines: list[Line] = []
    prose: list[Paragraph] = []
    for block in book.blocks:
        if isinstance(block, Paragraph):
            prose.append(block)
            continue
        if prose:
            lines += _prose(prose)
            prose = []
        lines += _table(block)
    if prose:
        lines += _prose(prose)
    return lines


def _table(table: Table) -> list[Line]:
    ruled = table.ruled
    lines: list[Line] = []
    single = 0
    for row in table.rows:
        if not ruled and (len(row) > LONG_ROW or (len(table.rows) == 1 and len(row) > SHORT_RUN)):
            atoms = [Atom(c, look(c.text), c.column, 1) for c in row]
            lines.append(Line(atoms, ruled=False, run=True, columns=False, table=table))
            continue
        atoms = []
        for cell in row:
            text = cell.text
            if text:
                seen = look(text)
                if seen is not EMPTY:
                    atoms.append(Atom(cell, seen, cell.column, cell.colspan))
        if atoms:
            if len(atoms) == 1:
                single += 1
            lines.append(Line(atoms, ruled=ruled, run=False, columns=True, table=table))
    if not ruled and single > 15 and single * 10 >= len(lines) * 7:
        return [_joined(lines)]
    return lines


def _joined(lines: list[Line]) -> Line:
    atoms = [atom for line in lines for atom in line.atoms]
    return Line(atoms, ruled=False, run=True, columns=False, table=lines[0].table)


def _prose(paragraphs: list[Paragraph]) -> list[Line]:
    lines: list[Line] = []
    labels = 0
    single = 0
    for paragraph in rejoined(paragraphs):
        text = paragraph.text
        if len(text) > 100 and len(hits := _label_hits(text)) >= 6:
            pieces = APART.sub(lambda found: "".join(found[0].split()), text).split()
            alone = sum(1 for piece in pieces if look(piece).group)
            glued = len(pieces) < len(hits) * 2 and alone * 2 < len(hits)
            if glued:
                pieces = split_glued("".join(pieces))
            atoms = [Atom(paragraph, look(piece), 0, 1) for piece in pieces]
            run = Line(atoms, ruled=False, run=True, columns=False, table=None)
            run.glued = glued
            lines.append(run)
            continue
        whole = look(text)
        if whole is EMPTY:
            continue
        atoms = [Atom(paragraph, whole, 1, 1)]
        if whole.group:
            labels += 1
        if (whole.kind == "text" and len(text) < 200) or whole.inline:
            pieces = text.split()
            if len(pieces) > 1:
                looks = [look(piece) for piece in pieces]
                known = sum(1 for seen in looks if seen.group or seen.kind in ("number", "percent"))
                if (
                    known >= 2
                    or (len(looks) > 3 and looks[0].kind in ("level1", "level2"))
                    or _values_only(looks)
                ):
                    atoms = [Atom(paragraph, s, i, 1) for i, s in enumerate(looks, 1)]
                    labels += known if known > 1 else 0
        if len(atoms) == 1:
            single += 1
        lines.append(Line(atoms, ruled=False, run=False, columns=False, table=None))
    if single > 12 and labels >= 6 and (single * 10 >= len(lines) * 7 or _broken_header(lines)):
        return _from_title(lines)
    return lines


def _broken_header(lines: list[Line]) -> bool:
    """Whether the header of the indicators stands one cell a line."""
    return sum(1 for line in lines if len(line.atoms) == 1 and "indcol" in line.groups) >= 2


def _values_only(looks: list[Look]) -> bool:
    """The label of a fund row, and behind it nothing but amounts and dashes."""
    return looks[0].group == "fundrow" and all(
        seen.kind in ("number", "percent", "dash") for seen in looks[1:]
    )


def _from_title(lines: list[Line]) -> list[Line]:
    """The vertical form (one cell a line) as one run; what stands before its first label stays."""
    labelled = (i for i, line in enumerate(lines) if any(a.look.group for a in line.atoms))
    first = next(labelled, 0)
    rest = lines[first:]
    return [*lines[:first], _joined(rest)]


@cache
def _label_pattern() -> re.Pattern[str]:
    words = [
        word
        for word, (group, _) in EXACT.items()
        if group not in ("unit", "nature", "operator") and len(word) > 1 and word not in _LOOSE
    ]
    words.sort(key=len, reverse=True)
    optional = r"(?:其中[:：])?"
    bracket = r"(?:[(（](?:[^()（）]{0,14})[)）])?[:：]?"
    return re.compile(optional + "(?:" + "|".join(map(re.escape, words)) + ")" + bracket)


_LOOSE_WORDS = (
    "部门 单位 说明 指标 满意度 产出 效益 数量 质量 时效 可持续 性质 方向 符号 全年 "
    "总额 原因 一级 二级 三级 合计 总计 电话 负责人 备注 经济效益 社会效益 生态效益 "
    "群众满意度 用户满意度 改进措施 存在问题 分值"
)
_LOOSE = frozenset(_LOOSE_WORDS.split())
"""Words that ordinary sentences use too: no evidence inside a longer text."""


def _label_hits(text: str) -> set[str]:
    return set(_label_pattern().findall(narrow(text)))


def split_glued(text: str) -> list[str]:
    """Glued text cut before and behind every label; what stands between stays whole."""
    pieces: list[str] = []
    at = 0
    for found in _glued_pattern().finditer(text):
        if found.start() > at:
            pieces.append(text[at : found.start()])
        pieces.append(found[0])
        at = found.end()
    if at < len(text):
        pieces.append(text[at:])
    return [piece for piece in pieces if piece.strip()]


@cache
def _glued_pattern() -> re.Pattern[str]:
    title = (
        "(?:县级|省级|市级)?(?:转移支付区域(?:[(（]项目[)）])?绩效(?:目标)?自评表|部门预算项目支出绩效自评表|"
        "项目支出绩效自评表|专项资金绩效(?:目标)?自评表|项目绩效(?:目标)?自评表|绩效目标自评表)"
        "(?:[(（](?:19|20)\\d\\d年度[)）])?"
    )
    bracket = r"[(（]\d+(?:\.\d+)?分?[)）]"
    levels = f"(?:产出指标|效益指标|满意度指标|成本指标)(?:{bracket})?"
    return re.compile("|".join((title, levels, "分值|负责人及电话", _label_pattern().pattern)))
