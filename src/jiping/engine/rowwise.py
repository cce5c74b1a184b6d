"""The plan over a few forms without a database: rows as dictionaries, statements as functions.

The functions are generated from the same expressions (`jiping.engine.translate`); the tests hold
both ways to the same outcomes. A form takes a few thousandths of a second here and a database
fifty to start; over many forms the database wins by far (`jiping.engine.run.FEW`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jiping.engine.outcomes import FAIL, FAIL_WORSE, Crash, Hit
from jiping.engine.plan import GRAINS, CompiledRule, Plan
from jiping.score.scheme import Scheme

Row = dict[str, Any]


class RowTables:
    """The working tables of a batch in Python. The interface is that of `Database`."""

    def __init__(self, plan: Plan, schemes: Sequence[Scheme]) -> None:
        from jiping.engine.plan_rows import PARTS, STAGES

        self._stages: Mapping[str, Callable[[Any], list[Row]]] = STAGES
        self._parts: Mapping[str, tuple[Callable[[Row], Any], ...]] = PARTS
        self._kept = tuple(plan.tables)
        self.schemes = list(schemes)
        self._given = [{"scheme": n, **s.columns()} for n, s in enumerate(self.schemes)]
        self._tables: dict[str, list[Row]] = {}

    def fill(self, tables: Mapping[Any, Mapping[str, Sequence[Any]]]) -> None:
        """Replace the input tables by these columns."""
        self._tables = {"scheme_in": self._given}
        for grain in GRAINS:
            columns = tables[grain]
            rows = zip(*columns.values(), strict=True)
            self._tables[f"{grain}_in"] = [dict(zip(columns, row, strict=True)) for row in rows]

    def make(self) -> None:
        """Compute the working tables from the input tables, in the order of the plan."""
        for name in self._kept:
            self._tables[name] = self._stages[name](self._tables)

    def run(
        self, rules: Iterable[CompiledRule], *, only_failed: bool = False
    ) -> tuple[list[Hit], list[Crash]]:
        """Every rule that has an expression, over the forms in the tables."""
        hits: list[Hit] = []
        crashes: list[Crash] = []
        wide: dict[str, list[Row]] = {}
        for rule in rules:
            parts = self._parts[rule.code]
            if not parts:
                continue
            if rule.grain not in wide:
                wide[rule.grain] = self._wide(rule.grain)
            found: list[Hit] = []
            try:
                for number, part in enumerate(parts):
                    for row in wide[rule.grain]:
                        said = part(row)
                        if said is None or (only_failed and said[0] not in (FAIL, FAIL_WORSE)):
                            continue
                        outcome, left, right, other, words, figures = said
                        more = tuple(figures or ())
                        found.append(
                            Hit(rule.code, row["form"], row.get("row"), outcome, left, right,
                                other, number, words, more)
                        )  # fmt: skip
            except Exception as error:
                crashes.append(Crash(rule.code, f"{type(error).__name__}: {error}".split("\n")[0]))
                continue
            hits += found
        return hits, crashes

    def _wide(self, grain: str) -> list[Row]:
        if grain == "form":
            return self._tables["form_wide"]
        made: list[Row] = self._stages[f"{grain}_wide"](self._tables)
        return made

    def scored_funds(self) -> list[tuple[Any, ...]]:
        """As `Database.scored_funds`."""
        return [
            (f["form"], f["row"], f["points_weight"], f["budget"], f["executed"], f["computed"],
             f["score_agrees"], self._scheme(f)["denominator"])
            for f in self._sorted("fund_scored")
            if f["is_scored"] and (f["points_weight"] is not None or f["score"] is not None)
        ]  # fmt: skip

    def scored_indicators(self, columns: Sequence[str]) -> list[tuple[Any, ...]]:
        """As `Database.scored_indicators`."""
        return [
            (*(i[c] for c in columns), self._scheme(i)["satisfaction_full"])
            for i in self._sorted("indicator_scored")
        ]

    def totals(self) -> list[tuple[Any, ...]]:
        """As `Database.totals`."""
        names = (
            "form",
            "fund_weight",
            "fund_computed",
            "computed_sum",
            "uncomputed",
            "weighted_rows",
        )
        return [tuple(row[n] for n in names) for row in self._tables["form_wide"]]

    def agreement(self) -> dict[int, tuple[int, int]]:
        """As `Database.agreement`."""
        counted: dict[int, tuple[int, int]] = {}
        for name in ("indicator_scored", "fund_scored"):
            for row in self._tables[name]:
                if row["score"] is None or not row.get("is_scored", True):
                    continue
                wrong, compared = counted.get(row["form"], (0, 0))
                agrees = row["score_agrees"]
                counted[row["form"]] = (
                    wrong + (agrees is False), compared + (agrees is not None)
                )  # fmt: skip
        return counted

    def _sorted(self, name: str) -> list[Row]:
        return sorted(self._tables[name], key=lambda r: (r["form"], r["row"]))

    def _scheme(self, row: Row) -> Row:
        # Forms are numbered in the order of their rows.
        return self._given[self._tables["form_in"][row["form"]]["scheme"]]
