"""The drawing objects of one OFD page → `jiping.read.grid.Leaf`: characters and straight lines.

An object's coordinates are in millimetres, y downwards, inside its own box: first its matrix (CTM),
then the corner of its box (Boundary) leads to what contains it (GB/T 33190 clauses 8.5, 9, 11).
"""

from __future__ import annotations

import itertools
import math
import re
import time
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jiping.read.errors import Unreadable
from jiping.read.formats._ofd_package import every, local, numbers
from jiping.read.grid.leaf import Leaf, Turn

if TYPE_CHECKING:
    from jiping.read.formats._ofd_package import Package, Sheet
    from jiping.read.grid.leaf import Glyph, Ruling

Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]
Point = tuple[float, float]

POINTS = 72 / 25.4  # in a millimetre
THIN = 4.0  # points: a box this thin is a line
MARK = 12.0  # a shape smaller than this both ways is a check box or a drawn character
ASCENT, DESCENT = 0.88, 0.12  # of the size, as in 宋体
MOST_OBJECTS = 300_000
MOST_POINTS = 400_000
MOST_GLYPHS = 1_000_000
DEEPEST = 12
_CONTAINERS = frozenset(("Page", "Content", "Layer", "PageBlock"))
_DATA = re.compile(r"[A-Za-z]|[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


@dataclass(frozen=True, slots=True)
class Deadline:
    """When the time for the file is over; ``check`` raises `Unreadable` then."""

    at: float

    def check(self, page: int) -> None:
        """Called between pages and now and then inside a page."""
        if time.monotonic() > self.at:
            raise Unreadable(
                f"读到第{page}页时已超过时间上限，没有读完。请把自评表所在的页单独存成一个文件再试。"
            )


@dataclass(slots=True, eq=False)
class Drawing:
    """What stands on a page, in points from its top left."""

    number: int
    deadline: Deadline
    glyphs: list[Glyph] = field(default_factory=list)
    veiled: list[Glyph] = field(default_factory=list)
    """Characters drawn fully transparent: the text layer over a scan."""
    rects: list[Rect] = field(default_factory=list)
    images: float = 0.0
    objects: int = 0
    points: int = 0
    quarters: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    """How many characters need so many quarter turns clockwise to stand upright."""
    unknown: int = 0
    """Characters that are drawn by glyph only, without a code."""


def draw(sheet: Sheet, package: Package, number: int, deadline: Deadline) -> Drawing:
    """Everything on one page. Raises `Unreadable` if it holds more than any form does."""
    drawing = Drawing(number, deadline)
    x, y, _, _ = sheet.box
    matrix = (POINTS, 0.0, 0.0, POINTS, -x * POINTS, -y * POINTS)
    for root in sheet.roots:
        _walk(root, matrix, drawing, package, 0)
    return drawing


def leaf(sheet: Sheet, drawing: Drawing, glyphs: list[Glyph]) -> Leaf:
    """The page as it is read: turned so that most of its text runs from left to right."""
    width, height = sheet.box[2] * POINTS, sheet.box[3] * POINTS
    quarters = max(range(4), key=lambda quarter: (drawing.quarters[quarter], -quarter))
    size = (height, width) if quarters % 2 else (width, height)
    turn = Turn(quarters, width, height) if quarters else None
    made = Leaf(drawing.number, *size, turn=turn)
    made.glyphs = [
        (char, *_turned((x0, y0, x1, y1), quarters, width, height))
        for char, x0, y0, x1, y1 in glyphs
        if x1 > 0 and x0 < width and y1 > 0 and y0 < height
    ]
    made.horizontals, made.verticals = _rulings(
        [_turned(rect, quarters, width, height) for rect in drawing.rects]
    )
    return made


def _turned(rect: Rect, quarters: int, width: float, height: float) -> Rect:
    """A box of the displayed page → the same box of the page turned clockwise."""
    x0, y0, x1, y1 = rect
    if quarters == 1:
        return height - y1, x0, height - y0, x1
    if quarters == 2:
        return width - x1, height - y1, width - x0, height - y0
    if quarters == 3:
        return y0, width - x1, y1, width - x0
    return rect


def _rulings(rects: list[Rect]) -> tuple[list[Ruling], list[Ruling]]:
    """Thin rectangles → horizontal and vertical pieces; dots count as both."""
    horizontals: list[Ruling] = []
    verticals: list[Ruling] = []
    for x0, y0, x1, y1 in rects:
        width, height = x1 - x0, y1 - y0
        if height <= THIN and (width > height or width <= THIN):
            horizontals.append(((y0 + y1) / 2, x0, x1))
        if width <= THIN and (height > width or height <= THIN):
            verticals.append(((x0 + x1) / 2, y0, y1))
    return horizontals, verticals


def _walk(element: Any, matrix: Matrix, drawing: Drawing, package: Package, depth: int) -> None:
    """Collect what an element and its children draw; ``matrix`` leads from it to the page."""
    if depth > DEEPEST:
        return
    for child in element:
        name = local(child)
        if name in _CONTAINERS:
            _walk(child, matrix, drawing, package, depth + 1)
            continue
        if not name.endswith("Object") or child.get("Visible") == "false":
            continue
        drawing.objects += 1
        if drawing.objects > MOST_OBJECTS:
            raise Unreadable(
                f"第{drawing.number}页有超过{MOST_OBJECTS}个图形对象，远多于任何自评表，没有读取。"
                "请把自评表所在的页单独存成一个文件再试。"
            )
        if not drawing.objects & 4095:
            drawing.deadline.check(drawing.number)
        own = _own(child, matrix)
        if name == "TextObject":
            _text(child, own, drawing)
        elif name == "PathObject":
            _path(child, own, drawing)
        elif name == "ImageObject":
            boundary = numbers(child.get("Boundary"))
            if len(boundary) == 4:
                scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2])
                drawing.images += abs(boundary[2] * boundary[3]) * scale
        elif name == "CompositeObject":
            unit = package.units.get(child.get("ResourceID") or "")
            if unit is not None:
                _walk(unit, own, drawing, package, depth + 1)


