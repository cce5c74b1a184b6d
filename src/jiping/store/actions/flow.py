"""Steps of the short flow, and opinions, as ``steps.toml`` allows them."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from jiping.store import content
from jiping.store.acting import Act, action
from jiping.store.actions.forms import Moved, locked, no_place
from jiping.store.models import Form, FormVersion, Opinion, StateStep
from jiping.store.policy import Conflict, Refused, Viewer, WrongValue
from jiping.store.steps import Step, table


def open_steps(viewer: Viewer, form: Form) -> list[Step]:
    """The steps that this person may take with a form now."""
    steps = table().open_from(form.state)
    return [step for step in steps if viewer.may(step.right, form) and not _own(step, viewer, form)]


@action("form.step", "流转自评表")
def take_step(
    act: Act, form: Form, code: str, version: int, *, text: str = "",
    opinions: Mapping[str, str] | None = None,
) -> StateStep:  # fmt: skip
    """Take a step with the version that was seen; ``opinions``: pointer → text, "" the whole.

    Raises `Moved`, or `Refused` in words.
    """
    step = table().steps.get(code)
    if step is None:
        raise WrongValue(gettext("没有这一步。"), "step")
    act.demand(step.right, form)
    held = locked(form)
    states = table().states
    if held.state not in step.before:
        raise Conflict(
            gettext("这张表现在是“%(title)s”，不能%(step)s。")
            % {"title": gettext(states[held.state].title), "step": gettext(step.title)}
        )
    if held.version != version:
        raise Moved(held)
    said = {pointer: text.strip() for pointer, text in (opinions or {}).items() if text.strip()}
    if step.opinion and not text.strip() and not said:
        raise WrongValue(gettext("%(title)s要写明意见。") % {"title": gettext(step.title)}, "text")
    if act.actor.viewer is not None and _own(step, act.actor.viewer, held):
        raise Refused(gettext("送审和审核不能是同一个人。"))
    taken = StateStep.objects.create(
        form=held, step=code, before=held.state, after=step.after, version=held.version,
        text=text.strip(), by=act.person,
    )  # fmt: skip
    for pointer, words in said.items():
        if not content.has_place(held, pointer):
            raise no_place(pointer, "opinions")
        Opinion.objects.create(
            form=held, step=taken, pointer=pointer, version=held.version, text=words, by=act.person
        )
    held.state = step.after
    held.save(update_fields=["state", "updated"])
    FormVersion.objects.update_or_create(
        form=held, number=held.version, why=code,
        defaults={"evaluation": held.body.evaluation, "by": act.person, "at": timezone.now()},
    )  # fmt: skip
    act.log(held, step=code, before=taken.before, after=taken.after, version=held.version)
    return taken


def _own(step: Step, viewer: Viewer, form: Form) -> bool:
    """Whether two persons are asked for and the sender is the one who looks."""
    if not step.other or not settings.CONFIGURATION.two_persons:
        return False
    sent = form.steps.filter(after="submitted").order_by("-id").first()
    return sent is not None and sent.by_id == viewer.person.pk


@action("form.opine", "提出意见")
def give_opinion(act: Act, form: Form, pointer: str, text: str) -> Opinion:
    """An opinion at a row or the whole, without a step."""
    act.demand("form.opine", form)
    if not text.strip():
        raise WrongValue(gettext("意见是空的。"), "text")
    if not content.has_place(form, pointer):
        raise no_place(pointer)
    made = Opinion.objects.create(
        form=form, pointer=pointer[:200], version=form.version, text=text.strip(), by=act.person
    )
    act.log(form, pointer=pointer, opinion=made.pk)
    return made


@action("form.opinion.resolve", "标明意见已处理")
def resolve_opinion(act: Act, opinion: Opinion) -> None:
    """The filler has dealt with an opinion."""
    act.demand("form.edit", opinion.form)
    opinion.resolved, opinion.resolved_by = timezone.now(), act.person
    opinion.save(update_fields=["resolved", "resolved_by"])
    act.log(opinion.form, opinion=opinion.pk)
