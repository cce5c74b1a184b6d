"""Many forms at once, and one form given to a reviewing agency or taken back."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiping.store.actions.assigning import agencies, assign_form, end_assignment
from jiping.store.models import Assignment
from jiping.web.form.many import doing, done_with
from jiping.web.page import Request, page


@page("forms/batch/", "forms-batch", right="form.read", methods=("POST",))
def batch(request: Request) -> HttpResponse:
    """``form``: key:version as they were seen, ``do``: a step or "assign"; tells of each."""
    given, agency = request.POST, request.POST.get("agency", "")
    seen = _seen(given.getlist("form"))
    title, do_it = doing(
        request.actor, given.get("do", ""), given.get("text", ""),
        int(agency) if agency.isdecimal() and len(agency) < 12 else None,
    )  # fmt: skip
    # What this person doesn't see has no name here to speak of it.
    outcomes = [each for each in done_with(request.viewer, seen, do_it) if each.form is not None]
    return render(request, "web/batch.html", {
        "title": title,
        "done": [each for each in outcomes if not each.why],
        "refused": [each for each in outcomes if each.why],
        "query": given.get("query", "")[:2000],
    })  # fmt: skip


def _seen(given: list[str]) -> dict[int, int]:
    seen = {}
    for each in given:
        key, _colon, version = each.partition(":")
        if key.isdecimal() and version.isdecimal() and len(key) < 12 and len(version) < 9:
            seen[int(key)] = int(version)
    return seen


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
