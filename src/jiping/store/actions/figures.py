"""Figures asked for that are counted in the background."""

from __future__ import annotations

from collections.abc import Mapping

from jiping.store.acting import Act, Actor, action
from jiping.store.actions.jobs import queue
from jiping.store.figures import COUNTING, Figures, figures, key_of
from jiping.store.models import Job
from jiping.store.policy import Viewer

_OPEN = (Job.State.QUEUED, Job.State.RUNNING, Job.State.STOPPING)


def asked_for(
    actor: Actor, viewer: Viewer, kind: str, asked: Mapping[str, str] | None = None
) -> Figures:
    """What is known now; where that is old or nothing, counting is queued, once."""
    found, wanted = figures(viewer, kind, asked)
    if wanted:
        count_figures(actor, viewer, kind, {k: v for k, v in (asked or {}).items() if v})
    return found


@action("figures.count", "统计")
def count_figures(act: Act, viewer: Viewer, kind: str, asked: Mapping[str, str]) -> None:
    """Queue the counting for one person's view, unless it waits or is under way."""
    act.demand("form.read")
    act.nothing_changed()  # nothing that anybody said or did
    key = key_of(viewer, kind, asked)
    if Job.objects.filter(kind=COUNTING, state__in=_OPEN, given__key=key).exists():
        return
    given = {"key": key, "person": viewer.person.pk, "kind": kind, "asked": dict(asked)}
    job = queue(act, COUNTING, given)
    Job.objects.filter(pk=job.pk).update(by=None)  # nobody's own: it is in no list of jobs
