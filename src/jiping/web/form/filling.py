"""A form filled from a file that somebody filled: which forms the file holds, and one of them taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from jiping import api
from jiping.model.evaluation import Evaluation
from jiping.model.text import label_key
from jiping.store import content, files
from jiping.store.acting import Actor
from jiping.store.actions.forms import Edit, bring_filling, change_form
from jiping.store.models import Change, Form, SourceFile
from jiping.store.policy import WrongValue
from jiping.web.form.difference import Difference, differences

_SALT = "jiping.form.fill"
_MOST = 20
_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Offer:
    """One form of the file: what it would change, and the ticket that takes it. ``ordinal`` from 1."""

    form: Evaluation
    difference: list[Difference]
    ticket: str
    ordinal: int


def offered(actor: Actor, form: Form, name: str, chunks: Iterable[bytes]) -> list[Offer]:
    """Keep the file; its forms, that of the same project first. Nothing of the form changes.

    Raises the refusals of `bring_filling`; WrongValue with the reader's reason where there is none.
    """
    kept = bring_filling(actor, form, name, chunks)
    now = content.evaluation_of(form)
    return [
        Offer(
            each, differences(now, each),
            signing.dumps([form.pk, kept.pk, number, form.version], salt=_SALT), number + 1,
        )
        for number, each in _nearest(now, _read(kept, name))
    ]  # fmt: skip


def filled(actor: Actor, form: Form, ticket: str) -> tuple[Form, SourceFile, int]:
    """The content that was shown, over the version that it was compared with; how many edits.

    Raises `Moved` where somebody saved in between; WrongValue for a ticket that isn't of this form.
    """
    stale = WrongValue(_("页面已过期，请重新上传。"), "ticket")
    try:
        told, kept, number, version = signing.loads(ticket, salt=_SALT, max_age=_A_DAY)
    except (signing.BadSignature, ValueError) as error:
        raise stale from error
    source = SourceFile.objects.filter(pk=kept).first()
    if told != form.pk or source is None:
        raise stale
    taken = _read(source, source.name)[number]
    edits = [
        Edit(each.pointer, each.before or None, each.after or None, Change.How.FILLED)
        for each in differences(content.evaluation_of(form), taken)
    ]
    return change_form(actor, form, version, taken, edits, source=source), source, len(edits)


def _read(kept: SourceFile, name: str) -> tuple[Evaluation, ...]:
    reading = api.read(files.content(kept), name=name)
    if not reading.evaluations:
        raise WrongValue(reading.reason or _("这个文件里没有找到自评表。"), "file")
    return tuple(reading.evaluations)


def _nearest(now: Evaluation, found: tuple[Evaluation, ...]) -> list[tuple[int, Evaluation]]:
    """The forms of the file, that of the same project first; number: its place in the file."""
    wanted = label_key(now.project.name or "")
    return sorted(
        enumerate(found), key=lambda pair: label_key(pair[1].project.name or "") != wanted
    )[:_MOST]
