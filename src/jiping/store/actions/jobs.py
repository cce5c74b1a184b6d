"""Queueing and stopping jobs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from jiping.store.acting import Act, action
from jiping.store.models import Job, Organisation
from jiping.store.told import told


@action("job.stop", "停止后台任务")
def stop_job(act: Act, job: Job) -> None:
    """Ask a job to stop; one that has not begun is stopped at once."""
    act.demand("job.stop", job)
    queued = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    stopped = told(gettext_noop("已停止。"))
    if not queued.update(state=Job.State.STOPPED, message=str(stopped), said=stopped.kept()):
        running = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING)
        running.update(state=Job.State.STOPPING)
    act.log(job, kind=job.kind)


def queue(
    act: Act,
    kind: str,
    given: dict[str, Any],
    *,
    organisation: Organisation | None = None,
    total: int | None = None,
) -> Job:
    """A new job, as part of another action (that has asked and logs)."""
    return Job.objects.create(
        kind=kind, given=given, organisation=organisation, total=total, by=act.person
    )
