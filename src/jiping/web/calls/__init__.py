"""The HTTP API: what the pages can, for programs; mounted at ``/api/``, described by OpenAPI.

Who calls sends ``Authorization: Bearer <令牌>``. Modules of this folder are found; each has a
``router``. Nothing here decides anything: permissions are the policy's, changes are actions.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import HttpBearer
from ninja.throttling import AuthRateThrottle

from jiping import __version__
from jiping.store.acting import Actor
from jiping.store.actions.forms import Moved
from jiping.store.actions.tokens import viewer_of
from jiping.store.policy import NotThere, Refused, Viewer
from jiping.web.middleware import address_of


class Bearer(HttpBearer):
    """Signing in by key: puts ``viewer`` and ``actor`` on the request."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        """Who the key speaks for."""
        viewer = viewer_of(token)
        if viewer is not None:
            asked: Any = request
            asked.viewer = viewer
            asked.actor = Actor(viewer, "api", address_of(request))
        return viewer


class PerPerson(AuthRateThrottle):
    """So many calls for one person, whatever keys they use."""

    def get_cache_key(self, request: HttpRequest) -> str:
        """The person; without one, the address."""
        viewer = getattr(request, "viewer", None)
        who = f"address-{address_of(request)}" if viewer is None else str(viewer.person.pk)
        return f"calls-{who}"


calls = NinjaAPI(
    title="绩评 HTTP 接口",
    version=__version__,
    description="项目支出绩效自评：读取、审核、填报、流转、导出。在“账户 → 接口令牌”申领令牌。",
    urls_namespace="api",
    auth=Bearer(),
    docs_url=None,
    throttle=[PerPerson("600/m")],
)


def _told(request: HttpRequest, status: int, words: str, **more: object) -> HttpResponse:
    return calls.create_response(request, {"detail": words, **more}, status=status)


@calls.exception_handler(NotThere)
def _missing(request: HttpRequest, error: NotThere) -> HttpResponse:
    return _told(request, 404, str(error))


@calls.exception_handler(Moved)
def _moved(request: HttpRequest, error: Moved) -> HttpResponse:
    return _told(request, 409, str(error), version=error.form.version)


@calls.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return _told(request, 403, str(error))


@calls.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = [{"where": list(e.get("loc", ())), "what": e.get("msg", "")} for e in error.errors]
    return _told(request, 422, "请求的内容不对。", errors=said)


for _module in iter_modules(__path__, f"{__name__}."):
    calls.add_router("", import_module(_module.name).router)

urlpatterns: list[URLPattern] = []
for _pattern in calls.urls[0]:
    if isinstance(_pattern, URLPattern) and _pattern.callback is not None:
        # The key is what signs in here; the pages' sign-in isn't asked.
        _pattern.callback = login_not_required(_pattern.callback)
        urlpatterns.append(_pattern)
app_name = "api"
