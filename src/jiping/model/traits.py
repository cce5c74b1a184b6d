"""特征: what a column expression can't find out, computed once from the evaluation.

A trait is a column whose values a Python function gives for every row of a grain: whether a
text is vague, when a period ends. Rules and scoring methods then use it like any other column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal

from jiping.model.columns import Grain, Type, Value
from jiping.model.evaluation import Evaluation

Compute = Callable[[Evaluation], Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Trait:
    """A computed column. ``compute`` gives one value for each row of the grain, in order
    (for grain ``form``: a sequence of one)."""

    name: str
    grain: Grain
    type: Type
    doc: str
    compute: Compute


def trait(grain: Literal["form", "fund", "indicator"], dtype: Type) -> Callable[[Compute], Trait]:
    """Make a trait of a function: its name is the column's, its docstring says what it holds."""

    def make(compute: Compute) -> Trait:
        return Trait(compute.__name__, grain, dtype, (compute.__doc__ or "").strip(), compute)

    return make


@cache
def traits_in(package: str) -> tuple[Trait, ...]:
    """All traits of a package's modules, in the order of their names."""
    path = import_module(package).__path__
    found = [
        value
        for module in iter_modules(path)
        for value in vars(import_module(f"{package}.{module.name}")).values()
        if isinstance(value, Trait)
    ]
    return tuple(sorted(found, key=lambda t: t.name))
