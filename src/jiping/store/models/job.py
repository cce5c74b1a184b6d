"""Work in the background, as rows: it survives a restart and can be stopped."""

from __future__ import annotations

from django.db import models

from jiping.store.models.organisation import Organisation
from jiping.store.models.people import Person


class Job(models.Model):
    """One piece of work. ``kind`` names a function of `jiping.store.jobs`; see there.

    ``message`` is Chinese; ``said``: what it was made from (`jiping.store.told`).
    """

    class State(models.TextChoices):
        """``stopping``: somebody asked, the worker has not looked yet."""

        QUEUED = "queued", "排队中"
        RUNNING = "running", "进行中"
        STOPPING = "stopping", "正在停止"
        DONE = "done", "已完成"
        FAILED = "failed", "没有完成"
        STOPPED = "stopped", "已停止"

    kind = models.CharField(max_length=48)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    given = models.JSONField(default=dict)
    result = models.JSONField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    message = models.CharField(max_length=500, blank=True, default="")
    said = models.JSONField(default=dict)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="jobs")
    organisation = models.ForeignKey(
        Organisation, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    beat = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        """Newest first."""

        ordering = ("-created", "-id")
        indexes = (models.Index(fields=("state", "created"), name="job_state_created"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def open(self) -> bool:
        """Neither done nor given up."""
        return self.state in (self.State.QUEUED, self.State.RUNNING, self.State.STOPPING)
