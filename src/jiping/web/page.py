"""Pages are functions with an address: the modules of `jiping.web.pages` are found, not listed.

    @page("organisations/<int:pk>/", "organisation", right="organisation.read")
    def organisation(request: Request, pk: int) -> HttpResponse: ...

``right`` is what somebody must have about anything at all to open the page (else: not found); about
which thing, the page asks `request.viewer` itself. ``public``: without signing in.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from jiping.store.acting import Actor
from jiping.store.models import Person
from jiping.store.policy import Viewer


class Request(HttpRequest):
    """A request of somebody signed in, with what `jiping.web.middleware.Asking` adds."""

    user: Person
    viewer: Viewer
    actor: Actor
    htmx: bool


View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Page:
    """One address."""

    route: str
    name: str
    view: View
    right: str | None
    public: bool
    methods: tuple[str, ...]


PAGES: dict[str, Page] = {}


def page(
    route: str,
    name: str,
    *,
    right: str | None = None,
    public: bool = False,
    methods: Sequence[str] = ("GET",),
) -> Callable[[View], View]:
    """Give a view its address. GET also answers HEAD."""

    def made(view: View) -> View:
        if name in PAGES:
            raise ValueError(f"two pages are called {name}")

        @functools.wraps(view)
        def guarded(request: Any, *given: Any, **named: Any) -> HttpResponseBase:
            if right is not None and not request.viewer.has(right):
                raise Http404
            return view(request, *given, **named)

        allowed = [*methods, "HEAD"] if "GET" in methods else list(methods)
        shown = require_http_methods(allowed)(guarded)
        PAGES[name] = Page(
            route,
            name,
            login_not_required(shown) if public else shown,
            right,
            public,
            tuple(methods),
        )
        return view

    return made


def found_pages() -> list[URLPattern]:
    """The addresses of every module of `jiping.web.pages`."""
    from jiping.web import pages

    for module in iter_modules(pages.__path__, f"{pages.__name__}."):
        import_module(module.name)
    return [path(each.route, each.view, name=each.name) for each in PAGES.values()]
