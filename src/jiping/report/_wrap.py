"""Text on a screen of so many columns, where a 汉字 takes two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

from jiping.report._blocks import Span
from jiping.report._naming import visible

_PIECE = re.compile(r"[!-~]+|\s+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。；：、？！）》〉」』】〕”’…％%,.;:?!)]}·")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")


def width_of(text: str) -> int:
    """How many columns of the screen a text takes."""
    return cell_len(text)


def pieces(text: str) -> list[str]:
    """The parts of a text that a line may be broken between: words, single 汉字, spaces."""
    found: list[str] = []
    for piece in _PIECE.findall(text):
        clings = found and (piece[0] in _NOT_FIRST or found[-1][-1] in _NOT_LAST)
        if clings and not found[-1].isspace():
            found[-1] += piece
        else:
            found.append(piece)
    return found


def wrap(parts: Sequence[Span], width: int) -> list[list[Span]]:
    """Lines of at most ``width`` columns; a word longer than that is cut."""
    width = max(width, 2)
    lines: list[list[Span]] = [[]]
    used = 0
    for part in parts:
        for paragraph, text in enumerate(visible(part.text).split("\n")):
            if paragraph:
                lines.append([])
                used = 0
            for piece in pieces(text):
                for chunk in _chunks(piece, width):
                    size = width_of(chunk)
                    if used + size > width:
                        lines.append([])
                        used = 0
                    if chunk.isspace() and not used and len(lines) > 1:
                        continue
                    lines[-1].append(Span(chunk, part.style))
                    used += size
    return [_merged(line) for line in lines]


def _chunks(piece: str, width: int) -> list[str]:
    if width_of(piece) <= width:
        return [piece]
    found = [""]
    for char in piece:
        if width_of(found[-1]) + width_of(char) > width:
            found.append("")
        found[-1] += char
    return found


def _merged(line: Sequence[Span]) -> list[Span]:
    """Neighbours of one style as one span; spaces at the end are dropped."""
    merged: list[Span] = []
    for span in line:
        if merged and merged[-1].style == span.style:
            merged[-1] = Span(merged[-1].text + span.text, span.style)
        else:
            merged.append(span)
    if merged:
        merged[-1] = Span(merged[-1].text.rstrip(), merged[-1].style)
    return merged