def _own(element: Any, matrix: Matrix) -> Matrix:
    """The matrix that leads from inside an object to the page."""
    boundary = numbers(element.get("Boundary"))
    if len(boundary) >= 2:
        matrix = _times((1.0, 0.0, 0.0, 1.0, boundary[0], boundary[1]), matrix)
    own = numbers(element.get("CTM"))
    if len(own) == 6:
        matrix = _times((own[0], own[1], own[2], own[3], own[4], own[5]), matrix)
    return matrix


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


def _text(element: Any, matrix: Matrix, drawing: Drawing) -> None:
    """The characters of one text object."""
    sizes = numbers(element.get("Size"))
    size = sizes[0] if sizes and sizes[0] > 0 else 0.0
    if not size:
        return
    scales = numbers(element.get("HScale"))
    scale = scales[0] if scales and scales[0] > 0 else 1.0
    turn = (numbers(element.get("CharDirection")) or [0.0])[0]
    if turn:
        angle = math.radians(turn)
        cos, sin = math.cos(angle), math.sin(angle)
    else:
        cos, sin = 1.0, 0.0
    a, b, c, d, e, f = matrix
    # one unit along the line and one across it, as they lie on the page
    across, down = a * cos + c * sin, b * cos + d * sin
    ups = [(c * cos - a * sin) * up * size for up in (-ASCENT, DESCENT)]
    downs = [(d * cos - b * sin) * up * size for up in (-ASCENT, DESCENT)]
    left, right_edge, top, bottom = min(ups), max(ups), min(downs), max(downs)
    quarters = -round(math.atan2(down, across) / (math.pi / 2)) % 4
    invisible = element.get("Alpha") == "0" or (
        element.get("Fill") == "false" and element.get("Stroke") != "true"
    )
    target = drawing.veiled if invisible else drawing.glyphs
    x = y = 0.0
    for code in every(element, "TextCode"):
        text = code.text or ""
        if "\n" in text:
            text = text.strip("\r\n\t ")  # the indentation of a pretty-printed file
        starts = numbers(code.get("X")), numbers(code.get("Y"))
        x = starts[0][0] if starts[0] else x
        y = starts[1][0] if starts[1] else y
        right, below = deltas(code.get("DeltaX"), len(text)), deltas(code.get("DeltaY"), len(text))
        at_x, at_y = x, y
        for index, char in enumerate(text):
            natural = _advance(char) * size * scale
            step = right[index] if index < len(right) else None
            if step is None and not right and not below:
                step = natural
            width = step if step is not None and 0 < step <= 1.6 * natural else natural
            if not char.isprintable() and not char.isspace():
                drawing.unknown += 1  # no character, or one of private use
            elif char not in "\r\n":
                page_x, page_y = a * at_x + c * at_y + e, b * at_x + d * at_y + f
                along, aside = across * width, down * width
                target.append(
                    (
                        char,
                        page_x + left + (along if along < 0 else 0.0),
                        page_y + top + (aside if aside < 0 else 0.0),
                        page_x + right_edge + (along if along > 0 else 0.0),
                        page_y + bottom + (aside if aside > 0 else 0.0),
                    )
                )
                drawing.quarters[quarters] += 1
            at_x += step or 0.0
            at_y += below[index] if index < len(below) else 0.0
    if len(target) > MOST_GLYPHS:
        raise Unreadable(f"第{drawing.number}页的文字过多，不像自评表，没有读取。")


