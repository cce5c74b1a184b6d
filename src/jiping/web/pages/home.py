"""The first page: what waits for this person."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_noop

from jiping.store.models import Form, Opinion, UnmatchedName
from jiping.store.policy import Viewer
from jiping.store.steps import table
from jiping.web.page import Request, page

SHOWN = 20
_URGENT = ("bad", "waiting", "plain", "good")
"""Tones of states in the order in which they are looked at."""
MANY = 2_000
"""More forms that wait than anybody goes through from this page: they are in the list."""


@page("", "home")
def home(request: Request) -> HttpResponse:
    """Forms that wait for a step of this person, by state; the newest first.

    A state of rest (approved) is nothing to do, though a department could still reopen it.
    """
    viewer = request.viewer
    groups = [*_waiting(viewer), *_given(viewer)]
    homeless = Form.objects.none()
    if viewer.has("form.create"):
        homeless = viewer.forms("form.read").filter(organisation=None, created_by=viewer.person)
    unmatched = 0
    if viewer.has("organisation.edit"):
        unmatched = UnmatchedName.objects.filter(organisation=None).count()
    begin = viewer.has("organisation.edit")
    shown = {
        "groups": groups, "homeless": homeless[:SHOWN], "unmatched": unmatched,
        "forms_page": viewer.has("form.read"), "brings_forms": viewer.has("form.create"),
        "figures": viewer.has("statistics.read"), "begin": begin,
        "alone": begin and not viewer.organisations().exclude(parent=None).exists(),
    }  # fmt: skip
    return render(request, "web/home.html", shown)


def _waiting(viewer: Viewer) -> list[dict[str, Any]]:
    """By state what this person may take a step with: what came back first, drafts last."""
    steps = table()
    groups: list[dict[str, Any]] = []
    for state in sorted(steps.states.values(), key=lambda each: _URGENT.index(each.tone)):
        rights = {step.right for step in steps.open_from(state.code)} - {"form.reopen"}
        if state.code == "submitted":
            rights -= {"form.submit"}  # withdrawing is possible, not waited for
        held = [right for right in rights if viewer.has(right)]
        if held:
            mine = reduce(or_, map(viewer.where, held))
            found = Form.objects.filter(mine, state=state.code).order_by()
            groups += _group(state.title, state.tone, found, f"state={state.code}")
    return groups


def _given(viewer: Viewer) -> list[dict[str, Any]]:
    """What a reviewing agency was given and this person of it has said nothing about yet."""
    places = [
        each.organisation_id for each, reach in viewer.reaches("form.opine") if reach == "assigned"
    ]
    if not places:
        return []
    said = Opinion.objects.filter(by=viewer.person).values("form")
    found = Form.objects.filter(deleted=None, assignments__organisation__in=places)
    return _group(gettext_noop("交办复核"), "waiting", found.exclude(pk__in=said).distinct(), "")


def _group(title: str, tone: str, found: QuerySet[Form], query: str) -> list[dict[str, Any]]:
    """One group with its newest forms, or none where nothing is found."""
    count = found[: MANY + 1].count()
    if not count:
        return []
    # Sorting many thousands takes longer than looking at twenty of them is worth.
    newest = found.order_by("-updated", "-id") if count <= MANY else found
    told = str(count) if count <= MANY else f"{MANY}+"
    return [{"title": title, "tone": tone, "count": told, "forms": newest[:SHOWN], "query": query}]
