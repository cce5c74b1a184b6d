"""Text on a screen of so many columns, where a 汉字 takes two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len

from jiping.report._blocks import Span, Style
from jiping.report._naming import visible

_PIECE = re.compile(r"[!-~]+|\s+|.", re.DOTALL)
_NOT_FIRST = frozenset("，。；：、？！）》〉」』】〕”’…％%,.;:?!)]}·")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")


@lru_cache(maxsize=8192)
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
        held = ""
        for paragraph, text in enumerate(visible(part.text).split("\n")):
            if paragraph:
                _close(lines, held, part.style)
                held, used = "", 0
            whole = width_of(text)
            for piece in (text,) if used + whole <= width else pieces(text):
                for chunk in _chunks(piece, width):
                    size = width_of(chunk)
                    if used + size > width:
                        _close(lines, held, part.style)
                        held, used = "", 0
                    if used or len(lines) == 1 or not chunk.isspace():
                        held += chunk
                        used += size
        if held:
            lines[-1].append(Span(held, part.style))
    for line in lines:
        if line:
            line[-1] = Span(line[-1].text.rstrip(), line[-1].style)
    return lines


def _close(lines: list[list[Span]], held: str, style: Style) -> None:
    """End the last line with what is held and begin another."""
    if held:
        lines[-1].append(Span(held, style))
    lines.append([])


def _chunks(piece: str, width: int) -> Sequence[str]:
    if len(piece) * 2 <= width or width_of(piece) <= width:
        return (piece,)
    found = [""]
    for char in piece:
        if width_of(found[-1]) + width_of(char) > width:
            found.append("")
        found[-1] += char
    return found
