"""The blocks of a run, by what was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.report import Run
    from jiping.report._blocks import Block


def view(run: Run) -> Iterator[Block]:
    """What was read, scored or audited; only that view's module is loaded."""
    if run.kind == "read":
        from jiping.report._read_view import read_view

        return read_view(run)
    if run.kind == "score":
        from jiping.report._score_view import score_view

        return score_view(run)
    from jiping.report._audit_view import audit_view

    return audit_view(run)
