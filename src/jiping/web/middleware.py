"""What happens around every request: health, headers, first start, time-out, who asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from jiping.store.acting import Actor
from jiping.store.models import Person
from jiping.store.policy import NotThere, Refused, Viewer
from jiping.web import errors
from jiping.web.keepable import UNKEEPABLE, keepable

Answer = Callable[[HttpRequest], HttpResponse]

# No inline script or style anywhere: what is not a file of the package is not run.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'; manifest-src 'self'"
)
_CLOSED = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class Health:
    """``GET /healthz``: 200 when the database answers, 503 when not; for whoever asks."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if request.path_info != "/healthz":
            return self.answer(request)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return HttpResponse("database\n", status=503, content_type="text/plain")
        told = {"X-Installation": installation()}
        return HttpResponse("ok\n", content_type="text/plain", headers=told)


def installation() -> str:
    """What tells one data folder from another at the same address; nobody learns the key from it."""
    return salted_hmac("installation", "").hexdigest()[:16]


class Headers:
    """Headers that hold for every answer; pages of people are kept by no cache."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        response = self.answer(request)
        if request.headers.get("HX-Request") and response.status_code == 302:
            response = _led(request, response)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", _CLOSED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if not request.path_info.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _led(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A part of a page asked for by somebody who is signed out: never the sign-in page inside it.

    Reading, the browser goes and signs in; sending, the page stays, so that nothing typed is lost.
    """
    if not response.headers["Location"].startswith(reverse("sign-in")):
        return response
    words = _("登录已过期，内容没有保存。请在另一个窗口登录，再回到这里保存。")
    told = HttpResponse(words, status=401, content_type="text/plain; charset=utf-8")
    if request.method == "GET":
        told.headers["HX-Redirect"] = response.headers["Location"].split("?")[0]
    return told


class Language:
    """Chinese, unless somebody chose otherwise: a foreign browser is no choice."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES)
        with translation.override(chosen if known else settings.LANGUAGE_CODE):
            response = self.answer(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
        return response


class FirstStart:
    """While nobody is registered, every page leads to the first one; a desktop has its own way in."""

    done = False

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if not FirstStart.done and not settings.DESKTOP and not _free(request.path_info):
            if not Person.objects.exists():
                return HttpResponseRedirect(reverse("first-start"))
            FirstStart.done = True
        return self.answer(request)


def _free(path: str) -> bool:
    return path.startswith(("/static/", "/first-start/", "/desktop/", "/language/", "/api/"))


class Timeout:
    """Signs out who did nothing for too long, or whose password must be changed first."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            rules = settings.CONFIGURATION.passwords
            seen = request.session.get("seen", now)
            begun = request.session.setdefault("begun", now)
            idle = not settings.DESKTOP and now - seen > rules.idle_minutes * 60
            if idle or (now - begun > rules.longest_hours * 3600 and not settings.DESKTOP):
                logout(request)
                request.session["ended"] = True
            elif now - seen > 60 or "seen" not in request.session:
                request.session["seen"] = now
        return self.answer(request)


class Asking:
    """Puts ``viewer``, ``actor`` and ``htmx`` on the request; turns refusals into pages.

    Last in the list, so that views and the refusals they raise are next to it.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Any) -> HttpResponse:
        """Answer."""
        request.htmx = request.headers.get("HX-Request") == "true"
        person = request.user
        if person.is_authenticated:
            request.viewer = Viewer(person)
            request.actor = Actor(request.viewer, "page", address_of(request))
            waiting = request.session.get("must")
            if waiting and not _free(request.path_info) and request.path_info not in (
                reverse(waiting), reverse("sign-out"),
            ):  # fmt: skip
                return HttpResponseRedirect(reverse(waiting))
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Texts that no database can hold go no further."""
        sent = [*request.GET.items(), *request.POST.items()]
        if all(keepable(name) and keepable(str(text)) for name, text in sent):
            return None
        if errors.called(request):
            return errors.problem(422, UNKEEPABLE, "body")
        return errors.bad(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What the policy said: not there, or not allowed."""
        if isinstance(error, NotThere):
            return errors.missing(request, Http404())
        if isinstance(error, Refused):
            return errors.forbidden(request, error)
        return None


def address_of(request: HttpRequest) -> str:
    """Where a request came from; behind proxies the address that the outermost one of ours saw."""
    proxies: int = settings.CONFIGURATION.proxies
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(passed) >= proxies and passed[-proxies]:
        return passed[-proxies][:64]
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
