"""The explanation of one row as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jiping.report import SEVERITY
from jiping.report._blocks import (
    Block,
    Cell,
    Column,
    Fields,
    Gap,
    Heading,
    Line,
    Section,
    Span,
    Table,
    Words,
)
from jiping.report._head_view import STYLES, title_of
from jiping.report._labels import EMPTY, NATURES, OPERATORS, row_number, source_of

if TYPE_CHECKING:
    from jiping.report._explanation import Explanation, ReadValue


def explain_view(e: Explanation) -> Iterator[Block]:
    """What was read, the method, the calculation, other methods, findings."""
    kind = "资金行" if e.pointer.startswith("/funds") else "指标行"
    yield Heading(f"{e.name}（{kind} {row_number(e.pointer)}）", 1)
    yield Fields((("项目", title_of(e.evaluation)), ("来源", source_of(e.evaluation))))
    yield Gap()
    yield Heading("一、读到的内容", 2)
    yield _values(e)
    yield Gap()
    yield Heading("二、怎样计分", 2)
    yield Line(f"{e.ledger.scheme}：{e.ledger.scheme_note}", 2, "计分办法：")
    yield from _scored(e)
    yield Gap()
    yield Heading("三、本行的问题", 2)
    if not e.findings:
        yield Line(Span("没有发现问题。", "good"), 2)
    for finding in e.findings:
        style = STYLES[finding.severity]
        words: Words = [
            Span(f"{SEVERITY[finding.severity]} {finding.rule}", style),
            f" {finding.title}",
        ]
        yield Line(words, 2, "· ")
        yield Line(finding.message, 4)
        yield Line("；".join(finding.basis), 4, "依据：")
        if finding.advice:
            yield Line(finding.advice, 4, "建议：")


def _values(e: Explanation) -> Table:
    head = tuple(Cell(t, "center", style="strong") for t in ("栏目", "内容", "位置"))
    rows = [
        (Cell(v.title), Cell(_said(v)), Cell(v.place.label() if v.place is not None else "—"))
        for v in e.values
        if v.text is not None or v.field not in ("level2", "reason")
    ]
    return Table((Section((Column(20), Column(20, 3), Column(20, 1)), (head, *rows)),))


def _said(value: ReadValue) -> str:
    if value.text is None:
        return EMPTY
    if value.field == "nature":
        return NATURES.get(value.text, value.text)
    if value.field == "operator":
        return OPERATORS.get(value.text, value.text)
    return value.text


def _scored(e: Explanation) -> Iterator[Block]:
    if e.row is None:
        yield Line("本行没有分值和得分，不参加计分。", 2)
        return
    if e.method is not None:
        yield Line(e.method, 2, "方法：")
    if e.formula is not None:
        yield Line(e.formula, 2, "公式：")
    for number, step in enumerate(e.steps, 1):
        yield Line(step, 4, f"第 {number} 步  ")
    agrees = {True: Span("相符", "good"), False: Span("不符", "error"), None: Span("无法比较")}
    yield Line(
        [
            f"填报 {e.row.printed or EMPTY}，重算 {e.row.computed or '无法得出'}，",
            agrees[e.row.agrees],
            "。",
        ],
        2,
        "结果：",
    )
    for other in e.alternatives:
        score = other.score if other.score is not None else "无法算出"
        yield Line(f"{other.title}：{score}（{other.formula}）", 2, "换一种办法：")
