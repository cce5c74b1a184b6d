"""A form filled from a workbook (or any other file) that somebody filled: first the difference, then it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from jiping.store.policy import Refused
from jiping.store.steps import table
from jiping.web.form.filling import filled, offered
from jiping.web.page import Request, page


@page("forms/<int:pk>/fill/", "form-fill", right="form.edit", methods=("GET", "POST"))
def fill(request: Request, pk: int) -> HttpResponse:
    """Asks for a file, shows what it would change, and changes it when that is wanted."""
    form = get_object_or_404(request.viewer.forms(), pk=pk)
    request.viewer.demand("form.edit", form)
    if not table().states[form.state].editable:
        raise Refused(_("这张表现在不能修改。"))
    shown: dict[str, Any] = {"form": form}
    if request.method == "POST" and "ticket" in request.POST:
        _held, source, count = filled(request.actor, form, request.POST["ticket"])
        messages.success(
            request,
            _("已从“%(name)s”填入，改动 %(n)s 处。") % {"name": source.name, "n": count},
        )
        return HttpResponseRedirect(reverse("form", args=[form.pk]))
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
        name = given.name or "文件"
        shown |= {"name": name, "offers": offered(request.actor, form, name, given.chunks())}
    return render(request, "web/form_fill.html", shown)
