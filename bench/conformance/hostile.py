"""What careless hands and converters do to a form. Every change leaves the true values readable.

Each takes a grid and gives a changed copy; a row shifted leaves its labels where a person still
finds them.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from conformance.grid import Drawn, Slot

Change = Callable[[Drawn, random.Random], Drawn]


def unmerged(drawn: Drawn, _: random.Random) -> Drawn:
    """Merged rows torn apart: the text stays in the first, the others are blank cells."""
    out = drawn.copy()
    for index, row in enumerate(drawn.rows):
        for slot in row:
            if slot.down == 1:
                continue
            for below in range(index + 1, index + slot.down):
                out.rows[below] = sorted(
                    [*out.rows[below], replace(slot, text="", down=1)], key=lambda s: s.column
                )
            out.rows[index] = [
                replace(s, down=1) if s.column == slot.column else s for s in out.rows[index]
            ]
    return out


def repeated(drawn: Drawn, r: random.Random) -> Drawn:
    """Every level printed again in each of its rows, as a database export does."""
    out = unmerged(drawn, r)
    held: dict[int, str] = {}
    for index in range(drawn.first, drawn.last):
        row = []
        for slot in out.rows[index]:
            if slot.pointer.endswith(("/level1", "/level2")):
                if slot.text:
                    held[slot.column] = slot.text
                slot = replace(slot, text=held.get(slot.column, ""))
            row.append(slot)
        out.rows[index] = row
    return out


def shifted(drawn: Drawn, r: random.Random) -> Drawn:
    """A block of indicator rows one column left (its merged cell dropped) or right."""
    out = unmerged(drawn, r)
    if drawn.first >= drawn.last:
        return out
    start = r.randrange(drawn.first, drawn.last)
    end = min(drawn.last, start + r.randint(1, 6))
    by = r.choice((-1, 1))
    for index in range(start, end):
        row = out.rows[index]
        lead = next((s for s in row if s.column == 1), None)
        if by < 0 and lead is not None and not lead.text:
            row = [replace(s, column=s.column - 1) for s in row if s.column > 1]
        elif by > 0 and not row[-1].text:
            row = [Slot("", 1), *(replace(s, column=s.column + 1) for s in row[:-1])]
        out.rows[index] = row
    return out


def header_again(drawn: Drawn, r: random.Random) -> Drawn:
    """The indicators' header printed again in the middle, as after a page break."""
    out = unmerged(drawn, r)
    at = r.randrange(drawn.first + 1, drawn.last) if drawn.last - drawn.first > 1 else drawn.last
    header = out.rows[drawn.header : drawn.first]
    out.rows[at:at] = [list(row) for row in header]
    out.last += len(header)
    return out


def blank_columns(drawn: Drawn, r: random.Random) -> Drawn:
    """One or two empty columns let in, which merged cells span."""
    out = drawn.copy()
    for _ in range(r.choice((1, 2))):
        at = r.randrange(2, out.width + 2)
        out.shares.insert(at - 1, 2)
        for index, row in enumerate(out.rows):
            moved = []
            for slot in row:
                if slot.column >= at:
                    slot = replace(slot, column=slot.column + 1)
                elif slot.column + slot.across > at:
                    slot = replace(slot, across=slot.across + 1)
                moved.append(slot)
            out.rows[index] = moved
        _filled(out, at)
    return out


def _filled(drawn: Drawn, column: int) -> None:
    """A blank cell wherever no cell covers ``column``."""
    covered: set[int] = set()
    for index, row in enumerate(drawn.rows):
        for slot in row:
            if slot.column <= column < slot.column + slot.across:
                covered |= set(range(index, index + slot.down))
        if index not in covered:
            drawn.rows[index] = sorted([*row, Slot("", column)], key=lambda s: s.column)


def split(drawn: Drawn, r: random.Random) -> Drawn:
    """Long cells broken by line ends in the middle of words, as narrow columns do."""
    out = drawn.copy()
    for index, row in enumerate(out.rows):
        for at, slot in enumerate(row):
            if len(slot.text) > 6 and r.random() < 0.25 and not slot.text[0].isdigit():
                cut = r.randint(2, len(slot.text) - 2)
                if not (slot.text[cut - 1].isascii() and slot.text[cut].isascii()):
                    row[at] = replace(slot, text=f"{slot.text[:cut]}\n{slot.text[cut:]}")
        out.rows[index] = row
    return out


def spaced(drawn: Drawn, r: random.Random) -> Drawn:
    """Blanks inside the labels: 产 出 指 标, 得 分."""
    out = drawn.copy()
    for index, row in enumerate(out.rows):
        for at, slot in enumerate(row):
            label = not slot.pointer or slot.pointer.endswith(("/level1", "/level2", "/label"))
            if label and 2 <= len(slot.text) <= 6 and slot.text.isalpha() and r.random() < 0.4:
                row[at] = replace(slot, text=" ".join(slot.text))
        out.rows[index] = row
    return out


def glued(drawn: Drawn, r: random.Random) -> Drawn:
    """Label and value in one cell at the head (主管部门：某局); points with 分 behind."""
    out = drawn.copy()
    for index, row in enumerate(out.rows[: drawn.header]):
        made: list[Slot] = []
        for slot in row:
            if made and slot.pointer.endswith("/name") and not made[-1].pointer and slot.text:
                label = made.pop()
                made.append(
                    Slot(
                        f"{label.text}：{slot.text}",
                        label.column,
                        label.across + slot.across,
                        1,
                        slot.pointer,
                    )
                )
            else:
                made.append(slot)
        out.rows[index] = made
    if r.random() < 0.5:
        for index in range(drawn.first, drawn.last):
            out.rows[index] = [
                replace(s, text=f"{s.text}分")
                if s.text[-1:].isdigit() and s.pointer.endswith(("/weight", "/score"))
                else s
                for s in out.rows[index]
            ]
    return out


def merged(drawn: Drawn, _: random.Random) -> Drawn:
    """Neighbouring blank cells of a row melted into the cell before them."""
    out = drawn.copy()
    for index in range(drawn.first, drawn.last):
        row: list[Slot] = []
        for slot in out.rows[index]:
            role = slot.pointer.rsplit("/", 1)[-1]
            if (
                row
                and not slot.text
                and role == "unit"
                and row[-1].down == slot.down == 1
                and row[-1].column + row[-1].across == slot.column
            ):
                row[-1] = replace(row[-1], across=row[-1].across + slot.across)
            else:
                row.append(slot)
        out.rows[index] = row
    return out


CHANGES: dict[str, Change] = {
    change.__name__: change
    for change in (
        unmerged,
        repeated,
        shifted,
        header_again,
        blank_columns,
        split,
        spaced,
        glued,
        merged,
    )
}
"""Every hostility by name; "" is the form as its family prints it."""
