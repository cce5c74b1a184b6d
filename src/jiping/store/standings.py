"""Where forms stand, and what is in them, for those who take them elsewhere. No permission here.

A form is one row of one question, so each is whole as of when it was read, and nobody who works
waits while many are read.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from jiping.model.contract import evaluation_from_json
from jiping.model.evaluation import Evaluation
from jiping.store.models import Form, Organisation
from jiping.store.models.organisation import SEGMENT

_SOME = 200
"""Contents that are held at a time."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A form's place, state and revision. ``above``: the organisations over its own, from the root
    down; ``updated`` in UTC."""

    form: int
    version: int
    state: str
    organisation: str | None
    organisation_code: str | None
    above: tuple[str, ...]
    changes: int
    answered: int
    updated: datetime.datetime


def standings(forms: QuerySet[Form]) -> Iterator[Standing]:
    """Of self-evaluations; of deleted ones and of the examples of the first start none."""
    names = dict(Organisation.objects.values_list("pk", "name"))
    for form in _rows(forms).order_by("pk").iterator(2_000):
        yield _standing(form, names)


def contents(
    forms: QuerySet[Form], numbers: Sequence[int]
) -> Iterator[tuple[Standing, Evaluation]]:
    """The forms of these numbers as they are now, with their content; those that are gone are
    left out."""
    names = dict(Organisation.objects.values_list("pk", "name"))
    for start in range(0, len(numbers), _SOME):
        some = _rows(forms).filter(pk__in=numbers[start : start + _SOME])
        for form in some.select_related("body").order_by("pk"):
            yield _standing(form, names), evaluation_from_json(form.body.evaluation)


def _rows(forms: QuerySet[Form]) -> QuerySet[Form]:
    own = forms.filter(deleted=None, demonstration=False, kind=Form.Kind.SELF)
    # Through the keys, so that conditions that join other tables count no change twice.
    alone = Form.objects.filter(pk__in=own.values("pk"))
    return alone.annotate(changed=Count("changes")).select_related("organisation")


def _standing(form: Form, names: dict[int, str]) -> Standing:
    path = form.path if form.organisation_id else ""
    above = [int(path[n : n + SEGMENT], 16) for n in range(0, len(path) - SEGMENT, SEGMENT)]
    place = form.organisation
    return Standing(
        form=form.pk, version=form.version, state=form.state,
        organisation=place.name if place else None,
        organisation_code=(place.code or None) if place else None,
        above=tuple(names.get(key, "") for key in above),
        changes=getattr(form, "changed"),  # noqa: B009 - annotated
        answered=form.answered,
        updated=form.updated.astimezone(datetime.UTC),
    )  # fmt: skip
