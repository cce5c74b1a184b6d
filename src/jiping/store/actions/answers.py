"""Findings explained and files that prove: what a filler says to the audit."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext

from jiping.store import content, files
from jiping.store.acting import Act, action
from jiping.store.actions.forms import no_place
from jiping.store.models import Answer, Evidence, FindingRow, Form
from jiping.store.policy import Conflict, NotThere, WrongValue
from jiping.store.steps import table

_LONGEST = 4_000


@action("finding.answer", "说明问题")
def answer_finding(act: Act, form: Form, finding: FindingRow, text: str) -> Answer:
    """Explain a finding; holds over re-runs until its numbers change. The one before is replaced."""
    act.demand("form.answer", form)
    if finding.form_id != form.pk:
        raise NotThere
    _open(form)
    said = text.strip()
    if not said:
        raise WrongValue(gettext("说明是空的。"), "text")
    if len(said) > _LONGEST:
        raise WrongValue(gettext("说明太长：最多 %(longest)s 字。") % {"longest": _LONGEST}, "text")
    _withdraw(form, finding)
    made = Answer.objects.create(
        form=form, identity=finding.identity, numbers=finding.numbers, rule=finding.rule,
        text=said, by=act.person,
    )  # fmt: skip
    _mark(form, finding, answered=True)
    act.log(form, rule=finding.rule, finding=finding.identity, answer=made.pk)
    return made


@action("finding.answer.withdraw", "撤回说明")
def withdraw_answer(act: Act, form: Form, finding: FindingRow) -> None:
    """Take the explanation of a finding back; it stays in the log."""
    act.demand("form.answer", form)
    if finding.form_id != form.pk:
        raise NotThere
    _open(form)
    if not _withdraw(form, finding):
        act.nothing_changed()
        return
    _mark(form, finding, answered=False)
    act.log(form, rule=finding.rule, finding=finding.identity)


@action("evidence.add", "上传佐证材料")
def add_evidence(
    act: Act, form: Form, name: str, chunks: Iterable[bytes], *, pointer: str = "",
    finding: FindingRow | None = None,
) -> Evidence:  # fmt: skip
    """Keep a file at a row (``pointer``), at an explained finding, or at the whole form ("")."""
    act.demand("form.answer", form)
    _open(form)
    if not content.has_place(form, pointer):
        raise no_place(pointer)
    answer = None
    if finding is not None:
        if finding.form_id != form.pk:
            raise NotThere
        answer = standing(form, finding)
        if answer is None:
            raise Conflict(gettext("请先写说明，再附材料。"))
    held, _ = files.keep(chunks, name)
    if held.size == 0:
        raise WrongValue(gettext("“%(name)s”是空文件。") % {"name": name}, "file")
    made = Evidence.objects.create(
        form=form, pointer=pointer[:200], answer=answer, content=held, name=name[-255:],
        by=act.person,
    )  # fmt: skip
    act.log(form, evidence=made.pk, name=made.name, sha256=held.sha256, pointer=pointer or None)
    return made


@action("evidence.remove", "移除佐证材料")
def remove_evidence(act: Act, evidence: Evidence) -> None:
    """Take a file away from where it hung; its content stays, for the log."""
    act.demand("form.answer", evidence.form)
    _open(evidence.form)
    evidence.removed = timezone.now()
    evidence.save(update_fields=["removed"])
    act.log(evidence.form, evidence=evidence.pk, name=evidence.name)


@action("evidence.download", "下载佐证材料")
def note_evidence_download(act: Act, evidence: Evidence) -> None:
    """Somebody takes a proof away: asks, and notes it."""
    act.demand("form.read", evidence.form)
    act.log(evidence.form, evidence=evidence.pk, name=evidence.name)


def standing(form: Form, finding: FindingRow) -> Answer | None:
    """The explanation that holds for a finding with its figures of today."""
    found = Answer.objects.filter(
        form=form, identity=finding.identity, numbers=finding.numbers, withdrawn=None
    )
    return found.first()


def _open(form: Form) -> None:
    state = table().states[Form.objects.values_list("state", flat=True).get(pk=form.pk)]
    if not state.editable:
        raise Conflict(
            gettext("这张表的状态是“%(title)s”，不能再改说明和材料。")
            % {"title": gettext(state.title)}
        )


def _withdraw(form: Form, finding: FindingRow) -> int:
    held = Answer.objects.filter(form=form, identity=finding.identity, withdrawn=None)
    return held.update(withdrawn=timezone.now())


def _mark(form: Form, finding: FindingRow, *, answered: bool) -> None:
    same = FindingRow.objects.filter(form=form, identity=finding.identity, numbers=finding.numbers)
    same.update(answered=answered)
    content.count_answered(form)
