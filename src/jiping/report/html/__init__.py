"""HTML 报告: one file that needs nothing else, offline, with or without scripts.

Every form is drawn as the official table; cells are marked by what was found, findings and cells
lead to each other, scores open their calculation. What was only read comes with a list of what a
person should look at, each with the picture of its cell.
"""

from __future__ import annotations

from jiping.report import Report, Run


def render(run: Run) -> str:
    """The whole page as text (UTF-8 when written)."""
    if run.kind == "read":
        from jiping.report.html.reading import reading_page

        return reading_page(run)
    from jiping.report.html.page import page

    return page(run)


REPORT = Report(
    name="html",
    title="网页报告（单个文件，可离线打开）",
    suffix=".html",
    binary=False,
    render=render,
    kinds=("read", "score", "audit"),
)
