"""问题清单: the list of problems in eight columns, over one form or many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from jiping.forms.drawing import Drawing, Text
from jiping.report._labels import places_label
from jiping.report._naming import named, severity_term
from jiping.report.papers.money import amount_of, shown
from jiping.report.papers.sheets import ACROSS, Column, sheet

if TYPE_CHECKING:
    from jiping.engine.results import Audit

COLUMNS = (
    Column("序号", 5),
    Column("单位和项目", 18, "prose"),
    Column("问题类别", 12),
    Column("问题", 34, "prose"),
    Column("涉及金额（万元）", 10, "number"),
    Column("依据", 22, "prose"),
    Column("位置", 15, "prose"),
    Column("整改要求和期限", 24, "prose"),
)
"""The eight columns."""
_ORDER = {"error": 0, "warning": 1, "info": 2}


def list_of_problems(audits: Sequence[Audit], due: str | None = None) -> Drawing:
    """All problems, the gravest first within each form."""
    rows = [[str(number), *row] for number, row in enumerate(_rows(audits, due), 1)]
    blocks = (Text("绩效自评问题清单", "title"), sheet("问题清单", COLUMNS, rows, ACROSS))
    return Drawing("问题清单", ACROSS, blocks)


def _rows(audits: Sequence[Audit], due: str | None) -> Iterator[list[str]]:
    for audit in audits:
        evaluation = audit.evaluation
        whose = named(evaluation.unit) or named(evaluation.department) or "（未写单位）"
        project = evaluation.project.name or "（未写项目名称）"
        for finding in sorted(audit.findings, key=lambda f: _ORDER.get(f.severity, 9)):
            amount = amount_of(evaluation, finding)
            by = f"（{due}前）" if due and finding.severity != "info" else ""
            yield [
                f"{whose}\n{project}",
                f"{severity_term(finding.severity)}\n{finding.title}",
                finding.message,
                shown(amount) if amount else "",
                "；".join(finding.basis),
                places_label(finding.places, finding.targets),
                finding.advice.rstrip("。") + by,
            ]
