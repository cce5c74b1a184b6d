"""An audit as blocks: per form its head, findings by severity, what was checked and passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from jiping.report import SEVERITY
from jiping.report._blocks import Block, Gap, Heading, Line, Span
from jiping.report._head_view import STYLES, counts, head, reading_details, summary
from jiping.report._labels import places_label, row_name

if TYPE_CHECKING:
    from jiping.engine.results import Audit, Check, Finding
    from jiping.model.evaluation import Evaluation
    from jiping.report import Run

_FAMILIES = {
    "C-FUND": "资金",
    "C-WGT": "分值",
    "C-SCR": "得分",
    "C-IND": "指标",
    "C-DEV": "偏差",
    "C-STR": "表式",
    "C-PUB": "公开",
}


def audit_view(run: Run) -> Iterator[Block]:
    """Everything that an audit found, form by form, and the summary."""
    for audit in run.audits:
        yield from form_view(audit)
        yield Gap()
    yield from summary(run)


def form_view(audit: Audit) -> Iterator[Block]:
    """One form."""
    yield from head(audit.evaluation, audit.ledger, ("问题", counts(audit)))
    yield from findings_view(audit)
    yield from reading_details(audit.evaluation)
    yield from _passed(audit.checks)
    yield from _skipped(audit.checks)


def findings_view(audit: Audit) -> Iterator[Block]:
    """The findings, the gravest first, those of one rule together."""
    if not audit.findings:
        yield Gap()
        yield Heading(Span("没有发现问题", "good"), 2)
    for level, word in SEVERITY.items():
        found = [f for f in audit.findings if f.severity == level]
        if not found:
            continue
        yield Gap()
        yield Heading(Span(f"{word} {len(found)} 条", STYLES[level]), 2)
        for group in _by_rule(found):
            yield from _rule(group, audit.evaluation)


def _by_rule(findings: Iterable[Finding]) -> list[list[Finding]]:
    groups: dict[tuple[str, tuple[str, ...], str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.basis, finding.advice), []).append(finding)
    return list(groups.values())


def _rule(group: list[Finding], evaluation: Evaluation) -> Iterator[Block]:
    """One rule's findings: each row with its message and place, clause and advice once."""
    first = group[0]
    yield Heading([Span(first.rule, STYLES[first.severity]), f" {first.title}"], 3)
    for finding in group:
        name = row_name(evaluation, finding.targets[0])
        places = places_label(finding.places, finding.targets)
        named = "" if name in finding.message else f"{name}："
        yield Line([named, finding.message, Span(f"〔{places}〕", "dim")], 2, "· ")
    yield Line("；".join(first.basis), 2, "依据：")
    if first.advice:
        yield Line(first.advice, 2, "建议：")


def _passed(checks: Iterable[Check]) -> Iterator[Block]:
    """The rules that found nothing wrong, by family, each named by what it looks for."""
    passed = [check for check in checks if check.outcome == "pass"]
    if not passed:
        return
    yield Gap()
    yield Heading(Span(f"已核对、没有发现下列问题的规则 {len(passed)} 条", "good"), 2)
    yield from _listed(passed)


def _listed(checks: Iterable[Check]) -> Iterator[Block]:
    families: dict[str, list[Check]] = {}
    for check in checks:
        families.setdefault(check.rule.rpartition("-")[0], []).append(check)
    for family, members in families.items():
        said = "、".join(f"{check.rule.rpartition('-')[2]} {check.title}" for check in members)
        yield Line(said, 2, f"{_FAMILIES.get(family, '')} {family}  ")


def _skipped(checks: Iterable[Check]) -> Iterator[Block]:
    """The rules that could not be decided, by reason."""
    reasons: dict[str, list[Check]] = {}
    for check in checks:
        if check.outcome == "skip":
            reasons.setdefault(check.reason or "", []).append(check)
    if not reasons:
        return
    yield Gap()
    yield Heading(f"不判的规则 {sum(map(len, reasons.values()))} 条", 2)
    for reason, members in sorted(reasons.items(), key=lambda item: -len(item[1])):
        said = "、".join(f"{check.rule} {check.title}" for check in members)
        yield Line([f"{reason}：", Span(said, "dim")], 2, "· ")
