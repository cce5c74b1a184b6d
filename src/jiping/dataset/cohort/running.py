"""Ask all rules of cohorts and put what they found into two tables: ``case`` and ``peer``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping.dataset.cohort.catalogue import chosen
from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.rule import CohortRule
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.dataset.reckoning import counting, parquet, quoted

if TYPE_CHECKING:
    from jiping.api.batch import Progress
    from jiping.dataset.cohort.outside import Account, Listed

PEERS = 24
"""Rows of a case that are kept; how many there were is told."""

_ASKED = """
SELECT kase, rank, form, pointer, shown, strength, worse, words, outside,
  row_number() OVER (PARTITION BY kase ORDER BY rank, form, pointer, outside, shown) AS n,
  count(*) OVER (PARTITION BY kase) AS rows, max(strength) OVER (PARTITION BY kase) AS most,
  bool_or(worse) OVER (PARTITION BY kase) AS worst
FROM ({asked})"""


@dataclass(slots=True)
class Compared:
    """What was found. ``cases`` and ``peers`` are in the ground's tables of those names."""

    ground: Ground
    rules: tuple[CohortRule, ...]
    forms: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    """Code → cases."""
    looks: dict[str, int] = field(default_factory=dict)
    """Code → forms that these cases name."""
    skipped: dict[str, str] = field(default_factory=dict)
    """Code → why it was not asked."""


def compare(
    path: str | Path,
    *,
    only: Sequence[str] = (),
    year: int | None = None,
    budget_list: Sequence[Listed] | None = None,
    final_accounts: Sequence[Account] | None = None,
    threads: int | None = None,
    memory: str | None = None,
    progress: Progress | None = None,
) -> Compared:
    """Ask the rules over a dataset. ``year``: only what is about a form of that year; the year
    before is read too, to compare with. Raises DatasetError where there is nothing to ask about."""
    asked = chosen(only)
    dataset = Dataset(path)
    parts = [p for p in dataset.manifest.parts if year is None or p.year in (year, year - 1)]
    if not any(year is None or p.year == year for p in parts):
        raise DatasetError(f"数据集里没有{'' if year is None else f' {year} 年度的'}自评表")
    # Parquet files are never changed, so nothing has to be locked while they are read.
    left_out = counting(dataset.manifest.withdrawn)
    sources = {
        table: f"SELECT * FROM {parquet(dataset.files(table, parts))}{left_out}"
        for table in ("form", "fund", "indicator", "place")
    }
    return ask(
        sources, asked, year=year, budget_list=budget_list, final_accounts=final_accounts,
        threads=threads, memory=memory, progress=progress,
    )  # fmt: skip


def ask(
    sources: Mapping[str, str],
    rules: Iterable[CohortRule],
    *,
    year: int | None = None,
    progress: Progress | None = None,
    **given: Any,
) -> Compared:
    """Ask rules over the forms of ``sources``; the rest as for `Ground`. The caller closes it."""
    rules = tuple(rules)
    ground = Ground(sources, progress=progress, **given)
    try:
        done = Compared(ground, rules)
        ((done.forms,),) = ground.rows("SELECT count(*) FROM every")
        ground.table(
            "found",
            """SELECT '' AS rule, '' AS kase, 0::BIGINT AS n, 0 AS rank, 0::BIGINT AS form, '' AS pointer, '' AS shown,
            0::BIGINT AS strength, false AS worse, ['']::VARCHAR[] AS words, '' AS outside, 0::BIGINT AS rows LIMIT 0""",
        )
        for number, rule in enumerate(rules):
            ground.told(f"{rule.code} {rule.title}", number, len(rules))
            reason = ground.skipped(rule)
            if reason is not None:
                done.skipped[rule.code] = reason
                continue
            _ask(ground, rule, year)
        _put(ground, rules, sources.get("place"))
        done.counts = dict(
            ground.rows("SELECT rule, count(*) FROM kase GROUP BY rule ORDER BY rule")
        )
        done.looks = dict(
            ground.rows("SELECT rule, count(DISTINCT form) FROM found GROUP BY rule ORDER BY rule")
        )
    except BaseException:
        ground.close()
        raise
    return done


def _ask(ground: Ground, rule: CohortRule, year: int | None) -> None:
    asked, within = rule.ask(ground), ""
    if year is not None:
        # A case is about a year when a form that it asks, or a line from outside, is of that year.
        one = "" if rule.joint else " AND a.rank = 0"
        within = f""" WHERE kase IN (SELECT a.kase FROM asked a LEFT JOIN every e USING (form)
        WHERE coalesce(e.year, {year}) = {year}{one})"""
    ground.table("asked", _ASKED.format(asked=asked))
    ground.connection.execute(
        f"""INSERT INTO found SELECT {quoted(rule.code)}, kase, n, rank, form, pointer, shown, most, worst, words, outside, rows
        FROM asked{within}"""
    )
    ground.connection.execute("DROP TABLE asked")


def _put(ground: Ground, rules: tuple[CohortRule, ...], places: str | None) -> None:
    """The tables ``kase`` (a case a row, numbered) and ``peer`` (a form a row)."""
    ground.put(
        "asking",
        {
            "rule": ("VARCHAR", [r.code for r in rules]),
            "usual": ("VARCHAR", [str(r.severity) for r in rules]),
            "worst": ("VARCHAR", [str(r.worse or r.severity) for r in rules]),
        },
    )
    ground.table(
        "kase",
        """SELECT row_number() OVER (ORDER BY rule, CASE WHEN worse THEN 0 ELSE 1 END, strength DESC, kase)::INT AS number, * FROM (
        SELECT rule, kase, CASE WHEN any_value(worse) THEN any_value(worst) ELSE any_value(usual) END AS severity,
          any_value(worse) AS worse, any_value(strength) AS strength, arg_min(words, n) AS words, any_value(rows) AS rows,
          count(DISTINCT form)::INT AS forms
        FROM found JOIN asking USING (rule) GROUP BY rule, kase)""",
    )
    ground.table(
        "kept",
        f"SELECT k.number, p.* FROM found p JOIN kase k USING (rule, kase) WHERE p.n <= {PEERS}",
    )
    known = "SELECT NULL::BIGINT AS form, NULL AS pointer, NULL AS place LIMIT 0"
    if places is not None:
        known = f"SELECT form, pointer, any_value(place) AS place FROM ({places}) SEMI JOIN kept USING (form, pointer) GROUP BY ALL"
    ground.table(
        "peer",
        f"""SELECT p.number, p.n::INT AS n, p.rank, p.form, coalesce(e.file, p.outside) AS file, e.ordinal, e.year, e.department, e.unit,
        e.project, p.pointer, p.shown, p.outside, w.place FROM kept p LEFT JOIN every e USING (form)
        LEFT JOIN ({known}) w ON w.form = p.form AND w.pointer = p.pointer""",
    )
