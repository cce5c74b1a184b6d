"""One PDF page → `jiping.read.grid.Leaf`: characters with their advance boxes, straight lines.

Everything goes through pdfium's C interface call by call, so the loops below are kept tight: two
calls a character, three a line. PDF coordinates run upwards from the page's lower left corner and
ignore its /Rotate; a leaf runs downwards from the top left of the page as it is read.
"""

from __future__ import annotations

import ctypes
import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from jiping.read.errors import Unreadable
from jiping.read.grid.leaf import Leaf, Turn

if TYPE_CHECKING:
    from jiping.read.grid.leaf import Glyph, Ruling

Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]

THIN = 4.0  # points: a box this thin is a line
MARK = 12.0  # a shape smaller than this both ways is a check box or a drawn character
MOST_OBJECTS = 300_000
MOST_CHARACTERS = 200_000
MOST_SEGMENTS = 400_000
DEEPEST_FORM = 12
SURE_SAMPLE = 400  # characters asked for their direction
LONG = "—…─―"  # drawn in pairs
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

# Fonts that map a glyph to the radical's code point print the same shape as the character.
_RADICALS = "⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⼾户⾭青⿈黄"
RADICALS = dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))


@dataclass(slots=True, eq=False)
class Lines:
    """Straight pieces found on a page, as rectangles in PDF coordinates."""

    rects: list[Rect] = field(default_factory=list)
    objects: int = 0
    segments: int = 0
    image_area: float = 0.0


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the time for the file is over; ``check`` raises `Unreadable` then."""

    at: float

    def later(self, seconds: float) -> Deadline:
        """The same, moved by time that has a limit of its own."""
        return Deadline(self.at + seconds)

    def check(self, page: int) -> None:
        """Called between pages and now and then inside a page."""
        if time.monotonic() > self.at:
            raise Unreadable(
                f"读到第{page}页时已超过时间上限，没有读完。请把自评表所在的页单独存成一个PDF再试。"
            )


def read_page(page: Any, number: int, deadline: Deadline) -> tuple[Leaf, float, int]:
    """A loaded page (``FPDF_PAGE``) → leaf, share of the page under images, characters without
    a code. Raises `Unreadable` if the page holds more than any form does."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise Unreadable(f"第{number}页的文字读不出来，文件可能已损坏。")
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        if count > MOST_CHARACTERS:
            raise Unreadable(f"第{number}页有{count}个字符，远多于任何自评表，没有读取。")
        glyphs, unknown = _glyphs(text_page)
        quarters = _reading_quarters(text_page, pdfium.FPDFPage_GetRotation(page) % 4)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    lines = Lines()
    _walk(
        lambda index: pdfium.FPDFPage_GetObject(page, index),
        pdfium.FPDFPage_CountObjects(page),
        IDENTITY,
        lines,
        0,
        number,
        deadline,
    )
    frame = _Frame.of(page, quarters)
    leaf = Leaf(number, frame.width, frame.height, turn=frame.turn)
    leaf.glyphs = frame.glyphs(glyphs)
    leaf.horizontals, leaf.verticals = frame.rulings(lines.rects)
    area = max(1.0, frame.width * frame.height)
    return leaf, lines.image_area / area, unknown


def _glyphs(text_page: Any) -> tuple[list[Glyph], int]:
    """Printed characters in PDF coordinates (y upwards), and how many have no code."""
    count = pdfium.FPDFText_CountChars(text_page)
    get_code, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    rect = pdfium.FS_RECTF()
    ref = ctypes.byref(rect)
    glyphs: list[Glyph] = []
    unknown = high = shared = 0
    for index in range(count):
        code = get_code(text_page, index)
        if code == 13 or code == 10:
            continue
        if code < 32 or 0xD800 <= code < 0xE000 or code >= 0xFFFE:
            if code == 2:
                code = 45  # a hyphen at the end of a line: "2023.1-" before "12"
            elif 0xD800 <= code < 0xDC00:
                high = code
                continue
            elif high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00
            else:
                unknown += 1
                continue
        high = 0
        if not get_box(text_page, index, ref):
            continue
        if code == 32 and rect.right - rect.left < 0.01:
            continue  # put in by pdfium for a gap; gaps are judged by the grid
        char = chr(code)
        if 0x2E80 <= code < 0x2FE0:
            char = plain(char)
        glyph = (char, rect.left, rect.bottom, rect.right, rect.top)
        if glyphs and glyphs[-1][1:] == glyph[1:]:
            shared += 1
        elif shared:
            _share(glyphs, shared + 1)
            shared = 0
        glyphs.append(glyph)
    if shared:
        _share(glyphs, shared + 1)
    return glyphs, unknown


