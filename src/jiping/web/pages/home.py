"""The first page: what waits for this person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from jiping.web.page import Request, page
from jiping.web.waiting import groups, homeless, unmatched


@page("", "home")
def home(request: Request) -> HttpResponse:
    """Forms that wait for a step of this person, by state; the newest first.

    A state of rest (approved) is nothing to do, though a department could still reopen it.
    """
    viewer = request.viewer
    begin = viewer.has("organisation.edit")
    shown = {
        "groups": groups(viewer), "homeless": homeless(viewer), "unmatched": unmatched(viewer),
        "forms_page": viewer.has("form.read"), "brings_forms": viewer.has("form.create"),
        "figures": viewer.has("statistics.read"), "begin": begin,
        "alone": begin and not viewer.organisations().exclude(parent=None).exists(),
    }  # fmt: skip
    return render(request, "web/home.html", shown)
