"""The HTTP API: what the pages can, for programs; mounted at ``/api/``, described by OpenAPI.

Who calls sends ``Authorization: Bearer <令牌>``. Modules of this folder are found; each has a
``router``. Nothing here decides anything: permissions are the policy's, changes are actions. What is
taken and given has its shape in `jiping.web.shapes`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.security import HttpBearer

from jiping.store.acting import Actor
from jiping.store.actions.forms import Moved
from jiping.store.actions.tokens import viewer_of
from jiping.store.policy import Conflict, NotThere, Refused, Viewer, WrongValue
from jiping.web.calling import PerPerson, TooLarge
from jiping.web.describing import Described
from jiping.web.errors import fault_of
from jiping.web.middleware import address_of
from jiping.web.wrong import faults


class Bearer(HttpBearer):
    """Signing in by key: puts ``viewer`` and ``actor`` on the request."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer | None:
        """Who the key speaks for."""
        viewer = viewer_of(token)
        if viewer is not None:
            asked: Any = request
            asked.viewer = viewer
            asked.actor = Actor(viewer, "api", address_of(request))
            _only_known(request)
        return viewer


calls = Described(
    title="绩评 HTTP 接口",
    description="项目支出绩效自评：读取、审核、填报、流转、导出。在“账户 → 接口令牌”申领令牌，"
    "每次调用带上 `Authorization: Bearer 令牌`。不成功的答复都是同一个样子（Problem）："
    "401 令牌不对；403 没有权限；404 没有找到，或者无权查看；409 与现状冲突（别人先改过、状态不允许）；"
    "413 文件太大；422 内容不对，逐项说明；429 太频繁；503 磁盘已满或数据库没有应答。",
    urls_namespace="api",
    auth=Bearer(),
    docs_url=None,
    throttle=[PerPerson("600/m")],
)


def _only_known(request: HttpRequest) -> None:
    """A parameter that the call doesn't know is a slip of the pen: without it too much would come."""
    match = request.resolver_match
    known = calls.parameters(request.method or "", match.route if match else "")
    for name in request.GET:
        if name not in known:
            listed = "、".join(known) or "（没有参数）"
            raise WrongValue(f"没有“{name[:40]}”这个参数；有：{listed}。", name[:40])


def _told(request: HttpRequest, status: int, words: str, **more: object) -> HttpResponse:
    body = {"detail": words, "errors": [], "version": None, **more}
    return calls.create_response(request, body, status=status)


@calls.exception_handler(NotThere)
def _missing(request: HttpRequest, error: NotThere) -> HttpResponse:
    return _told(request, 404, str(error))


@calls.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    del error
    return _told(request, 404, str(NotThere()))


@calls.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return _told(request, 403, str(error))


@calls.exception_handler(Conflict)
def _conflicts(request: HttpRequest, error: Conflict) -> HttpResponse:
    version = error.form.version if isinstance(error, Moved) else None
    return _told(request, 409, str(error), version=version)


@calls.exception_handler(TooLarge)
def _large(request: HttpRequest, error: TooLarge) -> HttpResponse:
    return _told(request, 413, str(error))


@calls.exception_handler(WrongValue)
def _value(request: HttpRequest, error: WrongValue) -> HttpResponse:
    return _told(request, 422, str(error), errors=list(error.faults))


@calls.exception_handler(ValidationError)
def _wrong(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = faults(error.errors)
    words = "；".join(f"{each['field']}：{each['what'].rstrip('。')}" for each in found[:5])
    return _told(request, 422, f"请求的内容不对。{words}。", errors=found)


@calls.exception_handler(Throttled)
def _often(request: HttpRequest, error: Throttled) -> HttpResponse:
    answer = _told(request, 429, "调用太频繁，请稍后再试。")
    answer["Retry-After"] = str(int(error.wait or 1))
    return answer


@calls.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        return _told(request, 401, "令牌不对、已到期或已吊销。")
    if isinstance(error.__cause__, RequestDataTooBig):
        return _told(request, 413, "请求的内容太大；文件请用表单上传。")
    if error.status_code == 400:
        words = "请求的内容不是 JSON。"
        return _told(request, 422, words, errors=[{"field": "body", "what": words}])
    return _told(request, error.status_code, str(error))


@calls.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        return _told(request, 413, "请求的内容太大；文件请用表单上传。")
    words = "请求的内容无法处理。"
    return _told(request, 422, words, errors=[{"field": "body", "what": words}])


@calls.exception_handler(DatabaseError)
@calls.exception_handler(OSError)
def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    """What a full disk or a database that is gone says; another fault is the program's."""
    title, text, status = fault_of(error)
    if status == 500:
        raise error
    return _told(request, status, f"{title}：{text}")


def _opened(view: Callable[..., Any]) -> Callable[..., Any]:
    """The key is what signs in here, the pages' sign-in isn't asked; a wrong method is told in words."""

    @wraps(view)
    def shown(request: HttpRequest, *given: Any, **named: Any) -> Any:
        answer = view(request, *given, **named)
        if isinstance(answer, HttpResponseNotAllowed):
            told = _told(request, 405, f"这个地址不能用 {request.method}。")
            told["Allow"] = ", ".join(sorted(answer["Allow"].split(", ")))
            return told
        return answer

    return login_not_required(shown)


for _module in iter_modules(__path__, f"{__name__}."):
    calls.add_router("", import_module(_module.name).router)

urlpatterns: list[URLPattern] = []
for _pattern in calls.urls[0]:
    if isinstance(_pattern, URLPattern) and _pattern.callback is not None:
        _pattern.callback = _opened(_pattern.callback)
        urlpatterns.append(_pattern)
app_name = "api"
