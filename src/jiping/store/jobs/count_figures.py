"""Counts figures over very many forms, for one person's view of them."""

from __future__ import annotations

import datetime

from django.utils import timezone

from jiping.store.figures import COUNTING, counted, key_of
from jiping.store.jobs import job
from jiping.store.models import Job, KeptFigures, Person
from jiping.store.policy import Viewer
from jiping.store.working import Running

_KEPT = datetime.timedelta(days=2)


@job(COUNTING)
def count_figures(run: Running) -> object:
    """``given``: key, person, kind, asked. A view that is another by now is not counted."""
    now = timezone.now()
    person = Person.objects.filter(pk=run.given["person"]).first()
    if person is None:
        return None
    viewer = Viewer(person)
    if key_of(viewer, run.given["kind"], run.given["asked"]) != run.given["key"]:
        return None
    value = counted(viewer, run.given["kind"], run.given["asked"])
    KeptFigures.objects.update_or_create(key=run.given["key"], defaults={"value": value, "at": now})
    KeptFigures.objects.filter(at__lt=now - _KEPT).delete()
    Job.objects.filter(kind=COUNTING, state=Job.State.DONE, finished__lt=now - _KEPT).delete()
    return None
