"""Plots for reports, as plain shapes: bars (also in parts) and points. Numbers stand on the bars.

Places of shapes are whole tenths of a millimetre; shares are rounded down to them, which nobody sees.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jiping.forms.figure import Anchor, Box, Dot, Figure, Label, Shape, Stroke

COLOURS = ("#b23a2e", "#d99a2b", "#4f7cac", "#6f8f5f", "#7a6a8c")
"""Told apart by people who don't see red and green, and in print without colours by their order."""
_GREY, _PALE = "#595959", "#d9d9d9"
_ROW = 75
_LABEL, _LETTER = 36, 27
"""Height of a point's label, and the width of its letters."""
_STEPS = 3
"""So many lines a label may stand away from its point."""


def bars(
    name: str,
    rows: Sequence[tuple[str, Sequence[int]]],
    parts: Sequence[str],
    *,
    width: int = 1600,
    left: int = 420,
    colours: Sequence[str] = COLOURS,
) -> Figure:
    """Horizontal bars, one a row, in ``parts`` side by side; the sum stands at the end.

    ``rows``: label and the count of each part.
    """
    top = 90 if len(parts) > 1 else 20
    room = width - left - 140
    most = max([sum(counts) for _, counts in rows] + [1])
    shapes: list[Shape] = []
    if len(parts) > 1:
        shapes += _legend(parts, colours, left)
    for number, (label, counts) in enumerate(rows):
        y = top + number * _ROW
        shapes.append(Label(left - 20, y + _ROW // 2, _cut(label, 15), "end", 85))
        x = left
        for index, count in enumerate(counts):
            wide = room * count // most
            if wide:
                colour = colours[index % len(colours)]
                shapes.append(Box(x, y + 15, wide, _ROW - 30, colour))
            x += wide
        shapes.append(Label(x + 15, y + _ROW // 2, str(sum(counts)), "start", 85))
    bottom = top + len(rows) * _ROW
    shapes.append(Stroke(left, top, left, bottom, _GREY, 3))
    told = "；".join(f"{label} {sum(counts)}" for label, counts in rows)
    return Figure(width, bottom + 20, tuple(shapes), name, told)


def _legend(parts: Sequence[str], colours: Sequence[str], x: int) -> list[Shape]:
    shapes: list[Shape] = []
    for index, part in enumerate(parts):
        shapes.append(Box(x, 25, 30, 30, colours[index % len(colours)]))
        shapes.append(Label(x + 45, 40, part, "start", 80))
        x += 90 + 32 * len(part)
    return shapes


def points(
    name: str,
    found: Sequence[tuple[Decimal, Decimal, bool, str]],
    across: tuple[str, int, int],
    up: tuple[str, int, int],
    *,
    limits: tuple[int | None, int | None] = (None, None),
    width: int = 1600,
    height: int = 850,
    told: str = "",
) -> Figure:
    """A scatter: (x, y, whether it stands out, its label; only those that stand out are named).

    ``across`` and ``up`` are an axis each: title, least and greatest value; what lies beyond is
    drawn on the edge. ``limits``: a value of each axis at which a dashed line is drawn.
    """
    left, right, top, bottom = 160, width - 60, 50, height - 130
    shapes: list[Shape] = []

    def place(value: Decimal | int, axis: tuple[str, int, int], start: int, end: int) -> int:
        inside = min(max(Decimal(value), Decimal(axis[1])), Decimal(axis[2]))
        return start + int((inside - axis[1]) * (end - start) / (axis[2] - axis[1]))

    for number in range(6):
        at = across[1] + (across[2] - across[1]) * number // 5
        x = place(at, across, left, right)
        shapes.append(Stroke(x, top, x, bottom, _PALE, 1))
        shapes.append(Label(x, bottom + 30, str(at), "middle", 75, _GREY))
        at = up[1] + (up[2] - up[1]) * number // 5
        y = place(at, up, bottom, top)
        shapes.append(Stroke(left, y, right, y, _PALE, 1))
        shapes.append(Label(left - 15, y, str(at), "end", 75, _GREY))
    shapes += [
        Stroke(left, bottom, right, bottom, _GREY, 3),
        Stroke(left, top, left, bottom, _GREY, 3),
    ]
    if limits[0] is not None:
        x = place(limits[0], across, left, right)
        shapes.append(Stroke(x, top, x, bottom, COLOURS[0], 2, dashed=True))
    if limits[1] is not None:
        y = place(limits[1], up, bottom, top)
        shapes.append(Stroke(left, y, right, y, COLOURS[0], 2, dashed=True))
    shapes.append(Label(right, bottom + 85, across[0], "end", 85))
    shapes.append(Label(left - 120, 20, up[0], "start", 85))
    named = 0
    taken: list[tuple[int, int, int]] = []
    for x_value, y_value, out, label in sorted(found, key=lambda point: point[2]):
        x, y = place(x_value, across, left, right), place(y_value, up, bottom, top)
        shapes.append(Dot(x, y, 14, COLOURS[0] if out else COLOURS[2]))
        if out and named < 8:
            named += 1
            start = x < (left + right) // 2
            side = 24 if start else -24
            wide = len(_cut(label, 12)) * _LETTER
            first = x + side if start else x + side - wide
            free = _free(y, (first, first + wide), taken, bottom)
            if free is None:
                continue
            taken.append((first, first + wide, free))
            anchor: Anchor = "start" if start else "end"
            shapes.append(Label(x + side, free, _cut(label, 12), anchor, 75))
    return Figure(width, height, tuple(shapes), name, told)


def _free(
    y: int, span: tuple[int, int], taken: Sequence[tuple[int, int, int]], lowest: int
) -> int | None:
    """A place near ``y`` on which no other label stands; None where it is too crowded."""
    near = [at for n in range(_STEPS) for at in (y + n * _LABEL, y - n * _LABEL)]
    for at in near:
        free = all(
            abs(at - height) >= _LABEL or span[0] >= right or span[1] <= left
            for left, right, height in taken
        )
        if free and 0 < at < lowest:
            return at
    return None


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
