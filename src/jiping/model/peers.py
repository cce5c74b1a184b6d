"""同类指标: who can say how a target stands among others of its kind.

Rules see forms alone. Where a library of indicators is given, it is asked through this door, for as
long as `compared_with` lasts; without one every answer is None and rules say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jiping.model.evaluation import Evaluation, Indicator


@dataclass(frozen=True, slots=True)
class Standing:
    """``percentile``: of 100 targets so many are smaller, half of the equal ones counted along;
    half up. ``count``: how many targets of the same indicator and unit were compared."""

    percentile: int
    count: int


class Peers(Protocol):
    """Anything that knows targets of many forms."""

    def standing(self, row: Indicator, form: Evaluation | None = None) -> Standing | None:
        """Where the row's target stands; None where it is no number or nothing is like it.

        ``form``: the row's own, which is not compared with itself.
        """

    def told(self) -> str:
        """Which others these are, in Chinese, for explanations."""


@dataclass(frozen=True, slots=True)
class Told:
    """Peers whose answers are given by name: for examples."""

    by_name: Mapping[str, Standing]

    def standing(self, row: Indicator, form: Evaluation | None = None) -> Standing | None:  # noqa: ARG002
        """The answer that was given for the row's name."""
        return self.by_name.get(row.name or "")

    def told(self) -> str:
        """The answers."""
        return "；".join(
            f"“{name}”有同类指标值 {found.count} 个，本表排在第 {found.percentile} 百分位"
            for name, found in self.by_name.items()
        )


_held: ContextVar[Peers | None] = ContextVar("peers", default=None)


def peers() -> Peers | None:
    """Those to compare with, if any."""
    return _held.get()


@contextmanager
def compared_with(others: Peers | None) -> Iterator[None]:
    """Compare with these while this lasts; None: with none."""
    token = _held.set(others)
    try:
        yield
    finally:
        _held.reset(token)
