"""The pages as a Django application (it has no models)."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registered under the label ``web``."""

    name = "jiping.web"
    label = "web"
