"""From a file to forms: kept by content, read, recognised when it was there before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from jiping import api
from jiping.model.evaluation import Evaluation
from jiping.store import content, files
from jiping.store.acting import Act, action
from jiping.store.identity import mark_of
from jiping.store.models import Form, FormVersion, Organisation, SourceFile
from jiping.store.policy import Refused
from jiping.store.told import told


@dataclass
class Taken:
    """What became of one file: its reading's status and reason, new forms, forms known before."""

    status: str
    reason: str = ""
    new: list[Form] = field(default_factory=list)
    known: list[Form] = field(default_factory=list)
    source: SourceFile | None = None


@action("form.read", "读取文件")
def take_file(
    act: Act,
    data: bytes,
    name: str,
    *,
    organisation: Organisation | None = None,
    demonstration: bool = False,
    reading: api.FileReading | None = None,
) -> Taken:
    """Keep a file and make forms of what is in it; those whose content is known are not repeated.

    ``reading``: of exactly these bytes, if they were read already.
    """
    act.demand("form.create", organisation)
    source, _ = files.keep([data], name)
    reading = reading or api.read(data, name=name)
    taken = Taken(reading.status, reading.reason or "", source=source)
    if source.format != reading.format:
        source.format = reading.format[:16]
        source.save(update_fields=["format"])
    put_forms(act, taken, reading.evaluations, organisation, demonstration=demonstration)
    act.log(
        source, name=name, sha256=source.sha256, status=taken.status,
        new=[form.pk for form in taken.new], known=[form.pk for form in taken.known],
    )  # fmt: skip
    return taken


def put_forms(
    act: Act,
    taken: Taken,
    evaluations: Sequence[Evaluation],
    organisation: Organisation | None,
    *,
    demonstration: bool = False,
) -> None:
    """Forms of the evaluations of one file, as part of an action."""
    for evaluation in evaluations:
        mark = mark_of(evaluation)
        same = Form.objects.filter(fingerprint=mark, deleted=None, demonstration=demonstration)
        known = [form for form in same if act.actor.viewer is None or act.actor.viewer.sees(form)]
        if known:
            taken.known.append(known[0])
            continue
        taken.new.append(make_form(
            act, evaluation, organisation, source=taken.source, mark=mark, demonstration=demonstration
        ))  # fmt: skip


def make_form(
    act: Act,
    evaluation: Evaluation,
    organisation: Organisation | None,
    *,
    source: SourceFile | None = None,
    mark: str | None = None,
    demonstration: bool = False,
    previous: Form | None = None,
) -> Form:
    """One new form, as part of an action that has asked for ``form.create``.

    A form that belongs to an organisation where the person may not create forms is refused.
    """
    form = Form(
        source=source, ordinal=evaluation.source.ordinal, demonstration=demonstration,
        created_by=act.person, updated_by=act.person, previous=previous,
        fingerprint=mark if mark is not None else mark_of(evaluation),
    )  # fmt: skip
    content.place(form, evaluation, organisation)
    viewer = act.actor.viewer
    if viewer is not None and form.organisation is not None and not viewer.may("form.create", form.organisation):  # fmt: skip
        if viewer.sees(form.organisation):
            raise Refused(told(
                gettext_noop("“%(name)s”的自评表不能由您导入。"), name=form.organisation.name
            ))  # fmt: skip
        form.organisation, form.path, form.project = None, "", None
    content.put(form, evaluation)
    FormVersion.objects.create(
        form=form,
        number=form.version,
        evaluation=form.body.evaluation,
        why="created",
        by=act.person,
    )
    return form
