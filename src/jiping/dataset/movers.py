"""Who moves most, and why: the causes of the form, and the rows whose points change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiping.dataset import keeping
from jiping.dataset.reckoning import parquet
from jiping.model.decimals import half_up, plain
from jiping.report.papers.simulated import Mover
from jiping.score.methods import methods

if TYPE_CHECKING:
    from jiping.dataset.folder import Dataset
    from jiping.dataset.manifest import Part
    from jiping.dataset.simulating import Laboratory

ROWS = 3
"""Rows that are told of one form."""
_SCALE = Decimal(10) ** 6


def movers(
    laboratory: Laboratory, dataset: Dataset, parts: Sequence[Part], order: str, most: int
) -> tuple[Mover, ...]:
    """The forms that come first in this order of change; none that doesn't change this way."""
    effects = [f"effect_{n}" for n in range(len(laboratory.causes))]
    columns = ", ".join(
        ["form", "file", "ordinal", "project_name", "unit_name", "against", "tried",
         "grade_against", "grade_tried", "rank_against", "rank_tried", "effect_weights",
         "effect_caps", *effects]
    )  # fmt: skip
    found = laboratory.reckoning.rows(
        f"SELECT {columns} FROM ranked WHERE {order} < 0 ORDER BY {order}, form LIMIT {most}"
    )
    if not found:
        return ()
    rows = _changed_rows(laboratory, dataset, parts, [row[0] for row in found])
    causes = ("一级指标分值", "低执行率封顶", *laboratory.causes)
    return tuple(_mover(row, causes, rows.get(row[0], [])) for row in found)


def _mover(row: tuple[Any, ...], causes: Sequence[str], rows: list[str]) -> Mover:
    (_, file, ordinal, project, unit, against, tried, old, new, was, is_, *effects) = row
    told = sorted(
        ((cause, _points(value)) for cause, value in zip(causes, effects, strict=True) if value),
        key=lambda pair: -abs(pair[1]),
    )
    return Mover(
        project=project or "（未写名称）",
        unit=unit or "（未写单位）",
        where=f"{file} 第 {ordinal} 张",
        against=_points(against),
        tried=_points(tried),
        grades=(old, new),
        ranks=(was, is_),
        causes=tuple(told),
        rows=tuple(rows[:ROWS]),
    )


def _changed_rows(
    laboratory: Laboratory, dataset: Dataset, parts: Sequence[Part], forms: list[int]
) -> dict[int, list[str]]:
    """Form → its rows that get other points, those with the greatest difference first."""
    reckoning = laboratory.reckoning
    wanted = ", ".join(map(str, forms))
    held = [p for p in parts if any(p.first <= f < p.first + p.forms for f in forms)]
    reckoning.take(keeping.kept_files(dataset, held))
    for grain in ("form", "fund", "indicator"):
        reckoning.table(f"few_{grain}", f"SELECT * FROM kept_{grain} WHERE form IN ({wanted})")
        reckoning.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW kept_{grain} AS SELECT * FROM few_{grain}"
        )
    for side, scheme in (("against", laboratory.against), ("tried", laboratory.tried)):
        laboratory.choose(side, scheme)
        reckoning.give_schemes(f"SELECT form, scheme FROM chosen_{side}")
        reckoning.table(
            f"rows_{side}",
            "SELECT form, 0 AS kind, \"row\", computed, 'ratio' AS method FROM fund_scored"
            ' WHERE is_scored UNION ALL SELECT form, 1, "row", computed, method'
            " FROM indicator_scored",
        )
    names = parquet(dataset.files("indicator", held))
    found = reckoning.rows(
        f"""
SELECT a.form, coalesce(i.name, '预算执行率'), a.computed, t.computed, a.method, t.method
FROM rows_against a JOIN rows_tried t USING (form, kind, "row")
LEFT JOIN {names} i ON a.kind = 1 AND i.form = a.form AND i."row" = a."row"
WHERE a.computed <> t.computed
ORDER BY a.form, abs(a.computed - t.computed) DESC, a.kind, a."row\""""
    )
    titles = {m.id: m.title for m in methods()}
    told: dict[int, list[str]] = {}
    for form, name, old, new, was, is_ in found:
        by = (
            titles.get(was, was)
            if was == is_
            else f"{titles.get(was, was)} → {titles.get(is_, is_)}"
        )
        words = f"{name}：{plain(_points(old))} → {plain(_points(new))}（{by}）"
        told.setdefault(form, []).append(words)
    return told


def _points(value: int) -> Decimal:
    return half_up(Decimal(value) / _SCALE, 2)
