"""The HTTP API: what the pages can, for programs; mounted at ``/api/``, described by OpenAPI.

Who calls sends ``Authorization: Bearer <令牌>``. Modules of this folder are found; each has a
``router``. Nothing here decides anything: permissions are the policy's, changes are actions.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.security import HttpBearer

from jiping import __version__
from jiping.api.typed_values import CannotEdit
from jiping.store.acting import Actor
from jiping.store.actions.forms import Moved
from jiping.store.actions.tokens import viewer_of
from jiping.store.policy import NotThere, Refused, Viewer
from jiping.web.calling import PerPerson
from jiping.web.errors import fault_of
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


@calls.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    del error
    return _told(request, 404, str(NotThere()))


@calls.exception_handler(CannotEdit)
@calls.exception_handler(Refused)
def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    return _told(request, 403, str(error))


@calls.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    said = [{"where": list(e.get("loc", ())), "what": e.get("msg", "")} for e in error.errors]
    return _told(request, 422, "请求的内容不对。", errors=said)


@calls.exception_handler(Throttled)
def _often(request: HttpRequest, error: Throttled) -> HttpResponse:
    answer = _told(request, 429, "调用太频繁，请稍后再试。")
    answer["Retry-After"] = str(int(error.wait or 1))
    return answer


@calls.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    words = {400: "请求的内容不对。", 401: "令牌不对、已到期或已吊销。"}
    return _told(request, error.status_code, words.get(error.status_code, str(error)))


@calls.exception_handler(DatabaseError)
@calls.exception_handler(OSError)
def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """What a full disk or a database that is gone says; another fault is the program's."""
    title, text, status = fault_of(error)
    if status == 500:
        raise error
    return _told(request, status, f"{title}：{text}")


for _module in iter_modules(__path__, f"{__name__}."):
    calls.add_router("", import_module(_module.name).router)

urlpatterns: list[URLPattern] = []
for _pattern in calls.urls[0]:
    if isinstance(_pattern, URLPattern) and _pattern.callback is not None:
        # The key is what signs in here; the pages' sign-in isn't asked.
        _pattern.callback = login_not_required(_pattern.callback)
        urlpatterns.append(_pattern)
app_name = "api"
