"""Blocks as text for a screen. The text is the same with colours and without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jiping.report._blocks import Block, Fields, Gap, Heading, Line, Span, Style, Table, spans
from jiping.report._frame import framed
from jiping.report._wrap import width_of, wrap

WIDTHS = (60, 160)
"""No narrower, no wider: long lines are hard to read."""
_CODES: dict[Style, str] = {
    "title": "1",
    "strong": "1",
    "error": "31",
    "warning": "33",
    "info": "36",
    "good": "32",
    "dim": "2",
}


def text_of(blocks: Iterable[Block], *, width: int, colour: bool) -> str:
    """The blocks as lines at most ``width`` columns wide, ended by a line break."""
    return "".join(pieces_of(blocks, width=width, colour=colour))


def pieces_of(blocks: Iterable[Block], *, width: int, colour: bool) -> Iterator[str]:
    """The same, block by block."""
    width = max(WIDTHS[0], min(WIDTHS[1], width))
    for block in blocks:
        yield "".join([painted(line, colour=colour) + "\n" for line in _lines(block, width)])


def painted(line: Iterable[Span], *, colour: bool) -> str:
    """One line with or without the terminal's colour codes."""
    if not colour:
        return "".join(span.text for span in line).rstrip()
    return "".join(
        f"\x1b[{_CODES[span.style]}m{span.text}\x1b[0m" if span.style in _CODES else span.text
        for span in line
    )


def _lines(block: Block, width: int) -> Iterator[list[Span]]:
    match block:
        case Gap():
            yield []
        case Heading():
            yield from _heading(block, width)
        case Line():
            yield from _hanging(block, width)
        case Fields():
            label = max((width_of(name) for name, _ in block.pairs), default=0)
            for name, words in block.pairs:
                mark = name + " " * (label - width_of(name) + 2)
                yield from _behind(mark, spans(words), block.indent, width, "dim")
        case Table():
            yield from framed(block, width)


def _heading(block: Heading, width: int) -> Iterator[list[Span]]:
    words = tuple(
        Span(s.text, "title" if s.style == "plain" else s.style) for s in spans(block.words)
    )
    if block.level == 1:
        lines = wrap(words, width - 3)
        for number, line in enumerate(lines):
            yield [Span("━━ " if number == 0 else "   ", "dim"), *line]
        return
    yield from wrap(words, width)


def _hanging(block: Line, width: int) -> Iterator[list[Span]]:
    yield from _behind(block.mark, spans(block.words), block.indent, width, "dim")


def _behind(
    mark: str, words: tuple[Span, ...], indent: int, width: int, style: Style
) -> Iterator[list[Span]]:
    """Words behind a mark; further lines begin under the first word."""
    hang = indent + width_of(mark)
    for number, line in enumerate(wrap(words, width - hang)):
        if number == 0:
            yield [Span(" " * indent), Span(mark, style), *line]
        else:
            yield [Span(" " * hang), *line]
