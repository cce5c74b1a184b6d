"""A form filled from a workbook (or any other file) that somebody filled: first the difference, then it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from jiping import api
from jiping.model.evaluation import Evaluation
from jiping.model.text import label_key
from jiping.store import content, files
from jiping.store.actions.forms import Edit, bring_filling, change_form
from jiping.store.models import Change, Form, SourceFile
from jiping.store.policy import Refused
from jiping.store.steps import table
from jiping.web.form.difference import differences
from jiping.web.page import Request, page

_SALT = "jiping.form.fill"


@page("forms/<int:pk>/fill/", "form-fill", right="form.edit", methods=("GET", "POST"))
def fill(request: Request, pk: int) -> HttpResponse:
    """Asks for a file, shows what it would change, and changes it when that is wanted."""
    form = get_object_or_404(request.viewer.forms(), pk=pk)
    request.viewer.demand("form.edit", form)
    if not table().states[form.state].editable:
        raise Refused(_("这张表现在不能修改。"))
    shown: dict[str, Any] = {"form": form}
    if request.method == "POST" and "ticket" in request.POST:
        return _take(request, form)
    if request.method == "POST":
        given = request.FILES.get("file")
        if given is None:
            raise Refused(_("没有选择文件。"))
        if given.size is not None and given.size > settings.UPLOAD_MAX_BYTES:
            most = settings.UPLOAD_MAX_BYTES // 2**20
            raise Refused(
                gettext("“%(name)s”太大：一个文件最多 %(most)s MB。")
                % {"name": given.name, "most": most}
            )
        kept = bring_filling(request.actor, form, given.name or "文件", given.chunks())
        now = content.evaluation_of(form)
        found = _read(kept, given.name or kept.name)
        shown |= {"name": given.name, "offers": [
            {"form": each, "difference": differences(now, each),
             "ticket": signing.dumps([form.pk, kept.pk, number, form.version], salt=_SALT)}
            for number, each in _nearest(now, found)
        ]}  # fmt: skip
    return render(request, "web/form_fill.html", shown)


def _take(request: Request, form: Form) -> HttpResponse:
    """The content that was shown, over the version that it was compared with."""
    try:
        told, kept, number, version = signing.loads(
            request.POST["ticket"], salt=_SALT, max_age=86_400
        )
    except (signing.BadSignature, ValueError) as error:
        raise Refused(_("页面已过期，请重新上传。")) from error
    source = SourceFile.objects.filter(pk=kept).first()
    if told != form.pk or source is None:
        raise Refused(_("页面已过期，请重新上传。"))
    taken = _read(source, source.name)[number]
    edits = [
        Edit(each.pointer, each.before or None, each.after or None, Change.How.FILLED)
        for each in differences(content.evaluation_of(form), taken)
    ]
    change_form(request.actor, form, version, taken, edits, source=source)
    messages.success(
        request, _("已从“%(name)s”填入，改动 %(n)s 处。") % {"name": source.name, "n": len(edits)}
    )
    return HttpResponseRedirect(reverse("form", args=[form.pk]))


def _read(kept: SourceFile, name: str) -> tuple[Evaluation, ...]:
    """The forms in a file. Raises `Refused` with the reader's reason where there is none."""
    reading = api.read(files.content(kept), name=name)
    if not reading.evaluations:
        raise Refused(reading.reason or _("这个文件里没有找到自评表。"))
    return tuple(reading.evaluations)


def _nearest(now: Evaluation, found: tuple[Evaluation, ...]) -> list[tuple[int, Evaluation]]:
    """The forms of the file, that of the same project first; number: its place in the file."""
    wanted = label_key(now.project.name or "")
    return sorted(
        enumerate(found), key=lambda pair: label_key(pair[1].project.name or "") != wanted
    )[:20]
