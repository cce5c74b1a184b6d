"""The first page: what waits for this person."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from jiping.store.models import Form, UnmatchedName
from jiping.store.steps import table
from jiping.web.page import PAGES, Request, page

SHOWN = 20
MANY = 2_000
"""More forms that wait than anybody goes through from this page: they are in the list."""


@page("", "home")
def home(request: Request) -> HttpResponse:
    """Forms that wait for a step of this person, by state; the newest first.

    A state of rest (approved) is nothing to do, though a department could still reopen it.
    """
    viewer = request.viewer
    steps = table()
    groups: list[dict[str, Any]] = []
    for state in steps.states.values():
        rights = {step.right for step in steps.open_from(state.code)} - {"form.reopen"}
        if state.code == "submitted":
            rights -= {"form.submit"}  # withdrawing is possible, not waited for
        held = [right for right in rights if viewer.has(right)]
        if held:
            mine = reduce(or_, map(viewer.where, held))
            found = Form.objects.filter(mine, state=state.code).order_by()
            count = found[: MANY + 1].count()
            # Sorting many thousands takes longer than looking at twenty of them is worth.
            newest = found.order_by("-updated", "-id") if count <= MANY else found
            told = str(count) if count <= MANY else f"{MANY}+"
            groups.append({"state": state, "count": told, "forms": newest[:SHOWN]})
    homeless = Form.objects.none()
    if viewer.has("form.create"):
        homeless = viewer.forms("form.read").filter(organisation=None, created_by=viewer.person)
    unmatched = 0
    if viewer.has("organisation.edit"):
        unmatched = UnmatchedName.objects.filter(organisation=None).count()
    shown = {
        "groups": groups, "homeless": homeless[:SHOWN], "unmatched": unmatched,
        "form_page": "form" in PAGES, "forms_page": viewer.has("form.read"), "upload_page": "upload" in PAGES and viewer.has("form.create"),
    }  # fmt: skip
    return render(request, "web/home.html", shown)
