"""Tables of papers: a head and rows of texts, as grids that any format writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jiping.forms.cells import scaled
from jiping.forms.drawing import Cell, Grid, Page, Role, Row, Text
from jiping.forms.figures import number

MARGIN = 180
UPRIGHT = Page(left=250, right=250, top=250, bottom=250)
ACROSS = Page(landscape=True, left=MARGIN, right=MARGIN)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its share of the width, what its cells hold."""

    title: str
    width: int
    role: Role = "text"


def sheet(
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    page: Page,
    *,
    size: int = 90,
) -> Grid:
    """The table with its head repeated on every page. Figures are right-aligned numbers."""
    head = Row(
        tuple(Cell(n, column.title, "head", bold=True) for n, column in enumerate(columns)),
        header=True,
        least=80,
    )
    body = [
        Row(
            tuple(_cell(n, text, column) for n, (text, column) in enumerate(zip(row, columns, strict=True))),
            whole=sum(len(text) for text in row) < 400,
        )
        for row in rows
    ]  # fmt: skip
    widths = scaled([column.width for column in columns], page.width)
    return Grid(widths, (head, *body), name, size=size)


def _cell(at: int, text: str, column: Column) -> Cell:
    if column.role == "number":
        return Cell(at, text, "number", align="right", number=number(text or None))
    return Cell(at, text, column.role, align="left" if column.role == "prose" else "center")


def body(text: str) -> Text:
    """A paragraph."""
    return Text(text, "body")


def signed(last: str, whose: str, date: str) -> tuple[Text, Text, Text]:
    """The last paragraph and who signs it when, never apart: no page holds a signature alone."""
    return (
        Text(last, "body", keep=True),
        Text("", "letter", right=whose, keep=True),
        Text("", "letter", right=date),
    )


NUMERALS = "一二三四五六七八九十"


def heading(number: int, text: str) -> Text:
    """“二、…”; ``number`` counts from 1."""
    return Text(f"{NUMERALS[number - 1]}、{text}", "heading")


def subheading(number: int, text: str) -> Text:
    """“（二）…”."""
    return Text(f"（{counted(number)}）{text}", "subheading")


def counted(number: int) -> str:
    """A number in Chinese; from 100 in digits."""
    if number >= 100:
        return str(number)
    if number <= 10:
        return NUMERALS[number - 1]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else NUMERALS[tens - 1]) + "十" + (NUMERALS[ones - 1] if ones else "")
