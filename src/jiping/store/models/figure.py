"""Figures over very many forms, kept from when they were last counted."""

from __future__ import annotations

from django.db import models


class KeptFigures(models.Model):
    """What was counted for one person's view of the forms, and when (`jiping.store.figures`)."""

    key = models.CharField(max_length=64, unique=True)
    value = models.JSONField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
