"""What a person looks at to check a value: a piece of the page, or the cells around."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A piece of a page in ``kind`` (image/png, image/jpeg), ``width`` pixels wide.

    ``mark``: left, top, width and height of the value within it, in percent.
    """

    data: bytes
    kind: str
    width: int
    mark: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class NearCell:
    """A cell near the value; ``here``: it is the value's own."""

    text: str
    across: int = 1
    down: int = 1
    here: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows around a value, ``first`` being the number of the first one."""

    first: int
    rows: tuple[tuple[NearCell, ...], ...]


Look = Picture | Cells
