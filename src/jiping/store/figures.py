"""Figures over all forms that somebody sees: counted at once where they are few, else in the background.

A page of a nation can't count a million findings while somebody waits. What was counted is kept with
the time of day, shown with it, and counted anew when it is old and somebody looks again. A figure
belongs to one person's view: who loses a role has another view, hence other figures.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from jiping.store.models import FindingRow, Form, KeptFigures, Organisation
from jiping.store.models.organisation import subtree
from jiping.store.policy import Viewer

FEW = 5_000
"""So many forms are counted while somebody waits."""
OLD = datetime.timedelta(minutes=10)
COUNTING = "count-figures"
"""The kind of job that counts."""
LOW_RATE, HIGH_SCORE, MUCH, POOR = 60, 90, 1_000, 80
"""执行率 below it with a score of at least that stands out; so does more money (万元) than that with
a lower score than that."""
_DOTS, _NAMED, _RULES = 2_000, 20, 15
Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """``value``: None while it is counted for the first time; ``at``: None where it is of now."""

    value: Value | None
    at: datetime.datetime | None = None


def figures(
    viewer: Viewer, kind: str, asked: Mapping[str, str] | None = None, *, wait: bool = False
) -> tuple[Figures, bool]:
    """Figures of a kind ("fired", "overview"), and whether they should be counted (anew).

    ``asked``: year, organisation, scheme. ``wait``: counted now where nothing is kept.
    """
    asked = {name: value for name, value in (asked or {}).items() if value}
    seen = viewer.forms().order_by()
    if seen[: FEW + 1].count() <= FEW:
        return Figures(counted(viewer, kind, asked)), False
    kept = KeptFigures.objects.filter(key=key_of(viewer, kind, asked)).first()
    if kept is not None:
        return Figures(kept.value, kept.at), timezone.now() - kept.at > OLD
    return Figures(counted(viewer, kind, asked) if wait else None), not wait


def key_of(viewer: Viewer, kind: str, asked: Mapping[str, str]) -> str:
    """What tells one person's view of the forms from another."""
    scope = sorted(
        (membership.role, reach, membership.organisation_id, viewer.paths(membership.organisation))
        for membership, reach in viewer.reaches("form.read")
    )
    text = json.dumps([viewer.person.pk, scope, kind, sorted(asked.items())], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def counted(viewer: Viewer, kind: str, asked: Mapping[str, str]) -> Value:
    """Counted now, however long it takes. Raises KeyError for a kind that there is not."""
    if not viewer.has("form.read"):
        return {}
    seen = viewer.forms().filter(_narrowed(viewer, asked))
    return _KINDS[kind](Form.objects.filter(pk__in=seen.order_by().values("pk")).order_by())


def _narrowed(viewer: Viewer, asked: Mapping[str, str]) -> Q:
    found = Q()
    year, place, scheme = (asked.get(name, "") for name in ("year", "organisation", "scheme"))
    if year.isdecimal() and len(year) == 4:
        found &= Q(year=int(year))
    if scheme:
        found &= Q(scheme=scheme)
    if place.isdecimal() and len(place) < 12:
        found &= below(viewer, int(place))
    return found


def below(viewer: Viewer, pk: int) -> Q:
    """Forms of an organisation and of those below it; none where the person doesn't see it."""
    nothing = Q(pk__in=())
    place = Organisation.objects.filter(pk=pk).first()
    if place is None or not viewer.sees(place):
        return nothing
    found = nothing
    for path in viewer.paths(place):
        found |= subtree(path)
    return found


def _fired(seen: QuerySet[Form]) -> Value:
    """Rule → findings, forms, answered ones."""
    rows = (
        FindingRow.objects.filter(form__in=seen.values("pk"))
        .order_by()
        .values_list("rule")
        .annotate(
            findings=Count("pk"),
            forms=Count("form", distinct=True),
            answers=Count("pk", filter=Q(answered=True)),
        )
    )
    return {
        rule: {"findings": findings, "forms": forms, "answered": answered}
        for rule, findings, forms, answered in rows
    }


def _overview(seen: QuerySet[Form]) -> Value:
    rules = (
        FindingRow.objects.filter(form__in=seen.values("pk"))
        .order_by()
        .values_list("rule")
        .annotate(findings=Count("pk"), open=Count("pk", filter=Q(answered=False)))
        .order_by("-findings", "rule")[:_RULES]
    )
    with_rate = seen.exclude(rate=None).exclude(total=None)
    with_money = seen.exclude(budget=None).exclude(total=None)
    odd_rate = with_rate.filter(rate__lt=LOW_RATE, total__gte=HIGH_SCORE).order_by("rate", "pk")
    odd_money = with_money.filter(budget__gte=MUCH, total__lt=POOR).order_by("-budget", "pk")
    return {
        "states": dict(seen.values_list("state").annotate(Count("pk"))),
        "grades": dict(seen.values_list("grade").annotate(Count("pk"))),
        "rules": [list(row) for row in rules],
        "rates": _points(with_rate, odd_rate, "rate"),
        "money": _points(with_money, odd_money, "budget"),
    }


def _points(found: QuerySet[Form], odd: QuerySet[Form], field: str) -> Value:
    """Those that stand out by name, then the newest of the others as bare points. Numbers as text."""
    named = [
        [key, name, unit, f"{x:f}", f"{y:f}"]
        for key, name, unit, x, y in odd.values_list("pk", "name", "unit_name", field, "total")[
            :_NAMED
        ]
    ]
    others = found.exclude(pk__in=[row[0] for row in named]).order_by("-pk")
    dots = [[f"{x:f}", f"{y:f}"] for x, y in others.values_list(field, "total")[:_DOTS]]
    return {"odd": named, "dots": dots}


_KINDS: dict[str, Callable[[QuerySet[Form]], Value]] = {"fired": _fired, "overview": _overview}
