"""Blocks as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jiping.report._blocks import (
    Block,
    Cell,
    Fields,
    Gap,
    Heading,
    Line,
    Section,
    Span,
    Table,
    Words,
    spans,
)
from jiping.report._naming import visible

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_STRONG = ("strong", "error")


def markdown_of(blocks: Iterable[Block], *, top: int = 1) -> str:
    """The blocks as a document; a heading of level 1 gets ``top`` signs."""
    return "".join(markdown_pieces(blocks, top=top))


def markdown_pieces(blocks: Iterable[Block], *, top: int = 1) -> Iterator[str]:
    """The same, block by block."""
    begun = tight = False
    for block in blocks:
        text = "\n".join(_lines(block, top))
        if not text:
            tight = False
            continue
        listed = isinstance(block, Line) and bool(block.mark or block.indent)
        yield ("\n" if tight and listed else "\n\n" if begun else "") + text
        tight, begun = listed, True
    yield "\n"


def _lines(block: Block, top: int) -> Iterator[str]:
    match block:
        case Gap():
            return
        case Heading():
            yield f"{'#' * (block.level + top - 1)} {_inline(block.words, plain=True)}"
        case Line():
            depth = max(block.indent // 2 - 1, 0)
            listed = block.mark or block.indent
            mark = "" if block.mark.strip() in ("", "·", "-") else escaped(block.mark)
            bullet = "  " * depth + "- " + mark if listed else ""
            yield bullet + _inline(block.words).replace("\n", "  \n" + " " * (2 * depth + 2))
        case Fields():
            for name, words in block.pairs:
                yield f"- {escaped(name)}：{_inline(words)}"
        case Table():
            for number, section in enumerate(block.sections):
                if number:
                    yield ""
                yield from _section(section)


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", visible(text))


def _inline(words: Words, *, plain: bool = False) -> str:
    return "".join(_span(span, plain) for span in spans(words)).strip()


def _span(span: Span, plain: bool) -> str:
    text = escaped(span.text)
    if plain or span.style not in _STRONG or not text.strip():
        return text
    return f"**{text.strip()}**"


def _section(section: Section) -> Iterator[str]:
    """A table of its own: cells across columns leave the columns after them empty."""
    rows = list(section.rows) if section.headed else [(), *section.rows]
    for number, row in enumerate(rows):
        yield _row(row, len(section.columns))
        if number == 0:
            yield "|" + " --- |" * len(section.columns)


def _row(row: tuple[Cell, ...], columns: int) -> str:
    texts: list[str] = []
    for cell in row:
        texts += [escaped(cell.text).replace("\n", "<br>"), *[""] * (cell.across - 1)]
    texts += [""] * (columns - len(texts))
    return "| " + " | ".join(texts) + " |"
