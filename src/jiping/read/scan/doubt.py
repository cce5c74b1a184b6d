"""How sure the text of a cell is, and what else may stand there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiping.read.book import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jiping.read.book import Book, Box
    from jiping.read.scan.recogniser import Sign

MOST = 8
LONGEST = 24  # characters: other readings matter for figures and names, not for prose


@dataclass(frozen=True, slots=True)
class Doubt:
    """``confidence`` of the least sure character in percent; ``others`` are whole texts of the
    cell that differ in one character, the likeliest first."""

    confidence: int
    others: tuple[str, ...] = ()


def doubt_of(lines: list[tuple[Sign, ...]]) -> Doubt:
    """The doubt of a cell from the characters of its lines."""
    signs = [sign for line in lines for sign in line]
    text = "".join(sign.char for sign in signs)
    sure = min((sign.sure for sign in signs if sign.char), default=0.0)
    ranked: list[tuple[float, str]] = []
    if len(text) <= LONGEST:
        for index, sign in enumerate(signs):
            before = "".join(s.char for s in signs[:index])
            after = "".join(s.char for s in signs[index + 1 :])
            ranked += [
                (chance / max(sign.sure, 1e-6), before + char + after)
                for char, chance in sign.others
            ]
    ranked.sort(key=lambda item: -item[0])
    others = dict.fromkeys(other for _, other in ranked if other.strip() and other != text)
    return Doubt(min(99, int(sure * 100)), tuple(others)[:MOST])


def mark(book: Book, doubts: Mapping[tuple[int, Box], Doubt]) -> None:
    """Write the doubts, by page and box, on the cells of the book."""
    for block in book.blocks:
        if not isinstance(block, Table):
            continue
        for row in block.rows:
            for cell in row:
                if cell.page is None or cell.box is None:
                    continue
                doubt = doubts.get((cell.page, cell.box))
                if doubt is None and cell.text.strip():
                    doubt = _around(cell.page, cell.box, doubts)
                if doubt is not None:
                    cell.confidence, cell.alternatives = doubt.confidence, doubt.others


def _around(page: int, box: Box, doubts: Mapping[tuple[int, Box], Doubt]) -> Doubt | None:
    """The gravest doubt of what stands at a box that is no cell of ruling lines."""
    x0, y0, x1, y1 = box
    there = [
        doubt
        for (number, (left, top, right, bottom)), doubt in doubts.items()
        if number == page and left < x1 and x0 < right and top < y1 and y0 < bottom
    ]
    least = min((doubt.confidence for doubt in there), default=None)
    return None if least is None else Doubt(least)
