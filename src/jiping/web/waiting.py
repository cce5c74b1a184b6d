"""What waits for a person: forms by state, forms without a home, names that nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from jiping.store.models import Form, Opinion, UnmatchedName
from jiping.store.policy import Viewer
from jiping.store.steps import table

SHOWN = 20
_URGENT = ("bad", "waiting", "plain", "good")
"""Tones of states in the order in which they are looked at."""
MANY = 2_000
"""More forms that wait than anybody goes through from this page: they are in the list."""


@dataclass(frozen=True, slots=True)
class Group:
    """Forms that wait for the same; ``count`` in words ("2000+"), ``forms`` the newest of them,
    ``query``: how the list shows them all."""

    title: str
    tone: str
    count: str
    forms: QuerySet[Form]
    query: str


def groups(viewer: Viewer) -> list[Group]:
    """Forms that wait for a step of this person, or for a word of the agency they were given to."""
    return [*_waiting(viewer), *_given(viewer)]


def homeless(viewer: Viewer) -> QuerySet[Form]:
    """Forms that this person brought and whose organisation nobody has named yet."""
    if not viewer.has("form.create"):
        return Form.objects.none()
    # Asked in one, their order would make the database walk through all forms for a few.
    mine = Form.objects.filter(organisation=None, created_by=viewer.person).order_by()
    keys = list(mine.values_list("pk", flat=True)[:MANY])
    return viewer.forms("form.read").filter(pk__in=keys)[:SHOWN]


def unmatched(viewer: Viewer) -> int:
    """How many names wait for an administrator to say whose they are."""
    if not viewer.has("organisation.edit"):
        return 0
    return UnmatchedName.objects.filter(organisation=None).count()


def _waiting(viewer: Viewer) -> list[Group]:
    """By state what this person may take a step with: what came back first, drafts last."""
    steps = table()
    found: list[Group] = []
    for state in sorted(steps.states.values(), key=lambda each: _URGENT.index(each.tone)):
        rights = {step.right for step in steps.open_from(state.code)} - {"form.reopen"}
        if state.code == "submitted":
            rights -= {"form.submit"}  # withdrawing is possible, not waited for
        held = [right for right in rights if viewer.has(right)]
        if held:
            mine = reduce(or_, map(viewer.where, held))
            waiting = Form.objects.filter(mine, state=state.code).order_by()
            found += _group(state.title, state.tone, waiting, f"state={state.code}")
    return found


def _given(viewer: Viewer) -> list[Group]:
    """What a reviewing agency was given and this person of it has said nothing about yet."""
    places = [
        each.organisation_id for each, reach in viewer.reaches("form.opine") if reach == "assigned"
    ]
    if not places:
        return []
    said = Opinion.objects.filter(by=viewer.person).values("form")
    found = Form.objects.filter(deleted=None, assignments__organisation__in=places)
    return _group(gettext_noop("交办复核"), "waiting", found.exclude(pk__in=said).distinct(), "")


def _group(title: str, tone: str, found: QuerySet[Form], query: str) -> list[Group]:
    """One group with its newest forms, or none where nothing is found."""
    count = found[: MANY + 1].count()
    if not count:
        return []
    # Sorting many thousands takes longer than looking at twenty of them is worth.
    newest = found.order_by("-updated", "-id") if count <= MANY else found
    told = str(count) if count <= MANY else f"{MANY}+"
    return [Group(title, tone, told, newest[:SHOWN], query)]
