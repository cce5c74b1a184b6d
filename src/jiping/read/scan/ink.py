"""Colour picture → grey picture in which paper is white (255) all over and ink is dark.

Red seals go, because nothing of a form is printed in red: a seal's ink is light in the red channel
while the black under it stays dark. Lines or words that are red themselves are kept.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

Picture = Any
"""A uint8 array: height × width (grey) or height × width × 3 (RGB)."""

DPI = 200
"""Working resolution; all sizes in pixels of this package are meant at it."""
SEAL = (int(0.7 * DPI), int(2.6 * DPI))  # a seal is 38-58 mm wide; a part of it may be seen
INK = 160  # darker than this is ink; a line thinned by blur may be lighter
FAINT = 205  # darker than this may be a blurred ruling line
HUGE_SHARE = 0.5  # a page darker than this is a negative


def grey_of(picture: Picture) -> Picture:
    """RGB (or grey) picture → even grey picture without seals."""
    if picture.ndim == 2:
        return flattened(picture)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    red, green, blue = cv2.split(picture)
    other = cv2.max(green, blue)
    coloured = (cv2.subtract(red, other) > 30).astype(np.uint8)
    for x, y, width, height in _seals(coloured):
        area = slice(y, y + height), slice(x, x + width)
        # The rim of a stroke is hardly red after JPEG: take its neighbours too, unless they are black.
        near = cv2.dilate(coloured[area], np.ones((5, 5), np.uint8)) > 0
        patch, tinted = grey[area], red[area]
        paper = float(np.percentile(tinted, 80))
        seal = float(np.median(tinted[coloured[area] > 0]))
        # Lightened until the seal is as light as paper; black under it stays black, edges smooth.
        lighter = np.minimum(255.0, tinted * min(1.6, max(1.0, paper / max(1.0, seal))))
        patch[...] = np.where(near, lighter.astype(np.uint8), patch)
    return flattened(grey)


def flattened(grey: Picture) -> Picture:
    """Even out shadows and a grey background: every spot is divided by the paper around it."""
    height, width = grey.shape
    if np.mean(grey[:: max(1, height // 200), :: max(1, width // 200)] < 110) > HUGE_SHARE:
        grey = 255 - grey
    small = cv2.resize(
        grey, (max(8, width // 8), max(8, height // 8)), interpolation=cv2.INTER_AREA
    )
    paper = cv2.dilate(small, np.ones((5, 5), np.uint8))
    paper = cv2.medianBlur(paper, 15)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(paper, 30), scale=250)


def _seals(coloured: Picture) -> list[tuple[int, int, int, int]]:
    """Boxes (x, y, width, height) of red patches that are as large and as round as a seal."""
    if not coloured.any():
        return []
    joined = cv2.morphologyEx(coloured, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    joined = cv2.dilate(joined, np.ones((15, 15), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    boxes = []
    for index in range(1, count):
        x, y, width, height, _ = (int(v) for v in stats[index])
        if SEAL[0] <= max(width, height) <= SEAL[1] and min(width, height) * 3 >= max(
            width, height
        ):
            boxes.append((x, y, width, height))
    return boxes
