"""The report for the screen."""

from __future__ import annotations

from jiping.report import Report, Run


def render(run: Run) -> str:
    """The run as text, as wide as it says."""
    from jiping.report._text import text_of
    from jiping.report._views import view

    return text_of(view(run), width=run.width, colour=run.colour)


REPORT = Report(
    "terminal", "屏幕上的文字", ".txt", False, render, ("read", "score", "audit"), places=False
)
