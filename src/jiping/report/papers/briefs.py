"""One audit told to one person: 改正清单 for who fills in, 复核底稿 for who reviews, 摘要 for who leads.

The sentences are those of `jiping.report.papers.voices`, so all three read the same numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from jiping.forms.drawing import Block, Document, Drawing, Text
from jiping.report import SEVERITY
from jiping.report._naming import named, scheme_title
from jiping.report.papers.money import shown
from jiping.report.papers.sheets import UPRIGHT, body, heading
from jiping.report.papers.statistics import money
from jiping.report.papers.voices import DUTY, Voice, say

if TYPE_CHECKING:
    from jiping.engine.results import Audit, Finding

TITLES: dict[Voice, str] = {
    "filler": "自评表改正清单",
    "reviewer": "自评表复核底稿",
    "leader": "自评复核情况摘要",
}
_OPENINGS: dict[Voice, str] = {
    "filler": "请按下列各项改正自评表，改一项勾一项；改完后重新报送。",
    "reviewer": "下列各项由程序核对得出，请逐项对照原表和佐证材料认定。",
    "leader": "",
}
_LEAST_FOR_LEADER = 5
"""So many of the needs-a-word findings of a form are told to a leader where nothing graver is."""


def briefs(audits: Sequence[Audit], voice: Voice, due: str | None = None, *, version: str = "") -> Document:  # fmt: skip
    """A paper for each form; for a leader all forms on one."""
    if voice == "leader":
        drawings = [_summary(audits, due)]
    else:
        drawings = [_paper(audit, voice, due) for audit in audits]
    return Document(tuple(drawings), title=f"项目支出绩效{TITLES[voice]}", version=version)


def _paper(audit: Audit, voice: Voice, due: str | None) -> Drawing:
    evaluation = audit.evaluation
    name = evaluation.project.name or "（未写项目名称）"
    blocks: list[Block] = [Text(f"“{name}”{TITLES[voice]}", "title"), body(_standing(audit))]
    if audit.findings:
        by = f"请于 {due} 前办结。" if due else ""
        blocks.append(body(_OPENINGS[voice] + by))
    number = 0
    for severity in SEVERITY:
        found = [f for f in audit.findings if f.severity == severity]
        if found:
            number += 1
            blocks.append(heading(number, f"{_group(severity)}（{len(found)} 处）"))
            blocks += _told(audit, found, voice)
    if voice == "reviewer":
        blocks.append(Text("复核人：", "sign", right="复核日期：    年  月  日"))
    return Drawing(f"{TITLES[voice]}-{name}", UPRIGHT, tuple(blocks))


def _told(audit: Audit, found: Sequence[Finding], voice: Voice) -> Iterator[Block]:
    box = "□ " if voice == "filler" else ""
    for index, finding in enumerate(found, 1):
        yield body(f"{box}{index}. {say(voice, audit.evaluation, finding)}")


def _group(severity: str) -> str:
    return f"{SEVERITY[severity]}：{DUTY[severity]}"


def _standing(audit: Audit) -> str:
    """Whose form it is, both totals, the grade, and how much was found."""
    evaluation, ledger = audit.evaluation, audit.ledger
    whose = named(evaluation.unit) or named(evaluation.department) or "（未写单位）"
    printed = "没有填写总分" if ledger.printed_total is None else f"自评 {ledger.printed_total} 分"
    computed = (
        "数据不足，未能重算总分"
        if ledger.computed_total is None
        else f"按《{scheme_title(ledger.scheme)}》重算 {ledger.computed_total} 分"
    )
    grade = f"，等级“{ledger.grade}”" if ledger.grade else ""
    return f"{whose}。{printed}，{computed}{grade}。{_counted(audit.findings)}"


def _counted(findings: Sequence[Finding]) -> str:
    count = Counter[str](f.severity for f in findings)
    said = "、".join(f"{word} {count[s]} 处" for s, word in SEVERITY.items() if count[s])
    return f"发现问题 {len(findings)} 处：{said}。" if said else "未发现问题。"


def _summary(audits: Sequence[Audit], due: str | None) -> Drawing:
    """One paper over all forms: the grave ones told, the others counted."""
    blocks: list[Block] = [Text(f"项目支出绩效{TITLES['leader']}", "title")]
    found = [f for audit in audits for f in audit.findings]
    blocks.append(body(f"共复核 {len(audits)} 个项目，{_counted(found)}"))
    order = sorted(audits, key=lambda a: -sum(f.severity == "error" for f in a.findings))
    for number, audit in enumerate(order, 1):
        name = audit.evaluation.project.name or "（未写项目名称）"
        blocks.append(Text(f"{number}. {name}", "subheading"))
        blocks.append(body(_standing(audit) + _spent(audit)))
        told = [f for f in audit.findings if f.severity == "error"]
        if not told:
            told = [f for f in audit.findings if f.severity == "warning"][:_LEAST_FOR_LEADER]
        blocks += _told(audit, told, "leader")
        rest = len(audit.findings) - len(told)
        if told and rest:
            blocks.append(body(f"其余 {rest} 处见复核意见和问题清单。"))
    if due and any(f.severity != "info" for f in found):
        blocks.append(body(f"已要求各单位于 {due} 前整改。"))
    return Drawing(TITLES["leader"], UPRIGHT, tuple(blocks))


def _spent(audit: Audit) -> str:
    _, adjusted, executed = money(audit)
    if adjusted is None or executed is None:
        return ""
    return f"全年预算 {shown(adjusted)} 万元，执行 {shown(executed)} 万元。"
