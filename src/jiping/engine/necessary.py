"""What must hold wherever a condition holds, said with fewer columns and cheaper.

A rule that looks at the form beside its rows can be asked only when the form's sums are known. What
must be true of the row alone is known before: it picks the few rows worth keeping until then. Those
are asked the rule itself, exactly; so here a product may be guessed, as long as no row is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from sqlglot import exp

Tree = Any
"""A condition as sqlglot parses it."""
SLACK = "1e-9"  # float: far above the error of three factors as doubles; the rule decides exactly
FACTORS = (exp.Mul, exp.Cast, exp.Column, exp.Literal, exp.Paren, exp.Identifier, exp.DataType)


def necessary(condition: Tree, columns: Set[str]) -> Tree | None:
    """A condition over ``columns`` alone, true wherever ``condition`` is; None where every row may do.

    Of a conjunction it keeps the parts that can be asked. Of ``CASE WHEN a THEN b ELSE FALSE END`` it
    keeps both, as a conjunction where b is harmless, and b not at all where it may only be computed
    (overflow) behind the whole of a. Comparisons of 128-bit products are made with doubles.
    """
    if isinstance(condition, exp.Paren):
        return necessary(condition.this, columns)
    if isinstance(condition, exp.And):
        return _both(*(necessary(c, columns) for c in (condition.this, condition.expression)))
    if isinstance(condition, exp.Or):
        left, right = (necessary(c, columns) for c in (condition.this, condition.expression))
        return None if left is None or right is None else exp.or_(left, right)
    if _or_false(condition):
        return necessary(condition.this, columns)
    guarded = _guarded(condition)
    if guarded is not None:
        guard, value = guarded
        first, rest = necessary(guard, columns), necessary(value, columns)
        if rest is None or _harmless(rest):
            return _both(first, rest)
        if first is None or not _named(guard) <= columns:
            return first
        return _both(first, exp.case().when(guard.copy(), rest).else_(exp.false()))
    if not _named(condition) <= columns:
        return None
    return _guessed(condition) or condition.copy()


def sooner(condition: Tree) -> Tree:
    """The same condition, in every conjunction first what is cheap and seldom true.

    Flags and comparisons of numbers leave few rows; that a value is there, or which word stands in a
    column, is true of most and dearer. An engine that learns an order by itself has no time to.
    """
    if isinstance(condition, exp.Paren):
        return exp.paren(sooner(condition.this))
    if isinstance(condition, exp.Or):
        return exp.or_(sooner(condition.this), sooner(condition.expression))
    if isinstance(condition, exp.And):
        parts = [sooner(part) for part in _conjunction(condition)]
        return exp.and_(*sorted(parts, key=_lateness))
    return condition.copy()


def _conjunction(condition: Tree) -> Iterator[Tree]:
    bare = condition.unnest()
    if not isinstance(bare, exp.And):
        yield bare
        return
    for part in (bare.this, bare.expression):
        yield from _conjunction(part)


def _lateness(condition: Tree) -> int:
    bare = condition.unnest()
    if isinstance(bare, exp.Not):
        bare = bare.this.unnest()
    if isinstance(bare, exp.Or | exp.Case | exp.And):
        return 5
    if any(literal.is_string for literal in bare.find_all(exp.Literal)):
        return 4
    if isinstance(bare, exp.Column) or any(c.to.is_type("double") for c in bare.find_all(exp.Cast)):
        return 0
    if isinstance(bare, exp.Is | exp.Coalesce):
        return 3
    return 1 if len(_named(bare)) > 1 else 2


def numbered(tree: Tree, column: str, by: str, numbers: Mapping[str, int]) -> Tree:
    """The same, where ``column`` is compared with words: ``by`` holds a number for each of them."""

    def changed(node: Tree) -> Tree:
        words: list[Tree] = []
        if isinstance(node, exp.EQ | exp.NEQ):
            words = [node.expression]
        elif isinstance(node, exp.In) and not node.args.get("query"):
            words = node.expressions
        asked = node.this if words else None
        if not isinstance(asked, exp.Column) or asked.name != column:
            return node
        if not all(isinstance(w, exp.Literal) and w.name in numbers for w in words):
            return node
        asked.set("this", exp.to_identifier(by, quoted=True))
        for word in words:
            word.replace(exp.Literal.number(numbers[word.name]))
        return node

    return tree.transform(changed)


def filtering(condition: Tree) -> Tree:
    """The same condition as a filter, where null and false are alike: parts of a conjunction or
    disjunction are not made false where they are null, so an engine can leave off after the first."""
    if isinstance(condition, exp.Paren):
        return exp.paren(filtering(condition.this), copy=False)
    if isinstance(condition, exp.And | exp.Or):
        condition.set("this", filtering(condition.this))
        condition.set("expression", filtering(condition.expression))
    elif _or_false(condition):
        return exp.paren(filtering(condition.this), copy=False)
    return condition


def _both(left: Tree | None, right: Tree | None) -> Tree | None:
    return exp.and_(left, right) if left is not None and right is not None else left or right


def _or_false(condition: Tree) -> bool:
    """Is it ``COALESCE(…, FALSE)``?"""
    return isinstance(condition, exp.Coalesce) and condition.expressions == [exp.false()]


def _guarded(condition: Tree) -> tuple[Tree, Tree] | None:
    """a and b of ``CASE WHEN a THEN b ELSE FALSE END``."""
    if not isinstance(condition, exp.Case) or condition.this is not None:
        return None
    branches, other = condition.args["ifs"], condition.args.get("default")
    if len(branches) != 1 or other != exp.false():
        return None
    return branches[0].this, branches[0].args["true"]


def _guessed(condition: Tree) -> Tree | None:
    """A comparison of products as one of doubles, a little wider; None for anything else."""
    kinds = (exp.GT, exp.GTE, exp.LT, exp.LTE, exp.EQ)
    if not isinstance(condition, kinds) or not any(map(_is_wide, condition.find_all(exp.Cast))):
        return None
    left, right = condition.this.copy(), condition.expression.copy()
    if not all(isinstance(n, FACTORS) for side in (left, right) for n in side.walk()):
        return None
    left, right = _doubles(left), _doubles(right)
    slack = exp.Mul(this=exp.Abs(this=right.copy()), expression=exp.Literal.number(SLACK))
    least, most = right - slack, right + slack
    if isinstance(condition, exp.EQ):
        return exp.Between(this=left, low=least, high=most)
    upward = isinstance(condition, exp.GT | exp.GTE)
    return exp.GTE(this=left, expression=least) if upward else exp.LTE(this=left, expression=most)


def _doubles(product: Tree) -> Tree:
    def changed(node: Tree) -> Tree:
        if _is_wide(node):
            return exp.cast(node.this, "double")
        return node

    return exp.paren(product.transform(changed))


def _is_wide(node: Tree) -> bool:
    return isinstance(node, exp.Cast) and node.to.sql(dialect="duckdb") == "INT128"


def _harmless(condition: Tree) -> bool:
    """Can it be computed anywhere? Doubles don't overflow, products of integers may."""
    return all(
        any(c.to.is_type("double") for c in product.find_all(exp.Cast))
        for product in condition.find_all(exp.Mul, exp.Abs)
    ) and not any(map(_is_wide, condition.find_all(exp.Cast)))


def _named(condition: Tree) -> set[str]:
    return {column.name for column in condition.find_all(exp.Column)}
