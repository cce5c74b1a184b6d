"""A form taken away: official forms in every format, the original, the annotated original, print."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from jiping import api
from jiping.api.exports import official_forms
from jiping.store import content, files
from jiping.store.actions.forms import note_form_download
from jiping.store.models import Form
from jiping.store.policy import Refused
from jiping.web.attachment import TYPES, attachment
from jiping.web.page import Request, page

_PRINT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox allow-modals"
)
"""The printed page is a file of its own with its style inside; it runs nothing and asks for nothing."""


_FORMATS = (("docx", "Word"), ("xlsx", "Excel"), ("pdf", "PDF"), ("ofd", "OFD"), ("html", "HTML"))


def _name(form: Form, kind: str) -> str:
    stem = "".join(c for c in form.name or f"自评表{form.pk}" if c not in '\\/:*?"<>|\r\n\t')[:80]
    return f"{stem}.{kind}"


@page("forms/<int:pk>/export/<slug:kind>/", "form-export", right="form.export")
def export(request: Request, pk: int, kind: str) -> HttpResponse:
    """One official form (``?family=``; else the form's own) in one format."""
    form = get_object_or_404(request.viewer.forms(), pk=pk)
    if kind not in TYPES:
        raise Refused(gettext("没有“%(kind)s”这种导出格式。") % {"kind": kind})
    family = request.GET.get("family", "")
    note_form_download(request.actor, form, f"{kind} {family}".strip())
    try:
        made = api.export(content.evaluation_of(form), kind, family=family or None)
    except api.CannotExport as error:
        raise Refused(str(error)) from error
    return attachment(_name(form, kind), made.data, kind)


@page("forms/<int:pk>/export/", "form-exports", right="form.export")
def exports(request: Request, pk: int) -> HttpResponse:
    """All official forms that this one can be written in, and what each has no column for."""
    form = get_object_or_404(request.viewer.forms("form.export"), pk=pk)
    found = official_forms(content.evaluation_of(form))
    shown = {"form": form, "official": found, "formats": _FORMATS}
    return render(request, "web/form_exports.html", shown)


@page("forms/<int:pk>/print/", "form-print", right="form.export")
def printed(request: Request, pk: int) -> HttpResponse:
    """The official form as a page to print."""
    form = get_object_or_404(request.viewer.forms(), pk=pk)
    family = request.GET.get("family", "")
    note_form_download(request.actor, form, f"print {family}".strip())
    try:
        made = api.export(content.evaluation_of(form), "html", family=family or None)
    except api.CannotExport as error:
        raise Refused(str(error)) from error
    answer = HttpResponse(made.data)
    answer["Content-Security-Policy"] = _PRINT_POLICY
    return answer


@page("forms/<int:pk>/original/", "form-original", right="form.export")
def original(request: Request, pk: int) -> HttpResponse:
    """The file that the form was read from, as it came."""
    form = get_object_or_404(request.viewer.forms().select_related("source"), pk=pk)
    if form.source is None:
        raise Refused(gettext("这张表不是从文件读来的，没有原文件。"))
    note_form_download(request.actor, form, "original")
    return attachment(form.source.name, files.content(form.source))


@page("forms/<int:pk>/annotated/", "form-annotated", right="form.export")
def annotated(request: Request, pk: int) -> HttpResponse:
    """The original with the findings in it."""
    form = get_object_or_404(request.viewer.forms().select_related("source"), pk=pk)
    if form.source is None:
        raise Refused(gettext("这张表不是从文件读来的，没有原文件。"))
    note_form_download(request.actor, form, "annotated")
    try:
        made = api.annotate(files.content(form.source), name=form.source.name)
    except (api.CannotAnnotate, api.NotRead) as error:
        raise Refused(str(error)) from error
    stem = form.source.name.rpartition(".")[0] or form.source.name
    return attachment(f"{stem}（批注）{made.suffix}", made.data, made.suffix.lstrip("."))
