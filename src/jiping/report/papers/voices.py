"""One finding said to three people: who fills in the form, who reviews it, who leads.

The filler hears where it is and what to do; the reviewer also the rule, both numbers and the clause; the
leader what it is about and how much money, without codes and cells. All three hear the same sentence
with the same numbers: what changes is what stands around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from jiping.report._labels import places_label
from jiping.report._naming import named
from jiping.report.papers.money import amount_of, shown

if TYPE_CHECKING:
    from jiping.engine.results import Finding
    from jiping.model.evaluation import Evaluation

Voice = Literal["filler", "reviewer", "leader"]
VOICES: tuple[Voice, ...] = ("filler", "reviewer", "leader")
DUTY = {
    "error": "须更正后重新报送",
    "warning": "须补充说明或更正",
    "info": "供改进填报时参考",
}
"""What follows from a finding of each level."""


def say(voice: Voice, evaluation: Evaluation, finding: Finding) -> str:
    """The finding as this person needs it."""
    if voice == "filler":
        return to_filler(finding)
    if voice == "reviewer":
        return to_reviewer(finding)
    return to_leader(evaluation, finding)


def to_filler(finding: Finding) -> str:
    """Where, what, and what to do about it."""
    return f"{_stopped(finding.message)}位置：{_where(finding)}。处理：{_stopped(finding.advice)}"


def to_reviewer(finding: Finding) -> str:
    """Rule, what, both numbers, clause and place."""
    compared = ""
    if finding.left is not None and finding.right is not None:
        compared = f"核对：{finding.left} 与 {finding.right}"
        compared += f"，差 {finding.difference}。" if finding.difference is not None else "。"
    return (
        f"{finding.rule} {finding.title}：{_stopped(finding.message)}{compared}"
        f"依据：{'；'.join(finding.basis)}。位置：{_where(finding)}。"
    )


def to_leader(evaluation: Evaluation, finding: Finding) -> str:
    """Whose, what, how much money, and what follows."""
    whose = named(evaluation.unit) or named(evaluation.department)
    project = evaluation.project.name or "未写项目名称"
    amount = amount_of(evaluation, finding)
    money = f"涉及 {shown(amount)} 万元。" if amount else ""
    return (
        f"{whose}“{project}”项目：{_stopped(finding.message)}{money}"
        f"{DUTY.get(finding.severity, finding.severity)}。"
    )


def _where(finding: Finding) -> str:
    return places_label(finding.places, finding.targets)


def _stopped(sentence: str) -> str:
    """With its full stop."""
    return sentence if sentence.endswith(("。", "！", "？")) else sentence + "。"
