"""What goes into the plan: the engine's columns of a batch, traits and schemes included.

The names and types of these columns are what rules and scoring stages may refer to. Long texts
stay out: messages take them from the evaluation itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from jiping.engine.plan import GRAINS
from jiping.model.columns import SCHEMA, Batch, Grain, Type
from jiping.model.evaluation import Evaluation
from jiping.model.traits import Trait, traits_in
from jiping.score.parameters import PARAMETERS

SHORT_TEXTS = frozenset(
    {"family", "amount_unit", "grade", "source", "level1", "level2", "nature", "operator",
     "unit_kind", "where"}
)  # fmt: skip
"""Text columns that rules may compare; each holds one of a few words."""


@cache
def traits() -> tuple[Trait, ...]:
    """The traits of all rooms."""
    return traits_in("jiping.score.traits") + traits_in("jiping.audit.traits")


@cache
def input_columns(grain: Grain) -> dict[str, Type]:
    """Column → type of one input table, in order."""
    columns: dict[str, Type] = {
        c.name: c.type for c in SCHEMA[grain] if c.type != "text" or c.name in SHORT_TEXTS
    }
    if grain == "form":
        columns["scheme"] = "int32"
    columns |= {t.name: t.type for t in traits() if t.grain == grain}
    return columns


def scheme_columns() -> dict[str, Type]:
    """Column → type of the scheme table."""
    types: dict[str, Type] = {"scheme": "int32"}
    for p in PARAMETERS:
        types[p.name] = {"word": "text", "flag": "bool"}.get(p.unit, "int64")  # type: ignore[assignment]
    return types


Tables = dict[Grain, dict[str, list[Any]]]
"""Grain → column → values."""


def columns_of(evaluations: Sequence[Evaluation]) -> Tables:
    """The input tables of a batch, all but each form's scheme: numbers, words and traits."""
    batch = Batch()
    for form, evaluation in enumerate(evaluations):
        batch.append(form, evaluation)
    tables: Tables = {}
    for grain in GRAINS:
        held = batch.tables[grain]
        tables[grain] = {name: held.get(name, []) for name in input_columns(grain)}
    for t in traits():
        values: list[Any] = []
        for evaluation in evaluations:
            values.extend(t.compute(evaluation))
        tables[t.grain][t.name] = values
    return tables


def with_schemes(tables: Tables, scheme_of: Sequence[int]) -> Tables:
    """The input tables, ``scheme_of`` being each form's scheme number."""
    return {**tables, "form": {**tables["form"], "scheme": list(scheme_of)}}


def input_tables(evaluations: Sequence[Evaluation], scheme_of: Sequence[int]) -> Tables:
    """The input tables of a batch whole."""
    return with_schemes(columns_of(evaluations), scheme_of)
