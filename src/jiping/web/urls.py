"""All addresses: the pages that were found, and what each module mounts (the HTTP API)."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from jiping.web.page import found_pages

urlpatterns: list[URLPattern | URLResolver] = [*found_pages()]
if find_spec("jiping.web.calls") is not None:
    urlpatterns.append(
        path("api/", include((import_module("jiping.web.calls").urlpatterns, "api")))
    )
handler400 = "jiping.web.errors.bad"
handler403 = "jiping.web.errors.forbidden"
handler404 = "jiping.web.errors.missing"
handler500 = "jiping.web.errors.broken"