def deltas(text: str | None, count: int) -> list[float]:
    """Offsets between ``count`` characters, "g n v" (n times v) written out; the last one is
    repeated where there are too few. Empty if there are none or they are no numbers."""
    words = (text or "").split()
    out: list[float] = []
    at = 0
    while at < len(words) and len(out) < count:
        if words[at] in ("g", "G"):
            times, step = words[at + 1 : at + 2], numbers(" ".join(words[at + 2 : at + 3]))
            if not step or not times[0].isdecimal():
                return []
            # a count of twenty digits is no reason to build it
            out += step * (min(int(times[0][:9]), count - len(out)))
            at += 3
            continue
        single = numbers(words[at])
        if not single:
            return []
        out += single
        at += 1
    if out:
        out += [out[-1]] * (count - len(out))
    return out


def _advance(char: str) -> float:
    """How far a character moves the pen, in sizes: exact for 汉字, near enough for the others."""
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def _path(element: Any, matrix: Matrix, drawing: Drawing) -> None:
    """The straight horizontal and vertical edges of one path."""
    stroke, fill = element.get("Stroke") != "false", element.get("Fill") == "true"
    if element.get("Alpha") == "0" or not (stroke or fill):
        return
    data = next((child.text for child in element if local(child) == "AbbreviatedData"), None)
    outlines = outline(data or "", matrix)
    drawing.points += sum(len(points) for points in outlines)
    if drawing.points > MOST_POINTS:
        raise Unreadable(
            f"第{drawing.number}页的图形过于复杂（超过{MOST_POINTS}段线条），不像自评表，没有读取。"
        )
    everything = [point for points in outlines for point in points]
    if not everything:
        return
    x0, y0, x1, y1 = whole = _hull(everything)
    if x1 - x0 <= THIN or y1 - y0 <= THIN:
        drawing.rects.append(whole)
        return
    if x1 - x0 <= MARK and y1 - y0 <= MARK:
        return
    if stroke:
        for points in outlines:
            drawing.rects += [
                _hull([start, end])
                for start, end in itertools.pairwise(points)
                if abs(start[0] - end[0]) < 1 or abs(start[1] - end[1]) < 1
            ]
        return
    hulls = [_hull(points) for points in outlines if len(points) > 1]
    for index, (left, top, right, bottom) in enumerate(hulls):
        if right - left <= THIN or bottom - top <= THIN:
            drawing.rects.append((left, top, right, bottom))
        elif index and all(
            abs(one - other) <= THIN
            for one, other in zip(hulls[index - 1], hulls[index], strict=True)
        ):  # two filled boxes, one just inside the other: a border drawn as the area between them
            drawing.rects += [
                (left, top, right, top),
                (left, bottom, right, bottom),
                (left, top, left, bottom),
                (right, top, right, bottom),
            ]


def outline(data: str, matrix: Matrix) -> list[list[Point]]:
    """Abbreviated path data → subpaths of points on the page; a curve begins a new one.

    What can't be understood ends the path: the points before it are kept.
    """
    a, b, c, d, e, f = matrix
    outlines: list[list[Point]] = []
    points: list[Point] = []
    words = _DATA.findall(data)
    at = 0
    while at < len(words):
        command = words[at].upper()
        count = _ARGUMENTS.get(command)
        if count is None:
            break
        held = numbers(" ".join(words[at + 1 : at + 1 + count]))
        if len(held) != count:
            break
        at += 1 + count
        if command == "C":
            if points and points[0] != points[-1]:
                points.append(points[0])
            continue
        x, y = held[-2:]
        point = (a * x + c * y + e, b * x + d * y + f)
        if command == "L" and points:
            points.append(point)
        else:
            points = [point]
            outlines.append(points)
    return outlines


def _hull(points: list[Point]) -> Rect:
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return min(xs), min(ys), max(xs), max(ys)
