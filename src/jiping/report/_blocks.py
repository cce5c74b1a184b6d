"""What a report consists of, whatever it is drawn on: headings, lines, fields, tables.

The same blocks become the screen's text (`jiping.report._text`) and Markdown
(`jiping.report._markdown`), so that the two never tell different things.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Style = Literal["plain", "title", "strong", "error", "warning", "info", "good", "dim"]
Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line in one style."""

    text: str
    style: Style = "plain"


Words = str | Span | Sequence["str | Span"]


def spans(words: Words) -> tuple[Span, ...]:
    """Words as spans: plain strings are plain."""
    if isinstance(words, str):
        return (Span(words),)
    if isinstance(words, Span):
        return (words,)
    return tuple(Span(word) if isinstance(word, str) else word for word in words)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` 1 begins a form or a page, 2 a part of it, 3 an entry in the part."""

    words: Words
    level: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. ``mark`` is a bullet or label in front, wrapped lines stand behind it."""

    words: Words
    indent: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with their values, one a line, the values aligned."""

    pairs: tuple[tuple[str, Words], ...]
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; ``across`` columns wide; ``joined`` to the cell above (and then empty)."""

    text: str
    align: Align = "left"
    across: int = 1
    joined: bool = False
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: at least ``least`` cells of the screen wide; what is left goes by ``share``."""

    least: int
    share: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Rows with the same columns. The first row is the heading where ``headed``."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    headed: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """Sections one below the other in one frame, like the official form."""

    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """An empty line."""


Block = Heading | Line | Fields | Table | Gap
