"""The inside of a cell → its printed lines, by the rows and columns that hold ink."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np

from jiping.read.scan.ink import INK, Picture

SPECK = 5  # pixels of ink that are dust
SMALLEST = 3
PAD = 4
LINE = 26  # pixels: height of a printed line of 9-10 points
LEANS = 0.12  # columns a row by which a slash leans at least


@dataclass(frozen=True, slots=True)
class Strip:
    """One printed line on the page, in pixels: the box of its ink."""

    x0: int
    y0: int
    x1: int
    y1: int

    @property
    def height(self) -> int:
        """Rows of ink."""
        return self.y1 - self.y0


def inked(grey: Picture) -> Picture:
    """Page without rulings → 1 where there is ink of characters, dust left out."""
    ink = (grey < INK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    dust = np.zeros(count, np.uint8)
    dust[stats[:, cv2.CC_STAT_AREA] < SPECK] = 1
    dust[0] = 1
    ink[dust[labels] == 1] = 0
    return ink


def strips(ink: Picture, box: tuple[int, int, int, int], size: int = LINE) -> list[Strip]:
    """Printed lines in the box x0, y0, x1, y1 of the ink, from top to bottom; ``size`` is the
    usual height of a line on this page."""
    x0, y0, x1, y1 = box
    part = ink[y0:y1, x0:x1]
    if not part.any():
        return []
    rows = part.sum(axis=1)
    spans = _spans(rows > 0)
    spans = _split_tall(spans, rows, size)
    spans = _join_low(spans, size)
    found = []
    for top, bottom in spans:
        columns = np.nonzero(part[top:bottom].any(axis=0))[0]
        if not len(columns):
            continue
        left, right = int(columns[0]), int(columns[-1]) + 1
        if max(right - left, bottom - top) < SMALLEST:
            continue
        found.append(Strip(x0 + left, y0 + top, x0 + right, y0 + bottom))
    return found


def _spans(rows: Picture) -> list[tuple[int, int]]:
    """Stretches of rows with ink."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], rows.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _split_tall(spans: list[tuple[int, int]], rows: Picture, size: int) -> list[tuple[int, int]]:
    """Cut stretches of several lines that touch, at the rows with the least ink."""
    out: list[tuple[int, int]] = []
    for top, bottom in spans:
        count = round((bottom - top) / (1.25 * size))
        if bottom - top <= 1.7 * size or count < 2:
            out.append((top, bottom))
            continue
        step = (bottom - top) / count
        cuts = [top]
        for k in range(1, count):
            middle = top + k * step
            low, high = round(middle - 0.3 * step), round(middle + 0.3 * step)
            cuts.append(low + int(rows[low:high].argmin()))
        cuts.append(bottom)
        out += [(a, b) for a, b in itertools.pairwise(cuts) if b > a]
    return out


def _join_low(spans: list[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Put the parts of one line together: the two strokes of 二, a point over its letter."""
    out: list[tuple[int, int]] = []
    for top, bottom in spans:
        if out:
            above, end = out[-1]
            low = min(end - above, bottom - top) < 0.55 * size
            if low and top - end < 0.5 * size and bottom - above <= 1.25 * size:
                out[-1] = (above, bottom)
                continue
        out.append((top, bottom))
    return out


def usual_height(found: list[Strip]) -> int:
    """The height that most printed lines of a page have."""
    heights = [strip.height for strip in found if 10 <= strip.height <= 60]
    return int(np.median(heights)) if heights else LINE


def crop_of(grey: Picture, strip: Strip, size: int, box: tuple[int, int, int, int]) -> Picture:
    """The picture of a line with white around it, at least as high as a usual line (so that a
    dash stays a dash) and not beyond the box of its cell."""
    height = max(strip.height, size)
    middle = (strip.y0 + strip.y1) / 2
    top, bottom = round(middle - height / 2) - PAD, round(middle + height / 2) + PAD
    left, right = strip.x0 - PAD - 2, strip.x1 + PAD + 2
    out = np.full((bottom - top, right - left), 255, np.uint8)
    gap = 3  # what lies farther belongs to the lines above and below
    y0 = max(box[1], top, 0, strip.y0 - gap)
    y1 = min(box[3], bottom, grey.shape[0], strip.y1 + gap)
    x0, x1 = max(box[0], left, 0), min(box[2], right, grey.shape[1])
    if y1 > y0 and x1 > x0:
        out[y0 - top : y1 - top, x0 - left : x1 - left] = grey[y0:y1, x0:x1]
    return out


def is_dash(ink: Picture, strip: Strip, size: int) -> str | None:
    """A line that is nothing but a flat bar: the dash it stands for, by its length; else None."""
    if strip.height > max(4, 0.28 * size) or strip.x1 - strip.x0 < 0.25 * size:
        return None
    filled = ink[strip.y0 : strip.y1, strip.x0 : strip.x1].any(axis=0).mean()
    if filled < 0.75:
        return None
    wide = (strip.x1 - strip.x0) / size
    return "——" if wide >= 1.4 else "—" if wide >= 0.6 else "-"


def is_slash(ink: Picture, strip: Strip, size: int) -> bool:
    """Whether a line is one leaning stroke and nothing else: “/” for an empty cell, which is
    easily recognised as 1. A figure 1 stands upright, and its flag leans the other way."""
    if not 0.6 * size < strip.height < 1.6 * size or strip.x1 - strip.x0 > 0.8 * strip.height:
        return False
    rows, columns = np.nonzero(ink[strip.y0 : strip.y1, strip.x0 : strip.x1])
    if len(np.unique(rows)) < 0.9 * strip.height:
        return False
    lean, foot = np.polyfit(rows, columns, 1)
    off = np.abs(columns - lean * rows - foot)
    return bool(lean < -LEANS and off.mean() < 0.07 * size and off.max() < 0.17 * size)


def is_equals(ink: Picture, strip: Strip, size: int) -> bool:
    """Whether a line is two flat bars of one length and nothing else: “=”, not 二, whose upper
    stroke is shorter."""
    width = strip.x1 - strip.x0
    if not 0.35 * size < width < 1.3 * size or strip.height > 0.75 * size:
        return False
    part = ink[strip.y0 : strip.y1, strip.x0 : strip.x1]
    spans = _spans(part.sum(axis=1) > 0.3 * width)
    if len(spans) != 2 or any(bottom - top > 0.25 * size for top, bottom in spans):
        return False
    if part[spans[0][1] + 1 : spans[1][0] - 1].any():
        return False
    filled = [np.flatnonzero(part[top:bottom].any(axis=0)) for top, bottom in spans]
    if any(len(bar) < 0.9 * (bar[-1] - bar[0] + 1) for bar in filled):
        return False
    starts, ends = (abs(int(filled[0][end]) - int(filled[1][end])) for end in (0, -1))
    return max(starts, ends) <= max(1, 0.06 * width)


def plain_sign(ink: Picture, strip: Strip, size: int) -> str | None:
    """What a line of mere strokes says by its shape: a dash, “/”, “=”; None for any other.

    The two bars of a small “=” are together no higher than a dash: they are looked for first.
    """
    if is_equals(ink, strip, size):
        return "="
    return "/" if is_slash(ink, strip, size) else is_dash(ink, strip, size)
