"""一条规则: code, title, severity, grain, basis, message, advice, expression, cases — in one file.

``check(row)`` states the rule over columns and returns `Compare` (two numbers that should agree),
`Fires` (a condition), or several of them. Pass, fail, skip, the difference and how many rows were
looked at follow from those, for every rule alike. A row for which ``when`` is not true is no
business of the rule; one whose figures are missing (a null on either side) is skipped and said to
be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from jiping.law.cite import Cite
    from jiping.model.peers import Peers
    from jiping.model.row import Row

Grain = Literal["form", "fund", "indicator"]
Shown = Literal["points", "percent", "amount", "count", "times", "value", "date", "none"]
CODE = re.compile(r"C-[A-Z]{3,4}-[0-9]{2}")


class Severity(StrEnum):
    """严重程度."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Compare:
    """Left (as printed) should equal right (as it ought to be).

    ``tolerance``: what the rounding of the printed digits explains, in the same scaled integers.
    ``agree``: the comparison itself where a plain difference won't do. ``skips``: (condition,
    reason) pairs that explain in Chinese why a row can't be decided, the first that holds wins.
    ``worse``: where the finding has the rule's ``worse`` severity instead of its usual one.
    ``words``: text for ``{words}`` of the message (a text column or a plain text).
    ``figures``: further numbers for the message, ``{figures[0]}`` and so on, shown like ``left``.
    ``fields``, ``severity``: this statement's own instead of the rule's, where a rule makes
    several.
    """

    left: ir.Value
    right: ir.Value
    when: ir.BooleanValue | bool = True
    tolerance: ir.Value | int = 0
    agree: ir.BooleanValue | None = None
    skips: tuple[tuple[ir.BooleanValue, str], ...] = ()
    other: ir.Value | None = None
    worse: ir.BooleanValue | None = None
    words: ir.Value | str | None = None
    figures: tuple[ir.Value, ...] = ()
    fields: tuple[str, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Fires:
    """The rule fires where ``condition`` is true, passes where it is false.

    ``left`` and ``right`` are the two numbers to show, if there are two; ``other`` the row number
    of a second row that the finding is about; the others as in `Compare`.
    """

    condition: ir.BooleanValue
    when: ir.BooleanValue | bool = True
    left: ir.Value | None = None
    right: ir.Value | None = None
    skips: tuple[tuple[ir.BooleanValue, str], ...] = ()
    other: ir.Value | None = None
    worse: ir.BooleanValue | None = None
    words: ir.Value | str | None = None
    figures: tuple[ir.Value, ...] = ()
    fields: tuple[str, ...] = ()
    severity: Severity | None = None


Statement = Compare | Fires
"""What a rule says of a row; a rule may make several, each with findings of its own."""


@dataclass(frozen=True, slots=True)
class Case:
    """An example that is a test and documentation: the sample form changed by ``change``.

    ``change`` maps JSON pointers ("/indicators/0/score") to new values; None empties the field,
    `REMOVE` takes the row away. ``at``: the pointers the finding must be about, None where the
    rule must not fire, ``skipped`` where it must say that it could not decide. ``peers``: the
    library of indicators that the form is compared with, if any.
    """

    name: str
    change: Mapping[str, Any] = field(default_factory=dict)
    at: tuple[str, ...] | None = None
    skipped: bool = False
    scheme: str = "cn-2020"
    peers: Peers | None = None


REMOVE = object()


@dataclass(frozen=True, slots=True)
class Rule:
    """One check of the catalogue.

    ``message`` is a template over ``row`` (the fund line or indicator), ``form`` (the evaluation),
    ``left``, ``right``, ``difference``, ``other`` (the second row), ``words``, ``figures``,
    ``note`` (see `jiping.audit.notes`) and ``scheme``; ``at`` names the note that gives the JSON
    pointers, blanks between, that the finding is about, instead of ``fields``. ``fields`` are
    the fields of the row it is about (pointers for grain form). ``left`` and ``right`` templates
    replace the shown numbers where texts are compared. ``needs`` names what the rule compares
    with when a single form can't decide it: such a rule is considered, and skipped with that
    reason.
    """

    code: str
    title: str
    severity: Severity
    grain: Grain
    basis: tuple[Cite, ...]
    message: str
    advice: str
    doc: str
    fields: tuple[str, ...] = ()
    at: str | None = None
    worse: Severity | None = None
    shown: Shown = "points"
    left: str | None = None
    right: str | None = None
    check: Callable[[Row], Statement | tuple[Statement, ...]] | None = None
    needs: str | None = None
    cases: tuple[Case, ...] = ()

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.code):
            raise ValueError(f"{self.code}: not a rule code")
        if (self.check is None) == (self.needs is None):
            raise ValueError(f"{self.code}: either a check or what it needs")
        if not self.basis:
            raise ValueError(f"{self.code}: no basis")
