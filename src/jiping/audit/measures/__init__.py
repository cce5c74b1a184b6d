"""度量: sums, counts and neighbours that several rules compare with, as column expressions.

A `Measure` aggregates the rows of a form into a column of the form; a `Window` looks at other
rows of the same form and stays a column of the row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from jiping.model.row import Row

RowGrain = Literal["fund", "indicator"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the form, aggregated over its rows of grain ``over``."""

    name: str
    over: RowGrain
    doc: str
    expression: Callable[[Row], Any]


@dataclass(frozen=True, slots=True)
class Window:
    """A column of a row that depends on other rows of its form.

    ``expression(row, within)``: ``within(column, by=…)`` is ``column`` over the rows of the same
    form (and the same ``by``), ordered by ``order`` where given.
    """

    name: str
    over: RowGrain
    doc: str
    expression: Callable[[Row, Any], Any]


def measure(over: RowGrain) -> Callable[[Callable[[Row], Any]], Measure]:
    """Make a measure of a function; its docstring says what it holds."""
    return lambda f: Measure(f.__name__, over, (f.__doc__ or "").strip(), f)


def window(over: RowGrain) -> Callable[[Callable[[Row, Any], Any]], Window]:
    """Make a window column of a function; its docstring says what it holds."""
    return lambda f: Window(f.__name__, over, (f.__doc__ or "").strip(), f)


@cache
def measures() -> tuple[Measure, ...]:
    """All measures of this folder, by name."""
    return tuple(sorted((m for m in _found() if isinstance(m, Measure)), key=lambda m: m.name))


@cache
def windows() -> tuple[Window, ...]:
    """All window columns of this folder, by name."""
    return tuple(sorted((w for w in _found() if isinstance(w, Window)), key=lambda w: w.name))


def _found() -> list[Any]:
    return [
        value
        for module in iter_modules(__path__)
        for value in vars(import_module(f"{__name__}.{module.name}")).values()
        if isinstance(value, Measure | Window)
    ]
