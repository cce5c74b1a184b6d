"""What a simulation found: plain values, ready to be drawn. Points are Decimals, money is in 万元."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

GRADES = ("优", "良", "中", "差")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two ways of scoring. ``title`` for people; ``mean``, ``median`` of those scored."""

    title: str
    scored: int
    mean: Decimal | None
    median: Decimal | None
    grades: dict[str, int]
    money: dict[str, Decimal]
    """Grade → 全年预算 of the forms that have it."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A parameter that the two schemes set differently, in words."""

    parameter: str
    against: str
    tried: str
    source: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What one cause does by itself: forms that it touches, sum of the points that it adds, the
    most that it takes from and gives to one form."""

    cause: str
    forms: int
    total: Decimal
    least: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Mover:
    """A form whose score changes much, and why."""

    project: str
    unit: str
    where: str
    against: Decimal
    tried: Decimal
    grades: tuple[str, str]
    ranks: tuple[int, int]
    """Against and tried; 1 is the best."""
    causes: tuple[tuple[str, Decimal], ...]
    rows: tuple[str, ...]
    """The rows that change most, in words."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some forms together: how many, mean scores, how many change their grade."""

    name: str
    forms: int
    against: Decimal
    tried: Decimal
    regraded: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """The whole of it."""

    forms: int
    years: str
    against: Side
    tried: Side
    conditions: tuple[str, ...]
    """What was asked for beside the schemes, in words."""
    differences: tuple[Difference, ...]
    compared: int
    """Forms that have a total under both."""
    lower: int
    higher: int
    bins: tuple[tuple[str, int, int], ...]
    """Range of points, forms in it against and tried."""
    changes: tuple[tuple[str, int], ...]
    """Range of the change, forms in it."""
    matrix: dict[tuple[str, str], int]
    """Grade against, grade tried → forms."""
    matrix_money: dict[tuple[str, str], Decimal]
    effects: tuple[Effect, ...]
    rank_moves: tuple[tuple[str, int], ...]
    """Words (“名次变化的中位数”) and places."""
    falling: tuple[Mover, ...]
    rising: tuple[Mover, ...]
    regions: tuple[Group, ...]
    departments: tuple[Group, ...]
    notes: tuple[str, ...] = ()
