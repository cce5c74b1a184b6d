"""The SQL that every engine computes alike, and that of Spark made from DuckDB's.

Rules and stages are compiled to DuckDB's SQL once; Spark runs the same trees, written in its own
words. That is right only while they stay within what both compute alike, so `offences` walks a
statement and says what does not belong there. Needs SQLGlot (extras ``rules`` and ``spark``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import sqlglot
from sqlglot import exp

FORBIDDEN: dict[str, str] = {
    "Avg": "a mean is a float, and its last digits depend on the order of the rows",
    "Stddev": "a float whose last digits depend on the order of the rows",
    "Variance": "a float whose last digits depend on the order of the rows",
    "Quantile": "engines interpolate differently",
    "PercentileCont": "engines interpolate differently",
    "PercentileDisc": "engines break ties differently",
    "ApproxDistinct": "every engine guesses in its own way",
    "Round": "half up, half even, or of a float: write the exact form of score/rounding",
    "Ceil": "of a float, which may lie beside the integer that is meant",
    "IntDiv": "towards zero or down, depending on the engine, for negative numbers",
    "Pow": "a float",
    "Sqrt": "a float",
    "Exp": "a float",
    "Ln": "a float",
    "Log": "a float, and the order of its arguments differs",
    "Rand": "differs from run to run",
    "CurrentDate": "differs from day to day",
    "CurrentTimestamp": "differs from run to run",
    "RegexpLike": "RE2 and Java disagree about classes of characters, look-around and \\b",
    "RegexpExtract": "RE2 and Java disagree; no match is '' or null",
    "RegexpReplace": "RE2 and Java disagree; the first or every match",
    "Like": "the escape character differs",
    "ILike": "case folding follows different versions of Unicode",
    "SimilarTo": "unknown to Spark",
    "Glob": "unknown to Spark",
    "Upper": "case mapping follows different versions of Unicode",
    "Lower": "case mapping follows different versions of Unicode",
    "Initcap": "case mapping follows different versions of Unicode",
    "Length": "characters, code points or UTF-16 units",
    "StrPosition": "characters, code points or UTF-16 units; the order of arguments differs",
    "Collate": "collations differ",
    "First": "which row is first depends on how the work was shared out",
    "Last": "which row is last depends on how the work was shared out",
    "FirstValue": "which row is first depends on how the work was shared out",
    "LastValue": "which row is last depends on how the work was shared out",
    "AnyValue": "which row it is depends on how the work was shared out",
    "ArrayAgg": "the order of the elements depends on how the work was shared out",
    "GroupConcat": "the order of the texts depends on how the work was shared out",
    "RowNumber": "ties are numbered as the work was shared out: rank by a key instead",
    "Lag": "ties are ordered as the work was shared out",
    "Lead": "ties are ordered as the work was shared out",
    "Limit": "which rows are left depends on how the work was shared out",
    "Distinct": "which of the equal rows stays may differ where it names columns",
    "TableSample": "differs from run to run",
    "Struct": "field names and null structs differ",
    "Bracket": "indices begin at 0 or 1, and outside the list is null or an error",
    "Explode": "an empty list gives no row or a null row",
    "Unnest": "an empty list gives no row or a null row",
    "JSONExtract": "paths and quoting differ",
    "Extract": "weeks and weekdays are counted differently",
    "DateDiff": "boundaries or whole units",
    "Interval": "months are added differently at their ends",
    "StrToTime": "patterns differ",
    "TimeToStr": "patterns differ",
    "BitwiseXor": "one engine's operator is another's power",
}  # fmt: skip
"""Node of the tree → why no rule may hold it."""

ALIKE = frozenset(
    [
        "Abs",
        "Add",
        "Alias",
        "And",
        "Between",
        "Boolean",
        "CTE",
        "Case",
        "Cast",
        "Coalesce",
        "Column",
        "Count",
        "DataType",
        "DataTypeParam",
        "EQ",
        "From",
        "GT",
        "GTE",
        "Greatest",
        "Group",
        "Identifier",
        "If",
        "In",
        "Is",
        "Join",
        "LT",
        "LTE",
        "Least",
        "Literal",
        "Max",
        "Min",
        "Mod",
        "Mul",
        "NEQ",
        "Neg",
        "Not",
        "Null",
        "Nullif",
        "NullSafeEQ",
        "Or",
        "Paren",
        "Select",
        "Star",
        "Sub",
        "Subquery",
        "Sum",
        "Table",
        "TableAlias",
        "TryCast",
        "Union",
        "Where",
        "Window",
        "WindowSpec",
        "With",
    ]
)
"""Nodes that were looked at and mean the same on both engines: what is in neither list counts as an
offence until somebody has looked."""
WORDING = frozenset(
    [
        "Anonymous",
        "ArgMin",
        "Array",
        "Concat",
        "DPipe",
        "IntDiv",
        "Lambda",
        "Order",
        "Ordered",
        "Pad",
        "Replace",
        "SplitPart",
        "Substring",
        "Trim",
        "Tuple",
        "Values",
    ]
)
"""What wording a finding and choosing a scheme need besides: texts, and ``//`` of numbers that are
not negative (both engines divide those alike)."""

_INTEGERS = frozenset({"INT128", "DECIMAL(38, 0)", "BIGINT", "INT", "SMALLINT", "TINYINT"})
_AGGREGATES = (exp.Min, exp.Max, exp.Sum, exp.Count)


def offences(sql: str, *, wording: bool = False) -> list[str]:
    """What in a statement (or an expression) of DuckDB's the engines might compute differently,
    each with its reason. ``wording``: it makes texts, so what texts need is allowed."""
    tree: Any = sqlglot.parse_one(sql, dialect="duckdb")
    found: dict[str, None] = {}
    for node in tree.walk():
        name = type(node).__name__
        if (
            name in ALIKE
            or (wording and name in WORDING)
            or (isinstance(node, exp.Div | exp.Floor))
        ):
            found.update(dict.fromkeys(_misused(node, wording)))
        else:
            reason = FORBIDDEN.get(name, "nobody has looked whether the engines agree about it")
            found[f"{name}: {reason}"] = None
    return list(found)


def _misused(node: Any, wording: bool) -> Iterator[str]:
    """A node that is allowed in its place, out of it."""
    if isinstance(node, exp.Div) and not _guess(node):
        yield "Div: a quotient is a float; only the exact rounding may guess with one (FLOOR of it)"
    if isinstance(node, exp.Floor) and node.find(exp.Div) is None:
        yield "Floor: belongs to the exact rounding of a quotient alone"
    if isinstance(node, exp.Cast | exp.TryCast):
        kind = node.to.sql(dialect="duckdb")
        if kind == "TEXT" and wording:
            return
        if kind == "DOUBLE":
            if not _guess(node):
                yield "Cast: a float outside the guess that the exact rounding corrects"
        elif kind not in _INTEGERS:
            yield f"Cast: to {kind}, which the engines write or round differently"
    if isinstance(node, exp.Window):
        if not isinstance(node.this, _AGGREGATES):
            yield f"Window: {type(node.this).__name__} depends on the order of equal rows"
        if node.args.get("order") is not None:
            yield "Window: a running frame treats equal rows differently: leave the order out"
    if (
        isinstance(node, exp.Literal)
        and not node.is_string
        and not node.this.isdigit()
        and not _guess(node)
    ):
        yield f"Literal: {node.this} is a decimal or a float; use scaled integers"
    if isinstance(node, exp.Sum) and node.find(exp.Div, exp.Floor) is not None:
        yield "Sum: of floats, whose last digits depend on the order of the rows"


def _guess(node: Any) -> bool:
    """Whether a float stands inside the guess of the exact rounding, which begins with FLOOR."""
    return node.find_ancestor(exp.Floor) is not None


Macros = Mapping[str, tuple[tuple[str, ...], Any]]
"""Name → its arguments and its tree."""


def macro(definition: str) -> tuple[str, tuple[tuple[str, ...], Any]]:
    """“name(a, b) AS expression”, as DuckDB defines a macro."""
    head, _, body = definition.partition(" AS ")
    name, _, arguments = head.partition("(")
    names = tuple(a.strip() for a in arguments.rstrip(")").split(","))
    return name, (names, sqlglot.parse_one(body, dialect="duckdb"))


def to_spark(sql: str, macros: Macros | None = None) -> str:
    """The same statement in Spark's words.

    DuckDB's HUGEINT is DECIMAL(38, 0); its sums of integers have that width too. Macros are
    written out. Spark must run in ANSI mode: what overflows is an error there as well.
    """
    if macros:
        return _written(_expanded(sqlglot.parse_one(sql, dialect="duckdb"), macros))
    return _plain(sql)


@cache
def _plain(sql: str) -> str:
    return _written(sqlglot.parse_one(sql, dialect="duckdb"))


def _expanded(tree: Any, macros: Macros) -> Any:
    while True:
        calls = [c for c in tree.find_all(exp.Anonymous) if c.name.lower() in macros]
        if not calls:
            return tree
        for call in calls:
            names, body = macros[call.name.lower()]
            given = dict(zip(names, call.expressions, strict=True))

            def put(node: Any, given: Mapping[str, Any] = given) -> Any:
                if isinstance(node, exp.Column) and not node.table and node.name in given:
                    return exp.paren(given[node.name].copy())
                return node

            call.replace(exp.paren(body.copy().transform(put)))


def _written(tree: Any) -> str:
    for total in list(tree.find_all(exp.Sum)):
        total.set("this", exp.cast(total.this.copy(), "INT128", dialect="duckdb"))
    for kind in tree.find_all(exp.DataType):
        if kind.this == exp.DataType.Type.INT128:
            kind.replace(exp.DataType.build("DECIMAL(38, 0)", dialect="spark"))
    for table in tree.find_all(exp.CTE):
        table.set("materialized", None)
    return str(tree.sql(dialect="spark", identify=True))
