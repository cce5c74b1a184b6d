"""计分方法: one file a method, discovered by being here.

A method says, for a row with weight w, target t and actual a, the points as a fraction of two
exact integers; the engine rounds it once. Which method a row gets follows from its kind (正向,
反向, 等于, 定性, 时限) and the scheme's rule for that kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from jiping.model.row import Row

Kind = Literal["positive", "negative", "equal", "qualitative", "deadline", "satisfaction"]


@dataclass(frozen=True, slots=True)
class Points:
    """What a method gives a row, as columns.

    ``full``: gets the whole weight. ``none``: gets nothing. Else ``numerator`` ÷ ``denominator``
    (WIDE). With ``low`` and ``high`` the printed score stands, moved into that range: a judgement
    within a band. Where nothing holds, nobody can compute the row.
    """

    full: ir.BooleanValue
    none: ir.BooleanValue | None = None
    numerator: ir.Value | None = None
    denominator: ir.Value | None = None
    low: ir.Value | None = None
    high: ir.Value | None = None


@dataclass(frozen=True, slots=True)
class Method:
    """One scoring method. ``rule`` is the scheme's word that chooses it among those of its kind.

    ``quotient`` names the column that computes its fraction: methods of different kinds share one,
    since a row is of one kind only; two methods of one kind need one each.

    ``derive`` tells the calculation of one row in Chinese; it gets the row's figures as Decimals
    (weight, target, actual, rate …, see `jiping.score.derive`) and the final score.
    """

    id: str
    title: str
    kind: Kind
    rule: str | None
    quotient: Literal["first", "second"] | None
    formula: str
    points: Callable[[Row], Points]
    derive: Callable[[Any], str]


@cache
def methods() -> tuple[Method, ...]:
    """All methods of this folder in the order of their ids."""
    found = [import_module(f"{__name__}.{module.name}").METHOD for module in iter_modules(__path__)]
    return tuple(sorted(found, key=lambda m: m.id))
