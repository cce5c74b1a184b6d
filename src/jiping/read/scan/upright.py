"""How a page lies on its picture: quarter turns, skew and perspective, and the way back.

Horizontal rulings of a form meet in one far point, vertical ones in another; the homography that
sends both to infinity undoes skew, perspective and shear at once. With too few lines only the skew
is undone, told by the direction in which the printed rows stand out most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from jiping.read.scan.ink import DPI, FAINT, Picture

if TYPE_CHECKING:
    from jiping.read.book import Box

STEEPEST = 6.0  # degrees of skew that are looked for
RUN = 25  # pixels in a row that make a piece of a line, also of a skewed one
LONG = int(0.6 * DPI)
FEWEST = 4  # lines of a direction that a far point is taken from
OFF = 0.0025  # radians by which a line may miss its far point
STRONGEST = 0.25  # of a page: no corner is moved farther


@dataclass(frozen=True, slots=True)
class Warp:
    """From the upright page (pixels at the working resolution) to the page as displayed.

    ``back`` is a 3 × 3 homography onto the displayed picture (same resolution); ``unit`` are
    pixels for a point of the leaf, ``scale`` for a point of the displayed page. Takes the part of `jiping.read.grid.Turn` for boxes of a leaf in points.
    """

    back: Any
    unit: float
    scale: float

    def displayed(self, box: Box) -> Box:
        """A box of the leaf in points → the box around it on the displayed page."""
        x0, y0, x1, y1 = (v * self.unit for v in box)
        corners = np.array([[[x0, y0], [x1, y0], [x1, y1], [x0, y1]]], np.float64)
        moved = cv2.perspectiveTransform(corners, self.back)[0] / self.scale
        left, top = moved.min(axis=0)
        right, bottom = moved.max(axis=0)
        return float(left), float(top), float(right), float(bottom)


def quarters_of(size: tuple[int, int], quarters: int) -> Any:
    """Homography from a picture turned clockwise by ``quarters`` back to the picture of ``size``
    (height, width)."""
    height, width = size
    if quarters == 1:
        return np.array([[0, 1, 0], [-1, 0, height], [0, 0, 1]], np.float64)
    if quarters == 2:
        return np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]], np.float64)
    if quarters == 3:
        return np.array([[0, -1, width], [1, 0, 0], [0, 0, 1]], np.float64)
    return np.eye(3)


def straightened(grey: Picture) -> tuple[Picture, Any]:
    """Even grey picture, right way up → straight picture of the same size, and the homography
    from it back to the one given."""
    height, width = grey.shape
    skew = _skew(grey)
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0), [0, 0, 1]])
    ink = (grey < FAINT).astype(np.uint8)
    level = cv2.warpAffine(ink * 255, turn[:2], (width, height)) > 127
    matrix = turn
    fine = _rectified(level.astype(np.uint8))
    if fine is not None:
        matrix = fine @ turn
    if np.abs(matrix - np.eye(3)).max() < 1e-9:
        return grey, np.eye(3)
    flat = cv2.warpPerspective(
        grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=255
    )
    return flat, np.linalg.inv(matrix)


def _skew(grey: Picture) -> float:
    """Degrees by which the page must be turned counter-clockwise, to a quarter of a degree."""
    scale = 4
    height, width = grey.shape
    small = cv2.resize(255 - grey, (width // scale, height // scale), interpolation=cv2.INTER_AREA)
    small[small < 40] = 0
    best, found = -1.0, 0.0
    for angle in np.arange(-STEEPEST, STEEPEST + 0.01, 0.25):
        matrix = cv2.getRotationMatrix2D((small.shape[1] / 2, small.shape[0] / 2), float(angle), 1)
        rows = cv2.warpAffine(small, matrix, (small.shape[1], small.shape[0])).sum(
            axis=1, dtype=np.float64
        )
        sharpness = float((np.diff(rows) ** 2).sum()) * (1.001 if angle == 0 else 1.0)
        if sharpness > best:
            best, found = sharpness, float(angle)
    return found


def _rectified(ink: Picture) -> Any | None:
    """Homography that makes nearly level lines level and nearly upright ones upright; None if
    there are too few, or if it would bend the page more than any camera does."""
    height, width = ink.shape
    across = _lines(ink, level=True)
    down = _lines(ink, level=False)
    if len(across) < FEWEST:
        return None
    centre = np.array([width / 2, height / 2])
    size = float(max(width, height))
    far_x = _far_point(across, centre, size, level=True)
    if far_x is None:
        return None
    far_y = _far_point(down, centre, size, level=False) if len(down) >= FEWEST else None
    if far_y is None:  # only the skew: upright is at a right angle to level
        direction = far_x[:2] / np.linalg.norm(far_x[:2])
        far_x = np.array([*direction, 0.0])
        far_y = np.array([-direction[1], direction[0], 0.0])
    horizon = np.cross(far_x, far_y)
    if abs(horizon[2]) < 1e-9:
        return None
    horizon = horizon / horizon[2]
    unbend = np.array([[1, 0, 0], [0, 1, 0], horizon])
    along, below = (unbend @ far_x)[:2], (unbend @ far_y)[:2]
    along = along / np.linalg.norm(along) * np.sign(along[0])
    below = below / np.linalg.norm(below) * np.sign(below[1])
    square = np.eye(3)
    square[:2, :2] = np.linalg.inv(np.column_stack([along, below]))
    inner = np.array(
        [[1 / size, 0, -centre[0] / size], [0, 1 / size, -centre[1] / size], [0, 0, 1]]
    )
    matrix = np.linalg.inv(inner) @ square @ unbend @ inner
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    moved = cv2.perspectiveTransform(corners, matrix)
    if not np.isfinite(moved).all() or np.abs(moved - corners).max() > STRONGEST * size:
        return None
    return matrix


def _lines(ink: Picture, *, level: bool) -> list[tuple[float, float, float, float]]:
    """Long nearly straight lines of one direction as x0, y0, x1, y1 (ends of a fitted line)."""
    shape = (1, RUN) if level else (RUN, 1)
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
    runs = cv2.dilate(runs, np.ones((3, 7) if level else (7, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(runs)
    found: list[tuple[float, float, float, float]] = []
    for index in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[index])
        length, thick = (width, height) if level else (height, width)
        if length < LONG or thick * 8 > length:
            continue
        part = ink[y : y + height, x : x + width] & (
            labels[y : y + height, x : x + width] == index
        ).astype(np.uint8)
        ys, xs = np.nonzero(part)
        if len(xs) < length / 2:
            continue
        if level:
            slope, offset = np.polyfit(xs, ys, 1)
            if abs(slope) < 0.08 and np.abs(ys - slope * xs - offset).mean() < 2.5:
                ends = float(offset), float(offset + slope * width)
                found.append((x, y + ends[0], x + width, y + ends[1]))
        else:
            slope, offset = np.polyfit(ys, xs, 1)
            if abs(slope) < 0.12 and np.abs(xs - slope * ys - offset).mean() < 2.5:
                ends = float(offset), float(offset + slope * height)
                found.append((x + ends[0], y, x + ends[1], y + height))
    return found


def _far_point(
    lines: list[tuple[float, float, float, float]], centre: Any, size: float, *, level: bool
) -> Any | None:
    """The common point of lines, in coordinates around ``centre`` in units of ``size``; lines
    that miss it are left out one after another."""
    ends = np.array(lines).reshape(-1, 2, 2)
    ends = (ends - centre) / size
    points = np.concatenate([ends, np.ones((*ends.shape[:2], 1))], axis=2)
    rows = np.cross(points[:, 0], points[:, 1])
    rows /= np.linalg.norm(rows[:, :2], axis=1, keepdims=True)
    lengths = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1)
    middles = points.mean(axis=1)
    kept = np.ones(len(rows), bool)
    far = None
    for _ in range(6):
        if kept.sum() < FEWEST:
            return None
        weights = lengths[kept, None]
        _, _, vectors = np.linalg.svd(rows[kept] * weights)
        far = vectors[-1]
        if abs(far[2]) > 0.6 * np.linalg.norm(far[:2]):
            return None  # nearer than one and a half page lengths: no scan is bent like that
        towards = far[:2] - middles[:, :2] * far[2]
        towards /= np.linalg.norm(towards, axis=1, keepdims=True)
        missing = np.abs((rows[:, :2] * towards).sum(axis=1))
        now = missing < max(OFF, 2.5 * float(np.median(missing[kept])))
        if (now == kept).all():
            break
        kept = now
    if far is None:
        return None
    return far * (np.sign(far[0]) if level else np.sign(far[1]))
