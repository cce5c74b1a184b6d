"""`jiping simulate`: all forms scored in two ways, form by form, piece by piece.

One result row a form goes to a Parquet file of a temporary folder; `jiping.dataset.comparing` makes
of them what is told. The statements that score are the engine's own, over all forms of a piece.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from jiping.dataset import keeping
from jiping.dataset.auditing import pieces_of
from jiping.dataset.choosing import choose
from jiping.dataset.comparing import compared
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.dataset.reckoning import Reckoning, counting, parquet
from jiping.dataset.totals import graded, reweighed, totals
from jiping.dataset.variants import betweens
from jiping.score.scheme import Scheme, schemes

if TYPE_CHECKING:
    from jiping.api.batch import Progress
    from jiping.dataset.manifest import Part
    from jiping.report.papers.simulated import Simulation


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be tried. A scheme of None: each form's own, as an audit chooses it.

    ``weights``: indicators' points are stretched to the tried scheme's points of each level-1
    group. ``caps``: (rate in percent, points): executed below the rate, a total is at most that.
    """

    tried: Scheme | None
    against: Scheme | None
    weights: bool = False
    caps: tuple[tuple[int, int], ...] = ()
    """Scaled integers of 10⁻⁶."""
    year: int | None = None


def simulate(
    path: str | Path,
    trial: Trial,
    *,
    data: str | Path | None = None,
    threads: int | None = None,
    memory: str | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Score every form both ways and compare. ``data``: file for a row a form (Parquet, or CSV).

    Raises DatasetError where there is nothing to compare.
    """
    dataset = Dataset(path)
    parts = [p for p in dataset.manifest.parts if trial.year is None or p.year == trial.year]
    if not parts:
        said = "" if trial.year is None else f" {trial.year} 年度的"
        raise DatasetError(f"数据集里没有{said}自评表")
    with dataset.writing():
        keeping.kept_files(dataset, parts, progress)
    laboratory = Laboratory(trial, threads=threads, memory=memory)
    total, done = sum(part.forms for part in parts), 0
    with tempfile.TemporaryDirectory(prefix="jiping-") as folder:
        for number, group in enumerate(pieces_of(parts, laboratory.reckoning.piece)):
            if progress is not None:
                progress.step("试算", done, total)
            laboratory.score(dataset, group, Path(folder, f"{number:05}.parquet"))
            done += sum(part.forms for part in group)
        return compared(laboratory, dataset, parts, Path(folder), data)


class Laboratory:
    """A reckoning with the schemes of a trial and all that lie between them."""

    def __init__(self, trial: Trial, *, threads: int | None, memory: str | None) -> None:
        self.trial = trial
        # Under an id of its own: a file that is tried may bear the id of one that ships.
        self.tried = trial.tried and replace(trial.tried, id=f"试行 {trial.tried.id}")
        self.against = trial.against and replace(trial.against, id=f"对照 {trial.against.id}")
        self.bases = list(schemes().values()) if self.against is None else [self.against]
        self.causes = {} if self.tried is None else betweens(self.bases, self.tried)
        extra = [s for s in (self.tried, self.against) if s is not None]
        extra += [s for made in self.causes.values() for s in made.values()]
        self.reckoning = Reckoning(extra, threads=threads, memory=memory)

    def score(self, dataset: Dataset, parts: Sequence[Part], out: Path) -> None:
        """Write a row for every form of the parts."""
        reckoning = self.reckoning
        files = keeping.kept_files(dataset, parts)
        reckoning.take(files)
        if dataset.manifest.withdrawn:
            whole = reckoning.source(files["form"])
            left = counting(dataset.manifest.withdrawn)
            reckoning.view("kept_form", f"SELECT * FROM {whole}{left}")
        self.choose("against", self.against)
        self.choose("tried", self.tried)
        self._total("against", "SELECT form, scheme FROM chosen_against", weighed=False)
        self._total("tried", "SELECT form, scheme FROM chosen_tried", weighed=self.trial.weights)
        if self.trial.weights:
            self._total("unweighed", "SELECT form, scheme FROM chosen_tried", weighed=False)
        for number, made in enumerate(self.causes.values()):
            numbers = ", ".join(
                f"({reckoning.number(base)}, {reckoning.number(scheme.id)})"
                for base, scheme in made.items()
            )
            self._total(
                f"cause_{number}",
                "SELECT c.form, n.number AS scheme FROM chosen_against c"
                f" JOIN (VALUES {numbers}) n(base, number) ON n.base = c.scheme",
                weighed=False,
            )
        reckoning.write(self._rows(parquet(dataset.files("form", parts))), out)

    def choose(self, side: str, scheme: Scheme | None) -> None:
        """The table ``chosen_<side>``: form and number of the scheme."""
        choose(self.reckoning, None if scheme is None else scheme.id)
        self.reckoning.table(f"chosen_{side}", "SELECT form, scheme FROM chosen")

    def _total(self, name: str, chosen: str, *, weighed: bool) -> None:
        self.reckoning.give_schemes(chosen)
        self.reckoning.table(f"total_{name}", reweighed() if weighed else totals())

    def _rows(self, forms: str) -> str:
        """The query of a piece's results."""
        whole = "tried.computed_total"
        plain = "unweighed.computed_total" if self.trial.weights else whole
        effects = [
            f"coalesce(cause_{n}.computed_total - against.computed_total, 0) AS effect_{n}"
            for n in range(len(self.causes))
        ]
        effects.append(f"{whole} - {plain} AS effect_weights")
        joins = "".join(
            f" LEFT JOIN total_cause_{n} cause_{n} USING (form)" for n in range(len(self.causes))
        )
        if self.trial.weights:
            joins += " LEFT JOIN total_unweighed unweighed USING (form)"
        return f"""
WITH money AS (SELECT form, arg_min_null(adjusted, "row") AS adjusted,
  arg_min_null(executed, "row") AS executed
  FROM kept_fund WHERE source = 'total' GROUP BY form),
scored AS (SELECT form, against.computed_total AS against, {whole} AS uncapped,
  {", ".join(effects)}
  FROM total_against against JOIN total_tried tried USING (form){joins}),
capped AS (SELECT s.*, {_capped("s.uncapped", self.trial.caps)} AS tried, m.adjusted, m.executed
  FROM scored s LEFT JOIN money m USING (form))
SELECT c.* EXCLUDE (uncapped, adjusted, executed), c.tried - c.uncapped AS effect_caps,
  ca.scheme AS scheme_against, ct.scheme AS scheme_tried,
  {graded("c.against", "pa")} AS grade_against, {graded("c.tried", "pt")} AS grade_tried,
  (c.adjusted::HUGEINT * {_YUAN})::DECIMAL(38, 0) AS budget,
  (c.executed::HUGEINT * {_YUAN})::DECIMAL(38, 0) AS paid,
  f.file, f.ordinal, f.project_name, f.unit_name, f.department_name, f.region, f.year
FROM capped c JOIN {forms} f USING (form)
JOIN chosen_against ca USING (form) JOIN chosen_tried ct USING (form)
JOIN scheme_in pa ON pa.scheme = ca.scheme JOIN scheme_in pt ON pt.scheme = ct.scheme"""


_YUAN = "CASE f.amount_unit WHEN '元' THEN 1 WHEN '亿元' THEN 100000000 ELSE 10000 END"
"""Amounts in 10⁻⁶ 元; a form without a unit means 万元."""


def _capped(total: str, caps: Sequence[tuple[int, int]]) -> str:
    """The total, at most what the rate of execution allows."""
    for rate, most in sorted(caps, reverse=True):
        # executed ÷ adjusted < rate %, without a division.
        low = (
            "m.executed >= 0 AND m.adjusted > 0 AND"
            f" m.executed::HUGEINT * 100000000 < m.adjusted::HUGEINT * {rate}"
        )
        total = f"CASE WHEN {low} THEN least({total}, {most}) ELSE {total} END"
    return total
