"""What must hold wherever a condition holds, said with fewer columns.

A rule that looks at the form beside its rows can be asked only when the form's sums are known. What
must be true of the row alone is known before: it picks the few rows worth keeping until then.
"""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from sqlglot import exp

if TYPE_CHECKING:
    from sqlglot.expressions import Expression


def necessary(condition: Expression, columns: Set[str]) -> Expression | None:
    """A condition over ``columns`` alone, true wherever ``condition`` is; None where every row may do.

    Of a conjunction it keeps the parts that can be asked. What stands under ``CASE WHEN a THEN b ELSE
    FALSE END`` is kept only with the whole of ``a``: it may not be computable (overflow) elsewhere.
    """
    if isinstance(condition, exp.Paren):
        return necessary(condition.this, columns)
    if _named(condition) <= columns:
        return condition.copy()
    if isinstance(condition, exp.And):
        left, right = (necessary(c, columns) for c in (condition.this, condition.expression))
        return exp.and_(left, right) if left is not None and right is not None else left or right
    if isinstance(condition, exp.Or):
        left, right = (necessary(c, columns) for c in (condition.this, condition.expression))
        return None if left is None or right is None else exp.or_(left, right)
    guarded = _guarded(condition)
    if guarded is None:
        return None
    guard, value = guarded
    first = necessary(guard, columns)
    if first is None or not _named(guard) <= columns:
        return first
    rest = necessary(value, columns)
    return first if rest is None else exp.case().when(first, rest).else_(exp.false())


def _guarded(condition: Expression) -> tuple[Expression, Expression] | None:
    """a and b of ``CASE WHEN a THEN b ELSE FALSE END``."""
    if not isinstance(condition, exp.Case) or condition.this is not None:
        return None
    branches, other = condition.args["ifs"], condition.args.get("default")
    if len(branches) != 1 or other != exp.false():
        return None
    return branches[0].this, branches[0].args["true"]


def _named(condition: Expression) -> set[str]:
    return {column.name for column in condition.find_all(exp.Column)}
