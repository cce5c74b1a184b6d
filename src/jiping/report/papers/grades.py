"""等级 of what a form itself says: printed, or by the scheme's scale from the printed total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.model.decimals import to_decimal

if TYPE_CHECKING:
    from jiping.engine.results import Audit

_MICRO = 1_000_000
"""Scores count in millionths in a scheme's columns."""


def printed_grade(audit: Audit) -> str | None:
    """The grade that the form prints, else that of its printed total; None where there is neither.

    A total under the user's own scheme gets a grade only where it is the computed one: the scale
    isn't known here.
    """
    evaluation, ledger = audit.evaluation, audit.ledger
    if evaluation.total.grade:
        return evaluation.total.grade
    total = to_decimal(ledger.printed_total)
    if total is None:
        return None
    from jiping.engine.run import grade
    from jiping.score.scheme import schemes

    scheme = schemes().get(ledger.scheme)
    if scheme is not None:
        return grade(int(total * _MICRO), scheme)
    return ledger.grade if total == to_decimal(ledger.computed_total) else None
