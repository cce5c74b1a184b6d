"""Characters of a page without (enough) ruling lines → pieces of lines → cells.

A piece ends where white stands that no blank was typed for. Pieces one below the other are one
cell where they stand as close as wrapped lines do; how close that is, the page itself says: rows
of figures stand farther apart than the lines of one text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiping.read.grid.typeset import BLANKS, Line, group_rows, set_lines

if TYPE_CHECKING:
    from jiping.read.grid.leaf import Glyph, Ruling

WHITE = 0.4  # em: a gap without a blank this wide parts two cells
BLANK = 1.6  # em: so does a gap that blanks fill
SAME_LINE = 0.6  # part of the lower height that characters of one line share
LOOSEST = 1.75  # em: lines farther apart are rows, unless figures stand farther apart still
TIGHTEST = 1.5  # em: no closer lines are rows for certain
FARTHEST = 2.3  # em: no text is set with its lines farther apart than this
MOST_SEGMENTS = 4_000
EDGE = 0.8  # points: texts set to one edge begin within this
FEWEST_EDGES = 3
TOUCH = 0.08  # em between two pieces of one text
LEVEL = 0.2  # em between their middles
JOIN = 0.02  # em: no font leaves this much between two characters of one text
CLOSING = frozenset("）】》」』〉”’，。；：、！？")
OPENING = frozenset("（【《「『〈“‘")
HEAD = re.compile(
    r"(?:得分系数|(?:指标)?(?:名称|性质|权重|得分)|(?:计量|度量)?单位|[一二三]级指标"
    r"|(?:年初|年度|调整|预期|全年|实际)?(?:指标|目标|完成|实际)值|是否核心指标"
    r"|(?:年初|全年|调整后)?(?:预算|执行|到位)数|(?:预算)?执行率(?:权重|得分)?|分值)"
    r"(?:[（(][^（()）]{1,5}[)）])?"
)
"""A cell of a header, whole. Two of them in one piece are two columns set close together."""
VALUE = re.compile(r"^[-+≥≤≧≦＝><=]?\d|^[—–\-－/]+$")

SIGNED = re.compile(r"^[≥≤≧≦＝><=]{1,2}\d")


@dataclass(slots=True, eq=False)
class Segment:
    """A piece of one printed line. ``em`` is the width of one 汉字 of it."""

    glyphs: list[Glyph]
    x0: float
    y0: float
    x1: float
    y1: float
    em: float

    @property
    def middle(self) -> float:
        """Height of the middle of the line."""
        return (self.y0 + self.y1) / 2

    @property
    def text(self) -> str:
        """The characters without blanks."""
        return "".join(glyph[0] for glyph in self.glyphs if glyph[0] not in BLANKS)


@dataclass(slots=True, eq=False)
class Block:
    """Pieces one below the other: the text of one cell. ``y0``/``y1`` half an em around it."""

    segments: list[Segment]
    x0: float = 0.0
    x1: float = 0.0
    y0: float = 0.0
    y1: float = 0.0
    row: int = -1
    last: int = -1
    """First and last row, from 0."""
    doubt: str | None = None
    """Why it may belong elsewhere, in Chinese."""
    group: bool = False
    """Whether it is a header over those of several columns."""

    def __post_init__(self) -> None:
        self.measure()

    def measure(self) -> None:
        """Take the box from the pieces."""
        pieces = self.segments
        self.x0 = min(piece.x0 for piece in pieces)
        self.x1 = max(piece.x1 for piece in pieces)
        half = pieces[0].em / 2
        self.y0 = min(piece.middle for piece in pieces) - half
        self.y1 = max(piece.middle for piece in pieces) + half

    @property
    def middle(self) -> float:
        """Height of the middle of the text."""
        return (self.y0 + self.y1) / 2

    @property
    def em(self) -> float:
        """Width of a 汉字 in its first line."""
        return self.segments[0].em

    @property
    def text(self) -> str:
        """All characters without blanks."""
        return "".join(piece.text for piece in self.segments)

    def lines(self) -> list[Line]:
        """The lines as they are put together to a text."""
        return [line for piece in self.segments for line in set_lines(piece.glyphs)]


def segments_of(glyphs: list[Glyph], verticals: list[Ruling]) -> list[Segment]:
    """Characters of a page → pieces, parted also by vertical ruling lines."""
    out: list[Segment] = []
    for row in group_rows(glyphs, SAME_LINE):
        out += _pieces(sorted(row, key=lambda glyph: glyph[1]), verticals)
    if len(out) > MOST_SEGMENTS:
        return out
    out = _mended(out, verticals)
    _even(out)
    return recut(out)


def _mended(segments: list[Segment], verticals: list[Ruling]) -> list[Segment]:
    """Pieces that touch at one height are one: a label between two rows had parted the line."""
    begins = sorted((piece.glyphs[0][1], n) for n, piece in enumerate(segments))
    after: dict[int, int] = {}
    for number, piece in enumerate(segments):
        right = max(glyph[3] for glyph in piece.glyphs)
        at = bisect_left(begins, (right - TOUCH * piece.em,))
        while at < len(begins) and begins[at][0] < right + TOUCH * piece.em:
            x, other = begins[at]
            at += 1
            if (
                other != number
                and abs(segments[other].middle - piece.middle) < LEVEL * piece.em
                and segments[other].x1 > piece.x1
                and not (verticals and _walled(verticals, right, x, piece.middle))
            ):
                after[number] = other
                break
    behind = set(after.values())
    out: list[Segment] = []
    for number, piece in enumerate(segments):
        if number in behind:
            continue
        glyphs, at = list(piece.glyphs), number
        while (then := after.get(at)) is not None:
            glyphs += segments[then].glyphs
            at = then
        out.append(piece if at == number else segment(glyphs))
    return out


def _even(segments: list[Segment]) -> None:
    """Give pieces without 汉字 the em of the pieces that have some, if theirs is about the same."""
    ems = sorted(piece.em for piece in segments if any(g[0] >= "\u2e80" for g in piece.glyphs))
    if not ems:
        return
    usual = ems[len(ems) // 2]
    for piece in segments:
        if 0.75 * usual < piece.em < 1.3 * usual and not any(
            g[0] >= "\u2e80" for g in piece.glyphs
        ):
            piece.em = usual


def _pieces(row: list[Glyph], verticals: list[Ruling]) -> list[Segment]:
    out: list[Segment] = []
    held: list[Glyph] = []
    right = typed = 0.0
    for glyph in row:
        char, x0, y0, x1, y1 = glyph
        if char in BLANKS:
            if held:
                typed += x1 - x0
                held.append(glyph)
            continue
        gap = x0 - right
        if held and gap > 0:
            em = _em(held)
            apart = gap > BLANK * em or gap - typed > WHITE * em
            if apart or (verticals and _walled(verticals, right, x0, (y0 + y1) / 2)):
                out.append(segment(held))
                held = []
        held.append(glyph)
        right = max(right, x1) if len(held) > 1 else x1
        typed = 0.0
    if held:
        out.append(segment(held))
    return out


def _walled(verticals: list[Ruling], left: float, right: float, height: float) -> bool:
    at = bisect_left(verticals, (left - 1.0,))
    while at < len(verticals) and verticals[at][0] <= right + 1.0:
        if verticals[at][1] <= height <= verticals[at][2]:
            return True
        at += 1
    return False


def segment(glyphs: list[Glyph]) -> Segment:
    """The piece that characters of one line make; blanks at its end count for nothing."""
    while glyphs[-1][0] in BLANKS:
        glyphs = glyphs[:-1]
    while glyphs[0][0] in BLANKS:
        glyphs = glyphs[1:]
    em = _em(glyphs)
    x0, x1 = min(glyph[1] for glyph in glyphs), max(glyph[3] for glyph in glyphs)
    if len(glyphs) > 1:  # half of such a sign is white, and may hang over the wall
        x0 += 0.45 * em if glyphs[0][0] in OPENING else 0.0
        x1 -= 0.45 * em if glyphs[-1][0] in CLOSING else 0.0
    top, bottom = min(glyph[2] for glyph in glyphs), max(glyph[4] for glyph in glyphs)
    return Segment(glyphs, x0, top, x1, bottom, em)


def recut(segments: list[Segment]) -> list[Segment]:
    """Pieces cut where texts of two columns touch: at a small gap, before the edge of a column,
    and where one header ends and the next begins."""
    edges = _edges(segments)
    out: list[Segment] = []
    for piece in segments:
        held = piece.glyphs
        heads = _heads(piece)
        starts = [0]
        for at in range(1, len(held)):
            char, x0, _, _, _ = held[at]
            if char in BLANKS:
                continue
            if at in heads:
                starts.append(at)
                continue
            back, typed = at - 1, 0.0
            while back and held[back][0] in BLANKS:
                typed += held[back][3] - held[back][1]
                back -= 1
            gap = x0 - max(glyph[3] for glyph in held[max(back - 1, 0) : back + 1]) - typed
            if gap > JOIN * piece.em and _on_edge(edges, x0, piece.em):
                starts.append(at)
        ends = [*starts[1:], len(held)]
        out += [piece] if len(ends) == 1 else [
            segment(held[a:b]) for a, b in zip(starts, ends, strict=True)
        ]  # fmt: skip
    return out


def _heads(piece: Segment) -> set[int]:
    """Where in the glyphs of a piece that is nothing but headers the second and later ones begin."""
    places = [at for at, glyph in enumerate(piece.glyphs) if glyph[0] not in BLANKS]
    text = "".join(piece.glyphs[at][0] for at in places)
    if len(text) != len(places):
        return set()
    begins, at = [], 0
    while at < len(text):
        found = HEAD.match(text, at)
        if found is None:
            return set()
        begins.append(at)
        at = found.end()
    return {places[at] for at in begins[1:]}


def _edges(segments: list[Segment]) -> list[tuple[float, float]]:
    """Left edges that several pieces share, with the em of one."""
    lefts = sorted((piece.glyphs[0][1], piece.em) for piece in segments)
    return [
        (x, em)
        for at, (x, em) in enumerate(lefts)
        if at + FEWEST_EDGES <= len(lefts) and lefts[at + FEWEST_EDGES - 1][0] - x < EDGE
    ]


def _on_edge(edges: list[tuple[float, float]], x: float, em: float) -> bool:
    at = bisect_left(edges, (x - EDGE,))
    while at < len(edges) and edges[at][0] <= x + EDGE / 2:
        if 0.85 * em < edges[at][1] < 1.18 * em:
            return True
        at += 1
    return False


def _em(glyphs: list[Glyph]) -> float:
    """Width of a 汉字; guessed from the height where there is none."""
    wide = [g[3] - g[1] for g in glyphs if g[0] >= "\u2e80" and g[3] > g[1]]
    if wide:
        wide.sort()
        return min(wide[len(wide) // 2], glyphs[0][4] - glyphs[0][2])
    return 0.85 * (glyphs[0][4] - glyphs[0][2])


def blocks_of(segments: list[Segment], horizontals: list[Ruling]) -> tuple[list[Block], bool]:
    """Pieces → cells, and whether wrapped lines can be told from rows by their distance."""
    pairs = _pairs(segments, horizontals)
    closest, tight = _distance(pairs)
    apart = [
        p for above, under, p in pairs if SIGNED.match(above.text) and SIGNED.match(under.text)
    ]
    if apart and min(apart) > TIGHTEST:  # two targets are two rows, however close they stand
        closest = min(closest, 0.98 * min(apart))
    below: dict[int, Segment] = {}
    has_above: set[int] = set()
    for above, under, pitch in pairs:
        if pitch <= closest and id(above) not in below and id(under) not in has_above:
            below[id(above)] = under
            has_above.add(id(under))
    out: list[Block] = []
    for piece in segments:
        if id(piece) in has_above:
            continue
        chain = [piece]
        while (then := below.get(id(chain[-1]))) is not None:
            chain.append(then)
        out.append(Block(chain))
    return out, tight


Pair = tuple[Segment, Segment, float]


def _pairs(segments: list[Segment], horizontals: list[Ruling]) -> list[Pair]:
    """Pieces that stand directly one below the other, with their distance in em, closest first."""
    ordered = sorted((s for s in segments if s.em > 0), key=lambda piece: piece.middle)
    out: list[Pair] = []
    for index, above in enumerate(ordered):
        lowest = above.middle + FARTHEST * above.em
        for under in ordered[index + 1 :]:
            if under.middle > lowest:
                break
            shared = min(above.x1, under.x1) - max(above.x0, under.x0)
            if shared <= 0.3 * min(above.x1 - above.x0, under.x1 - under.x0):
                continue
            pitch = (under.middle - above.middle) / max(above.em, under.em)
            if pitch < 0.7 or not 0.7 < above.em / under.em < 1.4:
                continue
            x = (max(above.x0, under.x0) + min(above.x1, under.x1)) / 2
            if not _floored(horizontals, above.middle, under.middle, x):
                out.append((above, under, pitch))
    out.sort(key=lambda pair: pair[2])
    return out


def _floored(horizontals: list[Ruling], top: float, bottom: float, x: float) -> bool:
    at = bisect_left(horizontals, (top,))
    while at < len(horizontals) and horizontals[at][0] < bottom:
        if horizontals[at][1] <= x <= horizontals[at][2]:
            return True
        at += 1
    return False


def _distance(pairs: list[Pair]) -> tuple[float, bool]:
    """The widest distance (em) at which two lines are one text, and whether rows are as close.

    Rows show in columns of figures, wrapped lines in columns of words.
    """
    rows = [
        p
        for above, under, p in pairs
        if VALUE.match(above.text)
        and VALUE.match(under.text)
        and not ("." in above.text and under.text.isdigit())
    ]
    texts = [
        p
        for above, under, p in pairs
        if p > 0.95
        and not VALUE.match(under.text)
        and len(above.text) > 2
        and above.text[-1] >= "\u2e80"
    ]
    row = rows[len(rows) // 5] if len(rows) > 2 else FARTHEST
    wrap = texts[min(1, len(texts) - 1)] if texts else 1.2
    if wrap * 1.1 < row and (wrap < LOOSEST or wrap * 1.3 < row):
        return min((wrap + row) / 2, wrap * 1.15 + 0.05), False
    if min(row, wrap) > 1.75:
        return 1.65, False
    return wrap * 1.1, True
