"""The way from the input tables to the three wide tables that rules look at.

``form_wide``, ``fund_wide`` and ``indicator_wide`` hold every column a rule may name. What is
built here are Ibis expressions; `compile` turns them into SQL once and for all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import ibis
import sqlglot

from jiping.audit.measures import Measure, measures, windows
from jiping.engine.inputs import input_columns, scheme_columns
from jiping.engine.plan import GRAINS
from jiping.engine.shorten import merged, shortened
from jiping.model.columns import Grain
from jiping.model.row import Row
from jiping.score.stages import (
    FUND_RESULTS,
    INDICATOR_RESULTS,
    SCORING_COLUMNS,
    SCORING_PARAMETERS,
    score_funds,
    score_indicators,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ibis.expr.types as ir

IBIS_TYPES = {
    "int64": "int64",
    "int32": "int32",
    "int8": "int8",
    "bool": "boolean",
    "text": "string",
}


INPUTS = {f"{grain}_in": list(input_columns(grain)) for grain in GRAINS}


class Chain:
    """Named stages in order; each adds columns to the one before, or is a table of its own."""

    def __init__(self, prefix: str, dialect: str) -> None:
        self.stages: list[tuple[str, str]] = []
        self._prefix = prefix
        self._dialect = dialect

    def start(self, table: ir.Table) -> ir.Table:
        """A first stage: any expression."""
        return self._named(to_sql(table, self._dialect), table.schema())

    def add(self, table: ir.Table, columns: dict[str, ir.Value]) -> ir.Table:
        """One more stage: ``table`` (the last stage) and ``columns``.

        The columns that are only passed on are written as ``t0.*``: spelled out they would be
        most of the statement, and cost time in every run.
        """
        shell = to_sql(table.select(**columns), self._dialect)
        if not shell.startswith("SELECT ") or shell.count(" FROM ") < 1:
            raise ValueError(f"a stage must be a plain projection: {shell[:80]}")
        sql = "SELECT *, " + shell.removeprefix("SELECT ").replace('"t0".', "")
        return self._named(sql, table.mutate(**columns).schema())

    def read_last(self, columns: set[str]) -> list[str]:
        """Those of these columns that the last stage reads."""
        named = re.findall(r'"(\w+)"', self.stages[-1][1])
        return sorted(columns & set(named))

    def end(self, table: ir.Table, name: str) -> tuple[str, ir.Table]:
        """The statement that makes ``table`` (an expression over the last stage), and its name."""
        last = to_sql(table, self._dialect)
        if self.stages:
            named = ", ".join(f'"{stage}" AS ({sql})' for stage, sql in self.stages)
            last = f"WITH {named} {last}"
        return last, ibis.table(table.schema(), name=name)

    def _named(self, sql: str, schema: Any) -> ir.Table:
        name = f"{self._prefix}{len(self.stages) + 1}"
        self.stages.append((name, sql))
        return ibis.table(schema, name=name)


def to_sql(expr: ir.Expr, dialect: str) -> str:
    """One line of SQL, as short as it goes.

    DuckDB's HUGEINT is its DECIMAL(38, 0) without the checks of width and scale.
    """
    sql = str(ibis.to_sql(expr, dialect=dialect, pretty=False))
    if dialect == "duckdb":
        tree = merged(sqlglot.parse_one(sql, dialect=dialect), INPUTS)
        sql = shortened(tree).sql(dialect=dialect, identify=True).replace("INT128", "HUGEINT")
        sql = re.sub(
            r'CAST\("(t\d+)"\."(\w+)" AS (?:DECIMAL\(38, 0\))\)', r'"\1"."\2"::HUGEINT', sql
        )
        sql = sql.replace("DECIMAL(38, 0)", "HUGEINT")
    return sql


def unbound(name: str, columns: Mapping[str, str]) -> ir.Table:
    """A table known by its name and columns only."""
    return ibis.table({c: IBIS_TYPES[t] for c, t in columns.items()}, name=name)


SCORED: tuple[tuple[Grain, Any], ...] = (("fund", score_funds), ("indicator", score_indicators))
Used = dict[str, set[str]]
"""Grain → the columns of its wide table that rules name."""


def build(
    dialect: str, used: Used | None = None, *, through: bool = False
) -> dict[str, tuple[str, ir.Table]]:
    """The working tables in the order of their making: name → (SELECT statement, unbound table).

    With ``used`` the wide tables hold only the columns that rules (and the ledger) name.
    ``through``: every input column goes through the scoring stages, so no row is joined to itself
    at their end, and what rules ask of the scheme and of the form's own columns goes with them, so
    few rows are joined to the form's sums, and what the last stage reads, so that it can be put off;
    cheaper for many rows, dearer to plan.
    """
    given = {g: unbound(f"{g}_in", input_columns(g)) for g in GRAINS}
    scheme = unbound("scheme_in", scheme_columns())
    scheme = scheme.rename({f"scheme__{c}": c for c in scheme.columns})
    made: dict[str, tuple[str, ir.Table]] = {}

    def keep(name: str, chain: Chain, table: ir.Table) -> ir.Table:
        made[name] = chain.end(table, name)
        return made[name][1]

    scored: dict[Grain, ir.Table] = {}
    for grain, score in SCORED:
        chain = Chain(grain[0], dialect)
        rows = (
            given[grain] if through else given[grain].select("form", "row", *SCORING_COLUMNS[grain])
        )
        rows = rows if grain == "indicator" else _ranked(rows)
        beside = _beside(used[grain], given["form"]) if through and used is not None else {}
        asked = [c for c in scheme.columns if c in beside]
        key = given["form"].select(
            "form", "scheme", **{n: c for n, c in beside.items() if n not in asked}
        )
        scoring = [f"scheme__{p}" for p in SCORING_PARAMETERS]
        wanted = scheme.select("scheme__scheme", *dict.fromkeys([*scoring, *asked]))
        parameters = key.join(wanted, key["scheme"] == wanted["scheme__scheme"]).select(
            "form",
            *(c for c in wanted.columns if c != "scheme__scheme"),
            *(n for n in beside if n not in asked),
        )
        table = score(chain.start(rows.join(parameters, "form")), chain.add)
        results = FUND_RESULTS if grain == "fund" else INDICATOR_RESULTS
        kept = [*results, *(c for c in table.columns if c.startswith("by_"))]
        if through:
            held = [*given[grain].columns, *kept, *beside]
            whole = table.select(*held, *chain.read_last(set(table.columns) - set(held)))
            scored[grain] = keep(f"{grain}_scored", chain, whole)
            continue
        # Only what scoring reads goes through its stages: every column is planned in each of them.
        done = table.select(form_done="form", row_done="row", **{c: table[c] for c in kept})
        whole = given[grain]
        both = whole.join(
            done, (whole["form"] == done["form_done"]) & (whole["row"] == done["row_done"])
        )
        scored[grain] = keep(f"{grain}_scored", chain, both.select(*whole.columns, *kept))

    chain = Chain("w", dialect)
    parameters = scheme.select(*_wanted(scheme.columns, used, ("form", *scored), "scheme__scheme"))
    wide = given["form"].join(parameters, given["form"]["scheme"] == parameters["scheme__scheme"])
    for over, table in scored.items():
        row = Row(table, set())
        wanted = _measures_wanted(used, over, scored)
        sums = {m.name: _integer(m.expression(row)) for m in wanted}
        grouped = table.group_by(**{f"{over}_form": table["form"]}).aggregate(**sums)
        wide = wide.left_join(grouped, given["form"]["form"] == grouped[f"{over}_form"])
    keys = {f"{over}_form" for over in scored} | {"scheme__scheme"}
    wide = wide.select(*(c for c in wide.columns if c not in keys))
    form_wide = keep("form_wide", chain, _narrow(wide, used, "form", scored))
    for grain, table in scored.items():
        chain = Chain(grain[0] + "x", dialect)
        row = Row(table, set())
        extra = {
            w.name: w.expression(row, _within(table))
            for w in windows()
            if w.over == grain and (used is None or w.name in used[grain])
        }
        names = {c if c.startswith("scheme__") else f"form__{c}": c for c in form_wide.columns}
        del names["form__form"]
        names = {n: names[n] for n in _wanted(names, used, (grain,)) if n not in table.columns}
        shared = form_wide.select("form", **{n: form_wide[c] for n, c in names.items()})
        whole = (table.mutate(**extra) if extra else table).join(shared, "form")
        keep(f"{grain}_wide", chain, _narrow(whole, used, grain, scored))
    return made


def _beside(used: set[str], form: ir.Table) -> dict[str, str]:
    """What rules about rows name of the scheme and of the input columns of the form: name → column."""
    named = sorted(c for c in used if c.startswith(("form__", "scheme__")))
    own = {c: c.removeprefix("form__") for c in named}
    return {c: o for c, o in own.items() if c.startswith("scheme__") or o in form.columns}


def _wanted(
    columns: Iterable[str], used: Used | None, grains: tuple[str, ...], *always: str
) -> list[str]:
    """Those columns that rules of these grains name, and ``always``; all before that is known."""
    if used is None:
        return list(columns)
    named = set(always).union(*(used[grain] for grain in grains))
    return [c for c in columns if c in named]


def _measures_wanted(used: Used | None, over: str, grains: Iterable[str]) -> list[Measure]:
    """The measures of a grain that a rule or the ledger names."""
    own = [m for m in measures() if m.over == over]
    if used is None:
        return own
    named = used["form"] | set(LEDGER_COLUMNS)
    named |= {c.removeprefix("form__") for grain in grains for c in used[grain]}
    return [m for m in own if m.name in named]


KEPT = ("fund_scored", "indicator_scored", "form_wide")
"""The working tables that are really made; the other two are read as they are needed."""
LEDGER_COLUMNS = (
    "scheme",
    "fund_weight",
    "fund_computed",
    "computed_sum",
    "uncomputed",
    "weighted_rows",
)
"""Columns of the form that the ledger needs whether or not a rule names them."""


def _narrow(table: ir.Table, used: Used | None, grain: str, scored: Any) -> ir.Table:
    if used is None:
        return table
    wanted = set(used[grain]) | {"form"}
    if grain == "form":
        wanted |= set(LEDGER_COLUMNS)
        for other in scored:
            wanted |= {c.removeprefix("form__") for c in used[other] if c.startswith("form__")}
            wanted |= {c for c in used[other] if c.startswith("scheme__")}
    else:
        wanted.add("row")
    return table.select(*(c for c in table.columns if c in wanted))


def _within(table: ir.Table) -> Any:
    def within(column: Any, by: tuple[Any, ...] = (), order: Any = None) -> Any:
        return column.over(ibis.window(group_by=[table["form"], *by], order_by=order))

    return within


def _ranked(funds: ir.Table) -> ir.Table:
    """Fund lines with their rank as the scored one: the first 年度资金总额 has 0, others null."""
    is_total = funds["source"] == "total"
    first = is_total.ifelse(funds["row"], None).min().over(ibis.window(group_by=funds["form"]))
    return funds.mutate(total_rank=(funds["row"] == first).ifelse(0, 1))


def _integer(value: Any) -> Any:
    """Sums of 64-bit integers come back wider on some engines: one type for all."""
    return value.try_cast("int64") if value.type().is_numeric() else value
