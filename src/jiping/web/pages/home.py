"""The first page: what waits for this person."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from jiping.store.steps import table
from jiping.web.page import Request, page


@page("", "home")
def home(request: Request) -> HttpResponse:
    """Forms that wait for a step of this person, by state; the newest first."""
    steps = table()
    groups = []
    for state in steps.states.values():
        mine = [step for step in steps.open_from(state.code) if request.viewer.has(step.right)]
        if not mine or state.code == "approved":
            continue
        found = request.viewer.forms(mine[0].right).filter(state=state.code)
        groups.append({"state": state, "count": found.count(), "forms": found[:20]})
    return render(request, "web/home.html", {"groups": groups})
