"""The store as a Django application."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class StoreConfig(AppConfig):
    """Registered under the label ``store``."""

    name = "jiping.store"
    label = "store"
    verbose_name = "绩评"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connections to SQLite get their settings when they open."""
        from jiping.store.connection import prepare

        connection_created.connect(prepare, dispatch_uid="jiping.store.connection")
