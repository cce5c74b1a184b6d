"""One worksheet: cells get another style, blank ones are put in, and parts are hung to it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jiping.forms.annotate.markup import Markup
from jiping.read.book import a1

if TYPE_CHECKING:
    from jiping.forms.annotate.markup import Element

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})$")
_AFTER_LEGACY_DRAWING = frozenset(
    ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
     "tableParts", "extLst", "AlternateContent")
)  # fmt: skip
"""What has to stand behind legacyDrawing in a worksheet."""


def position(reference: str) -> tuple[int, int] | None:
    """“AB3” → (3, 28): row and column."""
    match = _REFERENCE.match(reference.replace("$", ""))
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


class Sheet:
    """The XML of a worksheet with its cells by row and column."""

    def __init__(self, data: bytes) -> None:
        self.markup = Markup(data)
        self.cells: dict[tuple[int, int], Element] = {}
        self.rows: dict[int, Element] = {}
        self.columns: list[tuple[int, int, int]] = []
        self.data: Element | None = None
        row = column = 0
        for element in self.markup.elements:
            kind = element.tag.rpartition("}")[2]
            if kind == "c":
                spot = position(element.attributes.get("r", ""))
                column = spot[1] if spot is not None else column + 1
                self.cells.setdefault((row, column), element)
            elif kind == "row":
                given = element.attributes.get("r", "")
                row = int(given) if given.isdecimal() else row + 1
                column = 0
                self.rows.setdefault(row, element)
            elif kind == "sheetData":
                self.data = element
            elif kind == "col" and element.attributes.get("style", "").isdecimal():
                numbers = [element.attributes.get(name, "") for name in ("min", "max", "style")]
                if all(number.isdecimal() for number in numbers):
                    first, last, style = map(int, numbers)
                    self.columns.append((first, last, style))
        self._blank: dict[int, list[tuple[int, int]]] = {}

    def style(self, row: int, column: int) -> int:
        """The style of a cell, also of one that isn't written."""
        cell = self.cells.get((row, column))
        if cell is not None:
            return _number(cell.attributes.get("s"))
        line = self.rows.get(row)
        if line is not None and line.attributes.get("customFormat") in ("1", "true"):
            return _number(line.attributes.get("s"))
        return next((s for first, last, s in self.columns if first <= column <= last), 0)

    def set_style(self, row: int, column: int, style: int) -> None:
        """Give a cell a style; a cell that isn't written comes in blank (see `finish`)."""
        cell = self.cells.get((row, column))
        if cell is not None:
            self.markup.set(cell, "s", str(style))
        else:
            self._blank.setdefault(row, []).append((column, style))

    def hang(self, kind: str, relation: str, namespace: str) -> None:
        """Add ``<legacyDrawing r:id=…/>`` where the format wants it."""
        root = self.markup.root
        name = self.markup.prefix_of(root, namespace)
        own = "" if name else f' xmlns:r="{namespace}"'
        text = f'<{root.prefix}{kind}{own} {name or "r"}:id="{relation}"/>'
        for child in self.markup.children(root):
            if child.tag.rpartition("}")[2] in _AFTER_LEGACY_DRAWING:
                self.markup.insert(child.start, text)
                return
        self.markup.append(root, text)

    def hung(self, kind: str) -> Element | None:
        """The element that hangs a part to this sheet, if there is one."""
        found = (
            e
            for e in self.markup.elements
            if e.parent is self.markup.root and e.tag.rpartition("}")[2] == kind
        )
        return next(found, None)

    def finish(self) -> bytes:
        """The part with all changes."""
        p = self.markup.root.prefix
        for row, cells in sorted(self._blank.items()):
            line = self.rows.get(row)
            if line is None:
                self._add_row(row, cells)
                continue
            for column, style in sorted(cells):
                text = f'<{p}c r="{a1(row, column)}" s="{style}"/>'
                later = [c for (r, n), c in self.cells.items() if r == row and n > column]
                if later:
                    self.markup.insert(min(c.start for c in later), text)
                else:
                    self.markup.append(line, text)
        return self.markup.made()

    def _add_row(self, row: int, cells: list[tuple[int, int]]) -> None:
        if self.data is None:
            return
        p = self.markup.root.prefix
        inside = "".join(f'<{p}c r="{a1(row, c)}" s="{s}"/>' for c, s in sorted(cells))
        text = f'<{p}row r="{row}">{inside}</{p}row>'
        later = [element for number, element in self.rows.items() if number > row]
        if later:
            self.markup.insert(min(element.start for element in later), text)
        else:
            self.markup.append(self.data, text)


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0
