"""F8 复核表: one form's points of review, row by row. Fields of the review form are recalled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiping.forms.drawing import Block, Cell, Document, Drawing, Grid, Row, Text
from jiping.report._labels import row_name
from jiping.report._naming import difference, named, scheme_words
from jiping.report.papers.sheets import ACROSS, Column, sheet

if TYPE_CHECKING:
    from jiping.engine.results import Audit, Finding

COLUMNS = (
    Column("序号", 4), Column("复核要点", 18, "prose"), Column("自评得分", 7, "number"),
    Column("复核得分", 7, "number"), Column("差异", 7, "number"), Column("问题描述", 32, "prose"),
    Column("依据", 22, "prose"), Column("整改要求", 22, "prose"), Column("期限", 10),
    Column("整改结果", 10),
)  # fmt: skip


def review(audits: Sequence[Audit], due: str | None = None, *, version: str = "") -> Document:
    """A sheet for each form; 整改结果 is left to be filled in."""
    return Document(
        tuple(_sheet(audit, due) for audit in audits),
        title="项目支出绩效自评复核表",
        version=version,
    )


def _sheet(audit: Audit, due: str | None) -> Drawing:
    evaluation, ledger = audit.evaluation, audit.ledger
    facts = (
        ("项目名称", evaluation.project.name or ""),
        ("主管部门", named(evaluation.department)),
        ("实施单位", named(evaluation.unit)),
        ("计分办法", scheme_words(ledger)),
    )
    width = ACROSS.width
    widths = (width // 8, width * 3 // 8, width // 8, width - width // 2 - width // 8)
    head = tuple(
        Row(
            tuple(
                Cell(
                    2 * n + side,
                    text,
                    "label" if side == 0 else "prose",
                    align="center" if side == 0 else "left",
                )
                for n, pair in enumerate(facts[at : at + 2])
                for side, text in enumerate(pair)
            )
        )
        for at in (0, 2)
    )
    rows = list(_rows(audit, due))
    blocks: list[Block] = [Text("项目支出绩效自评复核表", "title")]
    if evaluation.year is not None:
        blocks.append(Text(f"（{evaluation.year}年度）", "period"))
    blocks.append(Grid(widths, head, "项目"))
    total = [
        "", "总分", ledger.printed_total or "", ledger.computed_total or "",
        difference(ledger.printed_total, ledger.computed_total) or "", "", "", "", "", "",
    ]  # fmt: skip
    table = sheet("复核要点", COLUMNS, [*rows, total], ACROSS)
    blocks.append(Grid(table.widths, table.rows, table.name, joined=True, size=table.size))
    blocks.append(Text("复核人：", "sign", right="复核日期：    年  月  日"))
    return Drawing(f"复核表-{evaluation.project.name or ''}", ACROSS, tuple(blocks))


def _rows(audit: Audit, due: str | None) -> list[list[str]]:
    """First what findings name, at the row they are first about; then what concerns the form."""
    evaluation = audit.evaluation
    scores = {row.row: row for row in audit.ledger.rows}
    by_row: dict[str, list[Finding]] = {}
    for finding in audit.findings:
        by_row.setdefault(_row_of(finding), []).append(finding)
    order = [*(row for row in scores if row in by_row), *(r for r in by_row if r not in scores)]
    out = []
    for number, row in enumerate(order, 1):
        found, score = by_row[row], scores.get(row)
        several = len(found) > 1
        printed = score.printed if score else None
        computed = score.computed if score else None
        grave = any(f.severity != "info" for f in found)
        out.append([
            str(number),
            row_name(evaluation, row) if row else "全表",
            printed or "",
            computed or "",
            difference(printed, computed) or "",
            "\n".join(f"{n}. {f.message}" if several else f.message for n, f in enumerate(found, 1)),
            "；".join(dict.fromkeys(basis for f in found for basis in f.basis)),
            "；".join(dict.fromkeys(f.advice.rstrip("。") for f in found)) + "。",
            (due or "") if grave else "",
            "",
        ])  # fmt: skip
    return out


def _row_of(finding: Finding) -> str:
    """The scored row that a finding is about first; "" for the form as a whole."""
    for pointer in finding.targets:
        parts = pointer.split("/")
        if len(parts) >= 3 and parts[1] in ("funds", "indicators"):
            return "/".join(parts[:3])
    return ""
