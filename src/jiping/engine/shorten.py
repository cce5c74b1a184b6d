"""SQL made shorter without a change of meaning: DuckDB parses about two bytes a microsecond.

What a compiler of expressions writes to be safe costs as much time in a small run as the run
itself: parentheses around everything, branches inside branches, projections that only pass
columns on. Used when the plan is compiled; nothing of it runs with the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlglot import exp
from sqlglot.optimizer.merge_subqueries import merge_subqueries

OR, AND, NOT, COMPARISON, SUM, PRODUCT, ATOM = 1, 2, 3, 4, 5, 6, 9
"""How strongly an operator binds, as far as we rely on it: where two kinds are alike, or where
engines differ (IS, IN and comparisons among each other), the parentheses stay."""
BINDING: dict[type[exp.Expression], int] = {
    exp.Or: OR, exp.And: AND, exp.Not: NOT,
    exp.EQ: COMPARISON, exp.NEQ: COMPARISON, exp.GT: COMPARISON, exp.GTE: COMPARISON,
    exp.LT: COMPARISON, exp.LTE: COMPARISON, exp.Is: COMPARISON, exp.In: COMPARISON,
    exp.Add: SUM, exp.Sub: SUM, exp.Mul: PRODUCT,
    exp.Column: ATOM, exp.Literal: ATOM, exp.Boolean: ATOM, exp.Null: ATOM, exp.Case: ATOM,
    exp.Coalesce: ATOM, exp.Abs: ATOM, exp.Cast: ATOM, exp.TryCast: ATOM, exp.Least: ATOM,
    exp.Greatest: ATOM, exp.Nullif: ATOM,
}  # fmt: skip


def shortened(tree: Any) -> Any:
    """The same statement or expression (a sqlglot tree, changed in place), shorter."""
    tree = tree.transform(_without_needless, copy=False).transform(_counted, copy=False)
    for case in list(tree.find_all(exp.Case)):
        _flatten(case)
    for parenthesis in reversed(list(tree.find_all(exp.Paren))):
        if _needless(parenthesis):
            parenthesis.replace(parenthesis.this)
    return tree


def merged(tree: Any, tables: Mapping[str, Sequence[str]]) -> Any:
    """A query whose inner projections that only pass columns on are gone; names stay.

    ``tables``: name → columns in order; where a table is listed whole, it becomes ``"t".*``.
    """
    tree = merge_subqueries(tree, leave_tables_isolated=False)
    for select in tree.find_all(exp.Select):
        _star(select, tables)
    return tree


def _star(select: Any, tables: Mapping[str, Sequence[str]]) -> None:
    for table in select.find_all(exp.Table):
        if table.parent_select is not select or table.name not in tables:
            continue
        columns, listed = list(tables[table.name]), select.expressions
        names = [
            item.name if isinstance(item, exp.Column) and item.table == table.alias_or_name else ""
            for item in listed
        ]
        for start in range(len(names) - len(columns) + 1):
            if names[start : start + len(columns)] == columns:
                quoted = exp.to_identifier(table.alias_or_name, quoted=True)
                star = exp.Column(this=exp.Star(), table=quoted)
                after = listed[start + len(columns) :]
                select.set("expressions", [*listed[:start], star, *after])
                break


def _counted(node: Any) -> Any:
    """A sum of ones as a count: DuckDB adds up sums in 128 bits, counts in 64."""
    case = node.this if isinstance(node, exp.Sum) else None
    if not isinstance(case, exp.Case) or case.this is not None or len(case.args["ifs"]) != 1:
        return node
    one, zero = exp.Literal.number(1), exp.Literal.number(0)
    if case.args["ifs"][0].args["true"] != one or case.args.get("default") != zero:
        return node
    case.set("default", None)
    return exp.Count(this=case)


def _without_needless(node: Any) -> Any:
    # A condition that is null chooses the other branch, as a false one does.
    if isinstance(node, exp.If) and isinstance(node.parent, exp.Case):
        test = node.this
        inner = test.this if isinstance(test, exp.Coalesce) else None
        if inner is not None and [e.sql() for e in test.expressions] == ["FALSE"]:
            node.set("this", inner.this if isinstance(inner, exp.Paren) else inner)
    if isinstance(node, exp.Case) and isinstance(node.args.get("default"), exp.Null):
        node.set("default", None)
    return node


def _flatten(case: Any) -> None:
    while True:
        last = case.args.get("default")
        if not isinstance(last, exp.Case) or last.this is not None or case.this is not None:
            return
        case.set("ifs", [*case.args["ifs"], *last.args["ifs"]])
        case.set("default", last.args.get("default"))


def _needless(parenthesis: Any) -> bool:
    inner, outer = parenthesis.this, parenthesis.parent
    binds = BINDING.get(type(inner))
    if binds is None:
        return False
    if isinstance(outer, exp.If | exp.Coalesce | exp.Abs | exp.Alias | exp.Paren | exp.Case):
        return True
    if isinstance(outer, exp.Cast | exp.TryCast):
        return True
    around = BINDING.get(type(outer))
    if around is None:
        return False
    if type(inner) is type(outer) and isinstance(outer, exp.And | exp.Or):
        return True
    return binds > around and not (isinstance(inner, exp.Not))
