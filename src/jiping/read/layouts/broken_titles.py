"""Titles that a page shows on two lines, broken inside a word: 部门整 | 体支出绩效自评表.

Only what is known to be one is joined: the end of a printed title in two parts, or a bracket
that the first line leaves open.
"""

from __future__ import annotations

from jiping.read.book import Paragraph
from jiping.read.layouts.words import narrow

KNOWN = (
    "部门整体支出绩效自评表", "整体支出绩效自评表", "部门预算项目支出绩效自评表", "部门预算项目绩效自评表",
    "预算项目支出绩效自评表", "预算项目绩效自评表", "项目支出绩效自评表", "项目支出绩效自评报告表", "项目绩效目标自评表",
    "项目绩效自评表", "项目自评表", "专项资金绩效目标自评表", "专项资金绩效自评表", "监管专项绩效自评表",
    "转移支付绩效自评表", "转移支付绩效评价表", "绩效目标自评表", "绩效自评报告表",
)  # fmt: skip
LONGEST = 60
YEAR_OPEN = 12
"""Characters of a line that leaves a bracket open at most: （2024 | 年度）."""


def rejoined(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """``paragraphs`` with broken titles as one; only lines that stand on a page are looked at."""
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        if out and _goes_on(out[-1], paragraph):
            out[-1] = _joined(out[-1], paragraph)
        else:
            out.append(paragraph)
    return out


def _goes_on(above: Paragraph, below: Paragraph) -> bool:
    if above.box is None or below.box is None or above.page != below.page:
        return False
    first, second = narrow(above.text), narrow(below.text)
    if not first or not second or len(first) + len(second) > LONGEST:
        return False
    if len(first) <= YEAR_OPEN and first.count("(") > first.count(")"):
        return second.count(")") > second.count("(")
    return any(
        first.endswith(title[:at]) and second.startswith(title[at:])
        for title in KNOWN
        for at in range(1, len(title))
    ) and not any(second.startswith(title) and not first.endswith("部门") for title in KNOWN)


def _joined(above: Paragraph, below: Paragraph) -> Paragraph:
    box = None
    if above.box is not None and below.box is not None:
        (a, b, c, d), (e, f, g, h) = above.box, below.box
        box = (min(a, e), min(b, f), max(c, g), max(d, h))
    text = above.text.rstrip() + below.text.lstrip()
    return Paragraph(text, above.page, above.line, box, above.sheet, above.table, above.side)
