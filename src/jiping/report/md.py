"""The report as a Markdown document."""

from __future__ import annotations

from jiping.report import Report, Run

_TITLES = {"read": "自评表读取结果", "score": "自评表得分重算", "audit": "自评表审核报告"}


def render(run: Run) -> str:
    """The same content as on the screen, as a document."""
    from jiping.report._markdown import markdown_of
    from jiping.report._views import view

    title = f"# {_TITLES[run.kind]}\n\n绩评 {run.version}\n\n"
    return title + markdown_of(view(run), top=2)


REPORT = Report(
    "md", "Markdown 文档", ".md", False, render, ("read", "score", "audit"), places=False
)