def _share(glyphs: list[Glyph], count: int) -> None:
    """The last ``count`` characters are one printed shape (a long dash for ——, a ligature): each
    gets its part of the width. A character printed twice on the same spot is kept once."""
    _, x0, y0, x1, y1 = glyphs[-1]
    chars = [glyph[0] for glyph in glyphs[-count:]]
    del glyphs[-count:]
    if len(set(chars)) == 1 and chars[0] not in LONG and x1 - x0 < 1.1 * (y1 - y0):
        chars = chars[:1]
    step = (x1 - x0) / len(chars)
    glyphs += [
        (char, x0 + step * at, y0, x0 + step * (at + 1), y1) for at, char in enumerate(chars)
    ]


def plain(radical: str) -> str:
    """A radical's code point → the character of the same shape."""
    import unicodedata

    return RADICALS.get(radical) or unicodedata.normalize("NFKC", radical)


def _reading_quarters(text_page: Any, displayed: int) -> int:
    """Quarter turns clockwise that bring most of the text upright, from a sample; those of the
    page as displayed if it has no text."""
    count = min(pdfium.FPDFText_CountChars(text_page), SURE_SAMPLE)
    turns = [0, 0, 0, 0]
    for index in range(0, count, 8):
        angle = pdfium.FPDFText_GetCharAngle(text_page, index)
        turns[-round(angle / 1.5707963) % 4] += 1
    if not any(turns):
        return displayed
    return max(range(4), key=lambda quarter: (turns[quarter], -quarter))


def _walk(
    get: Any, count: int, matrix: Matrix, lines: Lines, depth: int, number: int, deadline: Deadline
) -> None:
    """Collect lines from page objects, also inside form XObjects (``matrix`` leads to the page)."""
    get_type, get_bounds = pdfium.FPDFPageObj_GetType, pdfium.FPDFPageObj_GetBounds
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    refs = ctypes.byref(left), ctypes.byref(bottom), ctypes.byref(right), ctypes.byref(top)
    kinds = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
    path, image, form = kinds
    lines.objects += count
    if lines.objects > MOST_OBJECTS:
        raise Unreadable(
            f"第{number}页有{lines.objects}个图形对象，远多于任何自评表，没有读取。"
            "请把自评表所在的页单独存成一个PDF再试。"
        )
    for index in range(count):
        if index & 8191 == 8191:
            deadline.check(number)
        item = get(index)
        kind = get_type(item)
        if kind not in kinds:
            continue
        if kind == form:
            if depth < DEEPEST_FORM:
                inner = _times(_matrix(item), matrix)
                _walk(
                    lambda at, item=item: pdfium.FPDFFormObj_GetObject(item, at),
                    max(0, pdfium.FPDFFormObj_CountObjects(item)),
                    inner,
                    lines,
                    depth + 1,
                    number,
                    deadline,
                )
            continue
        if not get_bounds(item, *refs):
            continue
        rect = (left.value, bottom.value, right.value, top.value)
        if matrix is not IDENTITY:
            rect = _image_of(rect, matrix)
        width, height = rect[2] - rect[0], rect[3] - rect[1]
        if width <= THIN or height <= THIN:
            lines.rects.append(rect)
        elif kind == image:
            lines.image_area += width * height
        elif kind == path and (width > MARK or height > MARK):
            _edges(item, matrix, lines, number)


