"""What a batch of forms is worked on with: a database for many, rows in Python for a few."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from jiping.engine.outcomes import Crash, Hit
    from jiping.engine.plan import CompiledRule
    from jiping.score.scheme import Scheme


class Bench(Protocol):
    """Takes the columns of a batch, makes the working tables, answers what is asked of them.

    `jiping.engine.database.Database` documents what each answer holds.
    """

    schemes: list[Scheme]

    def fill(self, tables: Mapping[Any, Mapping[str, Sequence[Any]]]) -> None:
        """Replace the input tables by these columns."""

    def make(self) -> None:
        """Compute the working tables from the input tables."""

    def run(
        self, rules: Iterable[CompiledRule], *, only_failed: bool = False
    ) -> tuple[list[Hit], list[Crash]]:
        """What the rules say of each row, and the rules that could not be run."""

    def scored_funds(self) -> list[tuple[Any, ...]]:
        """The scored fund lines."""

    def scored_indicators(self, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """The indicators."""

    def totals(self) -> list[tuple[Any, ...]]:
        """The sums of each form."""

    def agreement(self) -> dict[int, tuple[int, int]]:
        """How many printed scores of each form are not reproduced, and how many were compared."""
