"""The report for the screen."""

from __future__ import annotations

from collections.abc import Iterator

from jiping.report import Report, Run


def pieces(run: Run) -> Iterator[str]:
    """The run as text, as wide as it says."""
    from jiping.report._text import pieces_of
    from jiping.report._views import view

    return pieces_of(view(run), width=run.width, colour=run.colour)


def render(run: Run) -> str:
    """The whole text."""
    return "".join(pieces(run))


REPORT = Report(
    "terminal", "屏幕上的文字", ".txt", False, render, ("read", "score", "audit"),
    places=False, pieces=pieces,
)  # fmt: skip
