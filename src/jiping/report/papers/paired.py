"""Two ways of scoring beside each other, as plain shapes: bars in pairs, bars to both sides."""

from __future__ import annotations

from collections.abc import Sequence

from jiping.forms.figure import Box, Figure, Label, Shape, Stroke
from jiping.report.papers.plots import COLOURS

BEFORE, AFTER = COLOURS[2], COLOURS[1]
_GREY, _PALE = "#595959", "#d9d9d9"
_ROW, _BAR = 110, 38


def pairs(
    name: str,
    rows: Sequence[tuple[str, int, int]],
    titles: tuple[str, str],
    *,
    width: int = 1600,
    left: int = 300,
    unit: str = "",
) -> Figure:
    """Horizontal bars in pairs: label, the first way's number, the second's."""
    top, room = 95, width - left - 260
    most = max([n for _, *both in rows for n in both] + [1])
    shapes: list[Shape] = []
    x = left
    for colour, title in zip((BEFORE, AFTER), titles, strict=True):
        shapes += [Box(x, 25, 30, 30, colour), Label(x + 45, 40, title, "start", 80)]
        x += 110 + 30 * len(title)
    for number, (label, *both) in enumerate(rows):
        y = top + number * _ROW
        shapes.append(Label(left - 20, y + _ROW // 2, label, "end", 85))
        for row, (value, colour) in enumerate(zip(both, (BEFORE, AFTER), strict=True)):
            wide = room * value // most
            at = y + 15 + row * (_BAR + 3)
            if value:
                shapes.append(Box(left, at, max(wide, 3), _BAR, colour))
            shapes.append(Label(left + wide + 15, at + _BAR // 2, f"{value:,}{unit}", "start", 80))
    bottom = top + len(rows) * _ROW
    shapes.append(Stroke(left, top, left, bottom, _GREY, 3))
    told = "；".join(f"{label}：{titles[0]} {a}，{titles[1]} {b}" for label, a, b in rows)
    return Figure(width, bottom + 20, tuple(shapes), name, told)


def spread(
    name: str, rows: Sequence[tuple[str, int]], *, width: int = 1600, left: int = 380
) -> Figure:
    """Bars of how many forms change how much; rows that gain, stay and lose in three colours."""
    room, top = width - left - 220, 20
    most = max([n for _, n in rows] + [1])
    shapes: list[Shape] = []
    for number, (label, value) in enumerate(rows):
        y = top + number * 75
        colour = COLOURS[3] if label.startswith("提高") else COLOURS[0] if label.startswith("降低") else _PALE  # fmt: skip
        shapes.append(Label(left - 20, y + 37, label, "end", 85))
        wide = room * value // most
        if value:
            shapes.append(Box(left, y + 14, max(wide, 3), 47, colour))
        shapes.append(Label(left + wide + 15, y + 37, f"{value:,}", "start", 85))
    bottom = top + 75 * len(rows)
    shapes.append(Stroke(left, top, left, bottom, _GREY, 3))
    told = "；".join(f"{label} {value} 个" for label, value in rows)
    return Figure(width, bottom + 20, tuple(shapes), name, told)


def both_ways(
    name: str, rows: Sequence[tuple[str, int]], shown: Sequence[str], *, width: int = 1600
) -> Figure:
    """Bars from a line in the middle: to the right what adds, to the left what takes away."""
    left, right, top = 480, width - 60, 20
    middle, most = (left + right) // 2, max([abs(n) for _, n in rows] + [1])
    room = (right - left) // 2 - 200
    shapes: list[Shape] = []
    for number, ((label, value), text) in enumerate(zip(rows, shown, strict=True)):
        y = top + number * 85
        wide = max(room * abs(value) // most, 3)
        shapes.append(Label(left - 20, y + 42, label, "end", 85))
        if value < 0:
            shapes.append(Box(middle - wide, y + 16, wide, 52, COLOURS[0]))
            shapes.append(Label(middle - wide - 15, y + 42, text, "end", 80))
        else:
            shapes.append(Box(middle, y + 16, wide, 52, COLOURS[3]))
            shapes.append(Label(middle + wide + 15, y + 42, text, "start", 80))
    bottom = top + 85 * len(rows)
    shapes.append(Stroke(middle, top, middle, bottom, _GREY, 3))
    told = "；".join(f"{label} {text}" for (label, _), text in zip(rows, shown, strict=True))
    return Figure(width, bottom + 20, tuple(shapes), name, told)
