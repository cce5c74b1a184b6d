"""The log: who did what. It only grows; each entry carries the hash of the one before."""

from __future__ import annotations

from django.db import models


class LogEntry(models.Model):
    """One action or download. Names are copied: an entry reads the same when its person is gone.

    The database itself refuses to change or delete a row (triggers of the first migration).
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=200)
    channel = models.CharField(max_length=16)
    address = models.CharField(max_length=64, blank=True)
    action = models.CharField(max_length=64, db_index=True)
    about = models.CharField(max_length=32)
    about_id = models.BigIntegerField(null=True)
    path = models.CharField(max_length=255, blank=True)
    detail = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        """Newest first."""

        ordering = ("-number",)
        indexes = (models.Index(fields=("about", "about_id"), name="log_about"),)

    def __str__(self) -> str:
        return f"{self.number} {self.action}"


class LogHead(models.Model):
    """The newest entry's number and hash: one row, locked while an entry is added."""

    number = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
