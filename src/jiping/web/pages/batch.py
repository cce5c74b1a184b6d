"""Many forms at once: a step, or given to a reviewing agency. Each for itself: one refused stops none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiping.store.actions.assigning import agencies, assign_form, end_assignment
from jiping.store.actions.flow import take_step
from jiping.store.models import Assignment, Form
from jiping.store.policy import Denied, Refused
from jiping.store.steps import table
from jiping.web.page import Request, page

_MOST = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one form; ``why``: "" where it was done."""

    form: Form
    why: str


@page("forms/batch/", "forms-batch", right="form.read", methods=("POST",))
def batch(request: Request) -> HttpResponse:
    """``form``: key:version as they were seen, ``do``: a step or "assign"; tells of each."""
    seen = _seen(request.POST.getlist("form"))
    if not seen:
        raise Refused(_("没有选择自评表。"))
    if len(seen) > _MOST:
        raise Refused(_("一次最多办 %(most)s 张。") % {"most": _MOST})
    title, done_with = _doing(request)
    forms = request.viewer.forms().in_bulk(list(seen))
    outcomes = []
    for key, version in seen.items():
        if key not in forms:
            continue
        try:
            done_with(forms[key], version)
        except Denied as refusal:
            outcomes.append(Outcome(forms[key], str(refusal)))
        else:
            outcomes.append(Outcome(forms[key], ""))
    return render(request, "web/batch.html", {
        "title": title,
        "done": [each for each in outcomes if not each.why],
        "refused": [each for each in outcomes if each.why],
        "query": request.POST.get("query", "")[:2000],
    })  # fmt: skip


def _seen(given: list[str]) -> dict[int, int]:
    seen = {}
    for each in given:
        key, _colon, version = each.partition(":")
        if key.isdecimal() and version.isdecimal() and len(key) < 12 and len(version) < 9:
            seen[int(key)] = int(version)
    return seen


def _doing(request: Request) -> tuple[str, Callable[[Form, int], object]]:
    """What was asked for: its title, and what does it to a form of a version."""
    wanted = request.POST.get("do", "")
    if wanted == "assign":
        chosen = request.POST.get("agency", "")
        agency = agencies().filter(pk=int(chosen) if chosen.isdecimal() else 0).first()
        if agency is None:
            raise Refused(_("请选择复核机构。"))
        return _("交复核机构"), lambda form, _version: assign_form(request.actor, form, agency)
    step = table().steps.get(wanted)
    if step is None:
        raise Refused(_("没有这一步。"))
    text = request.POST.get("text", "")
    return _(step.title), lambda form, version: take_step(
        request.actor, form, step.code, version, text=text
    )


@page("forms/<int:pk>/assign/", "form-assign", right="form.assign", methods=("POST",))
def assign(request: Request, pk: int) -> HttpResponse:
    """Give one form to an agency."""
    form = get_object_or_404(request.viewer.forms(), pk=pk)
    chosen = request.POST.get("agency", "")
    agency = get_object_or_404(agencies(), pk=int(chosen) if chosen.isdecimal() else 0)
    assign_form(request.actor, form, agency)
    return HttpResponseRedirect(reverse("form", args=[form.pk]))


@page("assignments/<int:pk>/end/", "assignment-end", right="form.assign", methods=("POST",))
def end(request: Request, pk: int) -> HttpResponse:
    """Take one form back from an agency."""
    found = get_object_or_404(
        Assignment.objects.select_related("form", "organisation"),
        pk=pk, form__in=request.viewer.forms(),
    )  # fmt: skip
    end_assignment(request.actor, found)
    return HttpResponseRedirect(reverse("form", args=[found.form_id]))
