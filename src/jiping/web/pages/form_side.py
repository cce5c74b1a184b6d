"""Beside the table: findings answered, evidence hung up, opinions given."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from jiping.store import files
from jiping.store.actions.answers import (
    add_evidence,
    answer_finding,
    note_evidence_download,
    remove_evidence,
    withdraw_answer,
)
from jiping.store.actions.flow import give_opinion, resolve_opinion
from jiping.store.models import Evidence, FindingRow, Form, Opinion
from jiping.store.policy import Refused
from jiping.web.attachment import attachment
from jiping.web.form.view import context, patch
from jiping.web.page import Request, page


def _form(request: Request, pk: int) -> Form:
    return get_object_or_404(request.viewer.forms(), pk=pk)


def _again(request: Request, form: Form) -> HttpResponse:
    """The side, the figures above and the marks anew for the script; the page for a plain form."""
    if request.htmx:
        form.refresh_from_db()
        given = context(request.viewer, form)
        marks = json.dumps(patch(given["sheet"])["cells"], ensure_ascii=False)
        return render(request, "web/form_again.html", {**given, "patch": marks})
    return HttpResponseRedirect(reverse("form", args=[form.pk]))


def _uploads(request: Request, form: Form, pointer: str, finding: FindingRow | None) -> None:
    for each in request.FILES.getlist("file"):
        if each.size is not None and each.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // 2**20
            raise Refused(
                gettext("“%(name)s”太大：一个文件最多 %(most)s MB。")
                % {"name": each.name, "most": most}
            )
        add_evidence(
            request.actor,
            form,
            each.name or "文件",
            each.chunks(),
            pointer=pointer,
            finding=finding,
        )


@page(
    "forms/<int:pk>/findings/<int:finding>/answer/", "finding-answer", right="form.answer",
    methods=("POST",),
)  # fmt: skip
def answer(request: Request, pk: int, finding: int) -> HttpResponse:
    """Explain a finding, with files."""
    form = _form(request, pk)
    row = get_object_or_404(FindingRow, pk=finding, form=form)
    answer_finding(request.actor, form, row, request.POST.get("text", ""))
    _uploads(request, form, "", row)
    return _again(request, form)


@page(
    "forms/<int:pk>/findings/<int:finding>/withdraw/", "finding-withdraw", right="form.answer",
    methods=("POST",),
)  # fmt: skip
def withdraw(request: Request, pk: int, finding: int) -> HttpResponse:
    """Take an explanation back."""
    form = _form(request, pk)
    withdraw_answer(request.actor, form, get_object_or_404(FindingRow, pk=finding, form=form))
    return _again(request, form)


@page("forms/<int:pk>/evidence/", "evidence-add", right="form.answer", methods=("POST",))
def hang(request: Request, pk: int) -> HttpResponse:
    """Files at a row or at the whole form."""
    form = _form(request, pk)
    if not request.FILES.getlist("file"):
        raise Refused(gettext("没有选择文件。"))
    _uploads(request, form, request.POST.get("pointer", "")[:200], None)
    return _again(request, form)


@page("evidence/<int:pk>/", "evidence", right="form.read")
def evidence(request: Request, pk: int) -> HttpResponse:
    """A proof, to take away; noted in the log. Never shown by the browser itself."""
    found = _evidence(request, pk)
    note_evidence_download(request.actor, found)
    return attachment(found.name, files.content(found.content))


@page("evidence/<int:pk>/remove/", "evidence-remove", right="form.answer", methods=("POST",))
def take_down(request: Request, pk: int) -> HttpResponse:
    """Take a proof away from where it hangs."""
    found = _evidence(request, pk)
    remove_evidence(request.actor, found)
    return _again(request, found.form)


def _evidence(request: Request, pk: int) -> Evidence:
    return get_object_or_404(
        Evidence.objects.select_related("form", "content"),
        pk=pk, removed=None, form__in=request.viewer.forms(),
    )  # fmt: skip


@page("forms/<int:pk>/opinions/", "form-opine", right="form.opine", methods=("POST",))
def opine(request: Request, pk: int) -> HttpResponse:
    """An opinion at a row or the whole form."""
    form = _form(request, pk)
    give_opinion(request.actor, form, request.POST.get("pointer", ""), request.POST.get("text", ""))
    return _again(request, form)


@page("opinions/<int:pk>/resolve/", "opinion-resolve", right="form.edit", methods=("POST",))
def resolve(request: Request, pk: int) -> HttpResponse:
    """An opinion is dealt with."""
    found = get_object_or_404(
        Opinion.objects.select_related("form"), pk=pk, form__in=request.viewer.forms()
    )
    resolve_opinion(request.actor, found)
    return _again(request, found.form)
