"""Pages for what goes wrong, in words."""

from __future__ import annotations

import errno
import sys
from urllib.parse import urlsplit

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop


def problem(status: int, text: str, field: str | None = None) -> HttpResponse:
    """What a call of the HTTP API is told where no call answers (see `jiping.web.calling.Problem`)."""
    errors = [] if field is None else [{"field": field, "what": text}]
    body = {"detail": text, "errors": errors, "version": None}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def called(request: HttpRequest) -> bool:
    """Whether a program asks, not a browser."""
    return request.path_info.startswith("/api/")


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if called(request):
        return problem(status, f"{title}：{text}")
    if request.headers.get("HX-Request"):
        return HttpResponse(
            f"{title}：{text}", status=status, content_type="text/plain; charset=utf-8"
        )
    shown = {"title": title, "text": text, "back": _back(request)}
    return render(request, "web/error.html", shown, status=status)


def _back(request: HttpRequest) -> str:
    """The page of this system that something was sent from, "" where it is not known."""
    came = urlsplit(request.headers.get("Referer", ""))
    if request.method != "POST" or came.netloc != request.get_host():
        return ""
    return came._replace(scheme="", netloc="").geturl()


def bad(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """400."""
    return _page(request, 400, _("请求不对"), _("浏览器发来的内容无法处理，请返回后重试。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the thing is known, this may not be done with it."""
    return _page(request, 403, _("不能这样做"), str(exception or _("您没有这项权限。")))


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403: the page was too old, or the request came from elsewhere."""
    return _page(request, 403, _("页面已过期"), _("请刷新页面后再提交，所填内容请先复制保存。"))


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """404: not there, or not for this person."""
    return _page(request, 404, _("没有找到"), _("没有这个页面，或者您无权查看。"))


def fault_of(error: BaseException | None) -> tuple[str, str, int]:
    """Title, words and status (503: full or gone, 500: the program's own) of a fault."""
    if isinstance(error, DatabaseError):
        full = "full" in str(error) or "No space" in str(error)
        title, text, status = _FULL if full else _GONE
    else:
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        title, text, status = _FULL if full else _FAULT
    return _(title), _(_KEPT) + _(text), status


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is what fails. Nothing here asks the database or a template."""
    with translation.override(translation.get_language_from_request(request)):
        title, text, status = fault_of(sys.exc_info()[1])
        home, again, name = _("返回首页"), _("再试一次"), _("绩评")
    if called(request):
        return problem(status, f"{title}：{text}")
    retry = ""
    if request.method == "GET":
        retry = f'<a class="button main" href="{escape(request.get_full_path())}">{again}</a> '
    language = "en" if translation.get_language_from_request(request) == "en" else "zh-hans"
    return HttpResponse(
        f"<!doctype html><html lang={language}><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        f'<link rel=stylesheet href="{static("web/jiping.css")}">'
        f"<title>{title} · {name}</title><body class=narrow><main><h1>{title}</h1>"
        f"<p class=breaks>{text}</p><p>{retry}<a class=button href=/>{home}</a></p></main></body></html>",
        status=status,
    )


_KEPT = gettext_noop("刚才的操作没有完成，也没有留下一半；先前保存的都在。")
_FAULT = (
    gettext_noop("程序出错"),
    gettext_noop("请稍后重试；仍然出错，请把数据文件夹中的 serve.log 交给管理员。"),
    500,
)
_GONE = (
    gettext_noop("数据库没有应答"),
    gettext_noop("请稍后重试；一直这样，请告诉管理员。"),
    503,
)
_FULL = (gettext_noop("磁盘已满"), gettext_noop("请清理磁盘后重试。"), 503)
