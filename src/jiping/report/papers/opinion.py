"""复核意见: what is wrong in one form or in many, in official wording, and what to correct by when.

Basis: 财预〔2020〕10号 on 抽查复核 (article recalled; see `jiping.law`). The date until which to correct is
given by whoever signs; where none is given, the place stays open: no regulation names one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiping.forms.drawing import Block, Document, Drawing, Text
from jiping.report import SEVERITY
from jiping.report._labels import places_label
from jiping.report._naming import counted as by_severity
from jiping.report._naming import named, scheme_title
from jiping.report.papers.money import amount_of, shown
from jiping.report.papers.problems import list_of_problems
from jiping.report.papers.sheets import UPRIGHT, body, heading, signed, subheading
from jiping.report.papers.statistics import statistics

if TYPE_CHECKING:
    from jiping.engine.results import Audit, Finding

OPEN_DATE = "    年  月  日"
_HEADINGS = {
    "error": "须更正的问题",
    "warning": "须补充说明或更正的问题",
    "info": "供改进填报参考的事项",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """Who writes, when, and until when to correct; each in the words to be printed, or None."""

    issuer: str | None = None
    date: str | None = None
    due: str | None = None


def opinion(audits: Sequence[Audit], letter: Letter = Letter(), *, version: str = "") -> Document:
    """The letter for one form; for several: a summary with statistics, then a letter each.

    Every form's letter is followed by the list of its problems.
    """
    drawings: list[Drawing] = []
    if len(audits) > 1:
        drawings.append(statistics(audits, letter.date))
    several = len(audits) > 1
    drawings += [_letter(audit, letter, brief=several) for audit in audits]
    if any(audit.findings for audit in audits):
        drawings.append(list_of_problems(audits, letter.due))
    title = (
        _title(audits[0])
        if len(audits) == 1
        else f"项目支出绩效自评复核意见（{len(audits)} 个项目）"
    )
    return Document(tuple(drawings), title=title, version=version)


def _title(audit: Audit) -> str:
    name = audit.evaluation.project.name
    return f"关于“{name}”项目支出绩效自评的复核意见" if name else "项目支出绩效自评复核意见"


def _letter(audit: Audit, letter: Letter, *, brief: bool) -> Drawing:
    """One form's letter; ``brief``: what is only for information is left to the list."""
    evaluation = audit.evaluation
    whom = named(evaluation.unit) or named(evaluation.department)
    blocks: list[Block] = [Text(_title(audit), "title")]
    if whom:
        blocks.append(Text(f"{whom}：", "letter"))
    blocks.append(body(_opening(audit)))
    number = 0
    for severity, words in _HEADINGS.items():
        found = [f for f in audit.findings if f.severity == severity]
        if found and severity == "info" and brief:
            blocks.append(body(f"另有{words} {len(found)} 处，见问题清单。"))
        elif found:
            number += 1
            blocks.append(heading(number, f"{words}（{len(found)} 处）"))
            blocks += _problems(audit, found, severity)
    blocks.append(heading(number + 1, "整改要求"))
    whose = letter.issuer or "（复核单位名称、印章）"
    blocks += signed(_demand(audit, letter.due), whose, letter.date or OPEN_DATE)
    name = evaluation.project.name or "复核意见"
    return Drawing(f"复核意见-{name}", UPRIGHT, tuple(blocks))


def _opening(audit: Audit) -> str:
    evaluation, ledger = audit.evaluation, audit.ledger
    year = "" if evaluation.year is None else f"{evaluation.year}年度"
    project = evaluation.project.name
    what = f"“{project}”项目{year}支出绩效自评表" if project else f"{year}项目支出绩效自评表"
    count = by_severity(audit.findings)
    said = "、".join(f"{SEVERITY[s]} {n} 处" for s, n in count.items() if n)
    printed = (
        "自评表没有填写总分"
        if ledger.printed_total is None
        else f"自评得分 {ledger.printed_total} 分"
    )
    computed = (
        "表中数据不足，未能重算总分"
        if ledger.computed_total is None
        else f"按《{scheme_title(ledger.scheme)}》重算 {ledger.computed_total} 分"
    )
    grade = f"，等级为“{ledger.grade}”" if ledger.grade else ""
    result = f"共发现问题 {len(audit.findings)} 处，其中{said}" if audit.findings else "未发现问题"
    follows = "现将复核意见反馈如下。" if audit.findings else ""
    return f"对你单位报送的{what}进行了复核。{printed}，{computed}{grade}。{result}。{follows}"


def _problems(audit: Audit, found: Sequence[Finding], severity: str) -> Iterable[Block]:
    """Findings of one level, those of one rule together: clause and demand are said once."""
    rules: dict[str, list[Finding]] = {}
    for finding in found:
        rules.setdefault(finding.rule, []).append(finding)
    for number, same in enumerate(rules.values(), 1):
        first = same[0]
        several = f"（{len(same)} 处）" if len(same) > 1 else ""
        yield subheading(number, f"{first.title}{several}")
        for index, finding in enumerate(same, 1):
            mark = f"{index}. " if len(same) > 1 else ""
            yield body(f"{mark}{finding.message}{_aside(audit, finding)}")
        demand = "请" if severity != "info" else "建议"
        advice = "；".join(dict.fromkeys(f.advice.rstrip("。") for f in same))
        yield body(f"依据：{'；'.join(first.basis)}。{demand}：{advice}。")


def _aside(audit: Audit, finding: Finding) -> str:
    amount = amount_of(audit.evaluation, finding)
    money = f"涉及金额 {shown(amount)} 万元；" if amount else ""
    return f"（{money}位置：{places_label(finding.places, finding.targets)}）"


def _demand(audit: Audit, due: str | None) -> str:
    by = f"请于 {due or OPEN_DATE} 前"
    count = by_severity(audit.findings)
    if count["error"]:
        return (
            f"{by}逐项核实，更正第一部分所列问题，对其余问题补充说明或更正，重新报送自评表，"
            "并附整改情况和佐证材料。"
        )
    if count["warning"]:
        return f"{by}逐项核实，补充说明或更正后报送，并附佐证材料。"
    if audit.findings:
        return "所列事项供以后年度改进填报时参考，本次不需要重新报送。"
    return "本次不需要整改。"
