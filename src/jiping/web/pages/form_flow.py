"""The short flow of a form: steps, and what was changed since a version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from jiping.model.contract import evaluation_from_json
from jiping.store.actions.flow import take_step
from jiping.store.actions.forms import delete_form
from jiping.store.models import Form, FormBody, FormVersion
from jiping.store.steps import table
from jiping.web.form.difference import differences, sent_back
from jiping.web.page import Request, page

_MOST = 500


@page("forms/<int:pk>/step/", "form-step", right="form.read", methods=("POST",))
def step(request: Request, pk: int) -> HttpResponse:
    """Take a step with the version that was seen."""
    form = get_object_or_404(request.viewer.forms(), pk=pk)
    code = request.POST.get("step", "")
    version = request.POST.get("version", "")
    seen = int(version) if version.isdecimal() else 0
    take_step(request.actor, form, code, seen, text=request.POST.get("text", ""))
    messages.success(
        request, gettext("已%(title)s。") % {"title": gettext(table().steps[code].title)}
    )
    if request.viewer.may("form.read", form):
        return HttpResponseRedirect(reverse("form", args=[form.pk]))
    return HttpResponseRedirect(reverse("home"))


@page("forms/<int:pk>/delete/", "form-delete", right="form.delete", methods=("POST",))
def delete(request: Request, pk: int) -> HttpResponse:
    """A draft thrown away."""
    form = get_object_or_404(request.viewer.forms(), pk=pk)
    delete_form(request.actor, form)
    messages.success(
        request, gettext("“%(name)s”已删除。") % {"name": form.name or gettext("草稿")}
    )
    return HttpResponseRedirect(reverse("home"))


@page("forms/<int:pk>/history/", "form-history", right="form.read")
def history(request: Request, pk: int) -> HttpResponse:
    """Steps, changes with both values, and the difference to the version of a step (``?since=``)."""
    form = get_object_or_404(request.viewer.forms(), pk=pk)
    kept = FormVersion.objects.filter(form=form)
    chosen = request.GET.get("since", "")
    version = kept.filter(pk=int(chosen)).first() if chosen.isdecimal() else _last_seen(form)
    given: dict[str, Any] = {}
    if version is not None:
        now = evaluation_from_json(FormBody.objects.get(pk=form.pk).evaluation)
        given["difference"] = differences(evaluation_from_json(version.evaluation), now)
    changes = form.changes.select_related("by").order_by("-version", "-id")[:_MOST]
    titles = {"created": gettext("新建")} | {
        code: gettext(each.title) for code, each in table().steps.items()
    }
    return render(request, "web/form_history.html", {
        "form": form, "against": version, "changes": changes,
        "kept": [{"version": each, "title": titles.get(each.why, each.why)} for each in kept],
        "steps": [
            {"step": each, "title": titles.get(each.step, each.step)}
            for each in form.steps.select_related("by").order_by("-id")
        ],
        **given,
    })  # fmt: skip


def _last_seen(form: Form) -> FormVersion | None:
    """What a reviewer saw last: when the form was sent back, else at the newest step."""
    newest = FormVersion.objects.filter(form=form).order_by("-at", "-id")
    return sent_back(form) or newest.first()
