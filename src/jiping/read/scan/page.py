"""One picture of a page → its leaf, and what is doubtful in each of its cells."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from jiping.read.errors import Unreadable
from jiping.read.grid.fragment import build
from jiping.read.grid.leaf import Leaf
from jiping.read.grid.rulings import regions, straighten
from jiping.read.scan.doubt import Doubt, doubt_of
from jiping.read.scan.ink import DPI, Picture, grey_of
from jiping.read.scan.lattice import erased, lattice_of
from jiping.read.scan.lettering import (
    PAD,
    Strip,
    crop_of,
    inked,
    plain_sign,
    strips,
    usual_height,
)
from jiping.read.scan.recogniser import Sign, detect, recognise
from jiping.read.scan.upright import Warp, quarters_of, straightened

if TYPE_CHECKING:
    from jiping.read.book import Box
    from jiping.read.grid.leaf import Glyph

UNIT = DPI / 72  # pixels of the working picture for a point of the leaf
A4 = 842.0
SHEETS = (400.0, 1700.0)  # longest side of a sheet in points; other sizes are a mistaken resolution
MOST_LINES = 3_000
CHUNK = 64  # lines recognised between two looks at the clock
UNSURE = 0.75  # a line is recognised again from its enlarged picture below this
RIGHT_WAY = 0.9


@dataclass(slots=True, eq=False)
class Scanned:
    """A page that was read by recognition. ``doubts`` are by the box of the cell on the displayed
    page, as the grid builder reports it; ``seconds`` says where the time went."""

    leaf: Leaf
    doubts: dict[Box, Doubt]
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class _Line:
    strip: Strip
    walls: tuple[int, int, int, int]
    cell: Box | None
    signs: tuple[Sign, ...] = ()
    crop: Any = None


class _Clock:
    """Time of one page: what took how long, and when it is over."""

    def __init__(self, number: int, seconds: float) -> None:
        self.number = number
        self.spent: dict[str, float] = {}
        self._last = time.monotonic()
        self._end = self._last + seconds

    def lap(self, what: str) -> None:
        """Book the time since the last lap. Raises `Unreadable` when the page's time is over."""
        now = time.monotonic()
        self.spent[what] = self.spent.get(what, 0.0) + now - self._last
        self._last = now
        if now > self._end:
            raise Unreadable(
                f"第{self.number}页的文字识别超过时间上限，没有读完。"
                "请只保留自评表所在的页，或以200dpi重新扫描后再试。"
            )


def read_picture(
    picture: Picture, number: int, size: tuple[float, float], seconds: float
) -> Scanned:
    """A picture (grey or RGB) of page ``number``, ``size`` points wide and high as displayed →
    the page. Raises `Unreadable` after ``seconds`` or for a page full of specks."""
    clock = _Clock(number, seconds)
    long = max(size) if SHEETS[0] <= max(size) <= SHEETS[1] else A4
    scale = long * UNIT / max(picture.shape[:2])
    width, height = (max(32, round(v * scale)) for v in picture.shape[1::-1])
    if (height, width) != picture.shape[:2]:
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        picture = cv2.resize(picture, (width, height), interpolation=way)
    grey = grey_of(picture)
    clock.lap("ink")
    quarters = _quarters(grey)
    clock.lap("orientation")
    shape = grey.shape
    grey = np.ascontiguousarray(np.rot90(grey, -quarters))
    flat, back = straightened(grey)
    clock.lap("straighten")
    lattice = lattice_of(flat)
    leaf = Leaf(number, flat.shape[1] / UNIT, flat.shape[0] / UNIT)
    leaf.horizontals = [(y / UNIT, a / UNIT, b / UNIT) for y, a, b in lattice.horizontals]
    leaf.verticals = [(x / UNIT, a / UNIT, b / UNIT) for x, a, b in lattice.verticals]
    leaf.turn = Warp(quarters_of(shape, quarters) @ back, UNIT, width / size[0])
    bare = erased(flat, lattice)
    clock.lap("lines")
    lines, height_of_line = _lines(leaf, bare)
    clock.lap("layout")
    _recognise(bare, lines, height_of_line, clock)
    doubts = _hand_over(leaf, lines, height_of_line)
    return Scanned(leaf, doubts, clock.spent)