def _edges(item: Any, matrix: Matrix, lines: Lines, number: int) -> None:
    """The straight horizontal and vertical edges of a path that is more than one line."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke) or not (fill.value or stroke.value):
        return
    count = pdfium.FPDFPath_CountSegments(item)
    if not stroke.value and count <= 5:
        return  # a shaded area: its edges are no borders
    lines.segments += count
    if lines.segments > MOST_SEGMENTS:
        raise Unreadable(
            f"第{number}页的图形过于复杂（超过{MOST_SEGMENTS}段线条），不像自评表，没有读取。"
        )
    own = _times(_matrix(item), matrix)
    outlines = _outlines(item, count, own)
    if stroke.value:
        for points in outlines:
            lines.rects += [
                (min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))
                for a, b in itertools.pairwise(points)
                if abs(a[0] - b[0]) < 1 or abs(a[1] - b[1]) < 1
            ]
        return
    hulls = [_hull(points) for points in outlines if len(points) > 1]
    for index, hull in enumerate(hulls):
        if hull[2] - hull[0] <= THIN or hull[3] - hull[1] <= THIN:
            lines.rects.append(hull)
        elif index and _frames(hulls[index - 1], hull):
            lines.rects += _sides(hull)


def _outlines(item: Any, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """Subpaths as points on the page; curves are cut (their ends are not joined)."""
    a, b, c, d, e, f = matrix
    px, py = ctypes.c_float(), ctypes.c_float()
    get_type, get_point = pdfium.FPDFPathSegment_GetType, pdfium.FPDFPathSegment_GetPoint
    outlines: list[list[tuple[float, float]]] = []
    points: list[tuple[float, float]] = []
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        if not get_point(segment, px, py):
            continue
        x, y = px.value, py.value
        point = (a * x + c * y + e, b * x + d * y + f)
        if get_type(segment) == pdfium.FPDF_SEGMENT_LINETO:
            points.append(point)
        else:
            points = [point]
            outlines.append(points)
        if pdfium.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
            points.append(points[0])
    return outlines


def _hull(points: list[tuple[float, float]]) -> Rect:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)


def _frames(outer: Rect, inner: Rect) -> bool:
    """Two filled boxes, one just inside the other: a border drawn as the area between them."""
    return all(abs(a - b) <= THIN for a, b in zip(outer, inner, strict=True))


def _sides(rect: Rect) -> list[Rect]:
    x0, y0, x1, y1 = rect
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``then``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _image_of(rect: Rect, matrix: Matrix) -> Rect:
    """The upright hull of a transformed rectangle."""
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = rect
    return _hull([(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)])


@dataclass(frozen=True, slots=True)
class _Frame:
    """From PDF coordinates to the leaf: ``quarters`` turns clockwise of the box ``page``."""

    page: Rect
    quarters: int
    width: float
    height: float
    turn: Turn | None

    @classmethod
    def of(cls, page: Any, reading: int) -> _Frame:
        """``reading``: quarter turns clockwise that bring the unturned page's text upright."""
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        rect = (box.left, box.bottom, box.right, box.top)
        width, height = rect[2] - rect[0], rect[3] - rect[1]
        displayed = pdfium.FPDFPage_GetRotation(page) % 4
        seen = (height, width) if displayed % 2 else (width, height)
        read = (height, width) if reading % 2 else (width, height)
        extra = (reading - displayed) % 4
        turn = Turn(extra, *seen) if extra else None
        return cls(rect, reading, *read, turn)

    def rect(self, rect: Rect) -> Rect:
        """PDF rectangle → box of the leaf."""
        x0, y0, x1, y1 = rect
        left, bottom, right, top = self.page
        if self.quarters == 0:
            return x0 - left, top - y1, x1 - left, top - y0
        if self.quarters == 1:
            return y0 - bottom, x0 - left, y1 - bottom, x1 - left
        if self.quarters == 2:
            return right - x1, y0 - bottom, right - x0, y1 - bottom
        return top - y1, right - x1, top - y0, right - x0

    def glyphs(self, glyphs: list[Glyph]) -> list[Glyph]:
        """Characters in PDF coordinates → on the leaf, those outside the page left out."""
        out: list[Glyph] = []
        if self.quarters == 0:
            left, _, _, top = self.page
            out = [(c, x0 - left, top - y1, x1 - left, top - y0) for c, x0, y0, x1, y1 in glyphs]
        else:
            for char, x0, y0, x1, y1 in glyphs:
                out.append((char, *self.rect((x0, y0, x1, y1))))
        width, height = self.width, self.height
        return [g for g in out if g[3] > 0 and g[1] < width and g[4] > 0 and g[2] < height]

    def rulings(self, rects: list[Rect]) -> tuple[list[Ruling], list[Ruling]]:
        """Thin rectangles → horizontal and vertical pieces; dots count as both."""
        horizontals: list[Ruling] = []
        verticals: list[Ruling] = []
        for rect in rects:
            x0, y0, x1, y1 = self.rect(rect)
            width, height = x1 - x0, y1 - y0
            if height <= THIN and (width > height or width <= THIN):
                horizontals.append(((y0 + y1) / 2, x0, x1))
            if width <= THIN and (height > width or height <= THIN):
                verticals.append(((x0 + x1) / 2, y0, y1))
        return horizontals, verticals
