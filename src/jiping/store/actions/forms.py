"""Forms: typed anew, changed, deleted, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from jiping.model.contract import evaluation_from_json
from jiping.model.evaluation import Evaluation
from jiping.store import content, files
from jiping.store.acting import Act, action
from jiping.store.actions.reading import make_form
from jiping.store.identity import mark_of
from jiping.store.models import Change, Evidence, Form, Opinion, Organisation, SourceFile
from jiping.store.policy import Conflict, WrongValue
from jiping.store.steps import table


class Moved(Conflict):
    """Somebody else saved in between; ``form`` is as it is now."""

    def __init__(self, form: Form) -> None:
        who = form.updated_by.name if form.updated_by else "别人"
        at = timezone.localtime(form.updated)
        super().__init__(
            gettext(
                "%(who)s在 %(at)s 改过这张表（第 %(version)s 版）。您的改动没有保存，也没有覆盖对方的；请看过新内容后再改。"
            )
            % {"who": who, "at": f"{at:%H:%M}", "version": form.version}
        )
        self.form = form


def no_place(pointer: str, field: str = "pointer") -> WrongValue:
    """What to raise where a form has no such place."""
    words = gettext("表中没有“%(pointer)s”这个位置。") % {"pointer": pointer[:200]}
    return WrongValue(words, field)


@dataclass(frozen=True, slots=True)
class Edit:
    """One value changed: JSON pointer (as of the version changed), both values, how."""

    pointer: str
    before: Any
    after: Any
    how: str = Change.How.TYPED


@action("form.create", "新建自评表")
def create_form(
    act: Act, evaluation: Evaluation, organisation: Organisation, *, previous: Form | None = None
) -> Form:
    """A form typed anew, or from last year's (``previous``)."""
    act.demand("form.create", organisation)
    form = make_form(act, evaluation, organisation, previous=previous)
    act.log(form, name=form.name or None, year=form.year)
    return form


@action("form.change", "修改自评表")
def change_form(
    act: Act, form: Form, version: int, evaluation: Evaluation, edits: Sequence[Edit],
    *, renumber: Callable[[str], str | None] | None = None,
    source: SourceFile | None = None,
) -> Form:  # fmt: skip
    """Save a content over the version that was seen. Raises `Moved` when there is a newer one.

    ``edits`` are kept with both values. A draft may be wrong; only the state forbids a change.
    ``renumber``: rows were added, removed or moved: a pointer before → after (None: its row is gone);
    evidence and opinions go with their row, those of a row that is gone with the whole form.
    ``source``: the file that the new content was read from.
    """
    act.demand("form.edit", form)
    held = locked(form)
    if held.version != version:
        raise Moved(held)
    state = table().states[held.state]
    if not state.editable:
        raise Conflict(
            gettext("这张表的状态是“%(title)s”，内容已锁定。") % {"title": gettext(state.title)}
        )
    if not edits:
        act.nothing_changed()
        return held
    held.version += 1
    held.updated_by = act.person
    held.fingerprint = mark_of(evaluation)
    if source is not None:
        held.source, held.ordinal = source, evaluation.source.ordinal
    same_unit = evaluation.unit == evaluation_from_json(held.body.evaluation).unit
    owner = held.organisation if same_unit or held.organisation_id else None
    content.place(held, evaluation, owner)
    content.put(held, evaluation)
    if renumber is not None:
        _follow(held, renumber)
    Change.objects.bulk_create(
        Change(
            form=held, version=held.version, pointer=edit.pointer[:200], before=edit.before,
            after=edit.after, how=edit.how, by=act.person,
        )
        for edit in edits
    )  # fmt: skip
    act.log(
        held, version=held.version, pointers=[edit.pointer for edit in edits][:50],
        source=source.name if source else None,
    )  # fmt: skip
    return held


@action("form.fill.bring", "上传填好的表")
def bring_filling(act: Act, form: Form, name: str, chunks: Iterable[bytes]) -> SourceFile:
    """Keep a file whose content somebody wants to take into a form; nothing of the form changes."""
    act.demand("form.edit", form)
    if not table().states[form.state].editable:
        raise Conflict(
            gettext("这张表的状态是“%(title)s”，内容已锁定。")
            % {"title": gettext(table().states[form.state].title)}
        )
    kept, _ = files.keep(chunks, name)
    act.log(form, source=name[:255], sha256=kept.sha256)
    return kept


def _follow(form: Form, renumber: Callable[[str], str | None]) -> None:
    for kept in (Evidence.objects.filter(form=form), Opinion.objects.filter(form=form)):
        for row in kept.exclude(pointer=""):
            pointer = renumber(row.pointer) or ""
            if pointer != row.pointer:
                row.pointer = pointer
                row.save(update_fields=["pointer"])


@action("form.delete", "删除自评表")
def delete_form(act: Act, form: Form) -> None:
    """Take a draft out of every list; its rows stay, for the log."""
    act.demand("form.delete", form)
    held = locked(form)
    if held.state != table().first:
        raise Conflict(gettext("只有草稿可以删除。"))
    held.deleted = timezone.now()
    held.save(update_fields=["deleted"])
    act.log(held, name=held.name)


@action("form.download", "下载自评表")
def note_form_download(act: Act, form: Form, what: str) -> None:
    """Somebody takes a form away (``what``: docx, xlsx, original …): asks, and notes it."""
    act.demand("form.export", form)
    act.log(form, what=what, version=form.version)


def locked(form: Form) -> Form:
    """The row as it is now, held until the transaction ends."""
    return Form.objects.select_for_update().get(pk=form.pk)