def _quarters(grey: Picture) -> int:
    """Quarter turns clockwise that bring the print upright, judged by its recognition."""
    boxes = detect(grey)
    across = [b for b in boxes if b[2] - b[0] > 1.5 * (b[3] - b[1])]
    down = [b for b in boxes if b[3] - b[1] > 1.5 * (b[2] - b[0])]
    lengths = sum(b[2] - b[0] for b in across), sum(b[3] - b[1] for b in down)
    sideways = lengths[1] > 1.5 * lengths[0]
    chosen = sorted(
        down if sideways else across, key=lambda b: abs(max(b[2] - b[0], b[3] - b[1]) - 160)
    )[:6]
    if not chosen:
        return 0
    crops = [grey[round(b[1]) : round(b[3]), round(b[0]) : round(b[2])] for b in chosen]
    best, found = -1.0, 0
    for quarters in (1, 3) if sideways else (0, 2):
        read = recognise([np.ascontiguousarray(np.rot90(crop, -quarters)) for crop in crops])
        sure = [sign.sure for line in read for sign in line if sign.char]
        score = sum(sure) / len(sure) if sure else 0.0
        if score > best:
            best, found = score, quarters
        if score > RIGHT_WAY:
            break
    return found


def _lines(leaf: Leaf, bare: Picture) -> tuple[list[_Line], int]:
    """Printed lines, cell by cell, then those outside every table; the height of most of them."""
    ink = inked(bare)
    height, width = ink.shape
    found = [
        build(r, leaf) for r in regions(straighten(leaf.horizontals), straighten(leaf.verticals))
    ]
    fragments = [f for f in found if f is not None]
    fragments.sort(key=lambda f: (f.box[0] - f.box[2]) * (f.box[3] - f.box[1]))
    cells: list[tuple[tuple[int, int, int, int], Box]] = []
    for fragment in fragments:
        for piece in fragment.pieces:
            x0, y0, x1, y1 = (round(v * UNIT) for v in piece.box)
            walls = max(0, x0 + 2), max(0, y0 + 2), min(width, x1 - 1), min(height, y1 - 1)
            if walls[2] - walls[0] > 4 and walls[3] - walls[1] > 4:
                cells.append((walls, leaf.place(piece.box)))
    if len(cells) > MOST_LINES:
        raise Unreadable(f"第{leaf.number}页上的格子有{len(cells)}个，不像自评表，没有读取。")
    usual = usual_height([s for walls, _ in cells for s in strips(ink, walls)])
    lines: list[_Line] = []
    for walls, box in cells:
        lines += [_Line(strip, walls, box) for strip in strips(ink, walls, usual)]
        ink[walls[1] : walls[3], walls[0] : walls[2]] = 0  # a table inside a cell is read once
    for fragment in fragments:
        x0, y0, x1, y1 = (round(v * UNIT) for v in fragment.box)
        ink[max(0, y0 - 3) : y1 + 4, max(0, x0 - 3) : x1 + 4] = 0
    if ink.any():
        outside = np.where(cv2.dilate(ink, np.ones((5, 5), np.uint8)) > 0, bare, 255)
        for left, top, right, bottom in detect(outside.astype(np.uint8)):
            walls = (
                max(0, int(left) - 3), max(0, int(top) - 2),
                min(width, int(right) + 4), min(height, int(bottom) + 3),
            )  # fmt: skip
            rows = strips(ink, walls, max(usual, (walls[3] - walls[1]) * 2 // 3))
            lines += [_Line(strip, walls, None) for strip in rows if strip.height > usual // 3]
            ink[walls[1] : walls[3], walls[0] : walls[2]] = 0
    if len(lines) > MOST_LINES:
        raise Unreadable(f"第{leaf.number}页上的文字行有{len(lines)}行，不像自评表，没有读取。")
    return lines, usual


def _recognise(bare: Picture, lines: list[_Line], usual: int, clock: _Clock) -> None:
    """Fill in the characters of all lines."""
    ink = inked(bare)
    waiting: list[_Line] = []
    for line in lines:
        shape = plain_sign(ink, line.strip, usual)
        if shape is not None:
            line.signs = tuple(
                Sign(char, (2 * k + 1) / (2 * len(shape)), 0.9) for k, char in enumerate(shape)
            )
            line.crop = crop_of(bare, line.strip, usual, line.walls)
        else:
            waiting.append(line)
    waiting.sort(key=lambda line: (line.strip.x1 - line.strip.x0) / max(line.strip.height, usual))
    for start in range(0, len(waiting), CHUNK):
        some = waiting[start : start + CHUNK]
        for line in some:
            line.crop = crop_of(bare, line.strip, usual, line.walls)
        for line, signs in zip(some, recognise([line.crop for line in some]), strict=True):
            line.signs = signs
        clock.lap("recognition")
    again = [line for line in waiting if _sureness(line.signs) < UNSURE]
    for start in range(0, len(again), CHUNK):
        some = again[start : start + CHUNK]
        for line, signs in zip(some, recognise([_enlarged(x.crop) for x in some]), strict=True):
            if _sureness(signs) > _sureness(line.signs):
                line.signs = signs
        clock.lap("second look")


def _sureness(signs: tuple[Sign, ...]) -> float:
    """How sure the least sure character of a line is; 0 for none."""
    return min((sign.sure for sign in signs if sign.char), default=0.0)


def _enlarged(crop: Picture) -> Picture:
    """The same line, larger, smoothed and with clearer ink."""
    big = cv2.resize(crop, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    big = cv2.GaussianBlur(big, (0, 0), 1.2)
    dark, light = np.percentile(big, (2, 90))
    stretched = (big.astype(np.float32) - dark) * (255.0 / max(1.0, light - dark))
    return np.clip(stretched, 0, 255).astype(np.uint8)


def _hand_over(leaf: Leaf, lines: list[_Line], usual: int) -> dict[Box, Doubt]:
    """Characters → the leaf; the doubts of every cell by its box."""
    by_cell: dict[Box, list[tuple[Sign, ...]]] = {}
    for line in lines:
        leaf.glyphs += _glyphs(line, usual)
        by_cell.setdefault(line.cell or _placed(leaf, line.strip), []).append(line.signs)
    return {box: doubt_of(read) for box, read in by_cell.items()}


def _placed(leaf: Leaf, strip: Strip) -> Box:
    """Where a line outside every table stands on the displayed page."""
    return leaf.place((strip.x0 / UNIT, strip.y0 / UNIT, strip.x1 / UNIT, strip.y1 / UNIT))


def _glyphs(line: _Line, usual: int) -> list[Glyph]:
    """The characters of a line with their boxes in points. The recogniser knows the centre of
    each only; the border between two is half-way, but a wide gap stays a gap."""
    signs = [sign for sign in line.signs if sign.char and not sign.char.isspace()]
    if not signs:
        return []
    strip = line.strip
    left, width = strip.x0 - PAD - 2, line.crop.shape[1]
    centres = [left + sign.at * width for sign in signs]
    height = max(strip.height, round(0.8 * usual))
    middle = (strip.y0 + strip.y1) / 2
    top, bottom = (middle - height / 2) / UNIT, (middle + height / 2) / UNIT
    reach = 1.2 * height  # half of the widest distance between neighbours without a gap
    out: list[Glyph] = []
    for index, (sign, centre) in enumerate(zip(signs, centres, strict=True)):
        before = (centres[index - 1] + centre) / 2 if index else float(strip.x0)
        after = (centre + centres[index + 1]) / 2 if index + 1 < len(signs) else float(strip.x1)
        x0 = max(before, centre - reach) if index else min(before, centre)
        x1 = min(after, centre + reach) if index + 1 < len(signs) else max(after, centre)
        out.append((sign.char, x0 / UNIT, top, max(x0, x1) / UNIT, bottom))
    return out
