"""The report as a Markdown document."""

from __future__ import annotations

from collections.abc import Iterator

from jiping.report import Report, Run

_TITLES = {"read": "自评表读取结果", "score": "自评表得分重算", "audit": "自评表审核报告"}


def pieces(run: Run) -> Iterator[str]:
    """The same content as on the screen, as a document."""
    from jiping.report._markdown import markdown_pieces
    from jiping.report._views import view

    yield f"# {_TITLES[run.kind]}\n\n绩评 {run.version}\n\n"
    yield from markdown_pieces(view(run), top=2)


def render(run: Run) -> str:
    """The whole document."""
    return "".join(pieces(run))


REPORT = Report(
    "md", "Markdown 文档", ".md", False, render, ("read", "score", "audit"),
    places=False, pieces=pieces,
)  # fmt: skip
