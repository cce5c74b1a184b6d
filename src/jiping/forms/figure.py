"""Pictures of figures inside a document, as plain shapes: every format draws the same ones.

Lengths are tenths of a millimetre from the picture's top left, y downwards; letters in tenths of a
point. What a picture shows also stands in a table beside it, for those who can't see it and for
formats that draw none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x0: int
    y0: int
    x1: int
    y1: int
    colour: str = "#595959"
    thick: int = 2
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle."""

    x: int
    y: int
    width: int
    height: int
    fill: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle around x, y."""

    x: int
    y: int
    radius: int
    fill: str


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text; ``y`` is its middle, ``x`` its start, middle or end."""

    x: int
    y: int
    text: str
    anchor: Anchor = "start"
    size: int = 80
    colour: str = "#262626"


Shape = Stroke | Box | Dot | Label


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture; ``name`` is what it is, ``told`` says in a sentence what is to be seen."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    name: str
    told: str = ""
