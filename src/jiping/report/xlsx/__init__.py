"""Excel 报告: the reviewer's list, the scores recomputed, what was read and what was not."""

from __future__ import annotations

from jiping.report import Report, Run


def render(run: Run) -> bytes:
    """The workbook."""
    from jiping.report.xlsx.workbook import workbook

    return workbook(run)


REPORT = Report(
    name="xlsx",
    title="Excel 报告（审核清单）",
    suffix=".xlsx",
    binary=True,
    render=render,
    kinds=("score", "audit"),
)
