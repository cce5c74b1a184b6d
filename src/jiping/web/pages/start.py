"""First start, signing in and out, the desktop's way in, language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiping.store import demonstration
from jiping.store.acting import PROGRAM, Actor
from jiping.store.actions import people
from jiping.store.models import Organisation, Person, Role
from jiping.store.password_rules import words
from jiping.store.policy import Viewer
from jiping.web import signing, tickets
from jiping.web.choices import translated
from jiping.web.middleware import FirstStart, address_of
from jiping.web.page import Request, page

BACKEND = "jiping.web.signing.Backend"


class First(forms.Form):
    """What the first start asks."""

    unit = forms.CharField(label=_("单位名称"), max_length=200)
    kind = forms.ChoiceField(
        label=_("单位类别"), choices=translated(Organisation.Kind.choices), initial="unit"
    )
    name = forms.CharField(label=_("您的姓名"), max_length=64)
    username = forms.CharField(label=_("登录名"), max_length=64)
    password = forms.CharField(label=_("密码"), widget=forms.PasswordInput, max_length=200)
    again = forms.CharField(label=_("再输一遍"), widget=forms.PasswordInput, max_length=200)
    roles = forms.MultipleChoiceField(
        label=_("除管理员外，您还是"),
        choices=translated(c for c in Role.choices if c[0] != Role.ADMINISTRATOR),
        widget=forms.CheckboxSelectMultiple,
        initial=[Role.FILLER, Role.UNIT_REVIEWER],
        required=False,
    )
    examples = forms.BooleanField(label=_("放入五张示范自评表"), required=False, initial=True)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["password"].help_text = "".join(words(settings.CONFIGURATION.passwords))

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        given = super().clean() or {}
        if given.get("password") != given.get("again"):
            self.add_error("again", _("两次输入的密码不同。"))
        return given


@page("first-start/", "first-start", public=True, methods=("GET", "POST"))
def first_start(request: HttpRequest) -> HttpResponse:
    """Asks for the first administrator, from whoever has the ticket that the console showed."""
    if settings.DESKTOP or Person.objects.exists():
        return redirect("sign-in")
    ticket = request.POST.get("ticket") or request.GET.get("ticket") or ""
    if not tickets.good("first-start", ticket):
        return render(request, "web/first_ticket.html", status=403)
    form = First(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actor = Actor(None, "start", address_of(request))
        try:
            person = people.first_person(
                actor, given["username"], given["name"], given["password"],
                unit=given["unit"], kind=given["kind"], roles=given["roles"],
            )  # fmt: skip
        except people.PasswordRefused as error:
            form.add_error("password", list(error.rules))
        else:
            tickets.used("first-start")
            FirstStart.done = True
            if given["examples"]:
                demonstration.offer()
            _enter(request, person)
            return redirect("home")
    return render(request, "web/first_start.html", {"form": form, "ticket": ticket})


@page("sign-in/", "sign-in", public=True, methods=("GET", "POST"))
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; then the second factor where there is one."""
    if request.user.is_authenticated:
        return redirect("home")
    why = ""
    ended = bool(request.session.pop("ended", False))
    if request.method == "POST":
        username = request.POST.get("username", "").strip()
        address = address_of(request)
        outcome = signing.enter(username, request.POST.get("password", ""), address)
        if outcome.person is None:
            actor = Actor(None, "page", address)
            people.note_sign_in_failure(actor, username, locked=outcome.locked)
            why = outcome.why
        elif outcome.person.totp_secret:
            request.session["half"] = outcome.person.pk
            request.session["next"] = _onward(request)
            return redirect("second-factor")
        else:
            _enter(request, outcome.person)
            return HttpResponseRedirect(_onward(request))
    shown = {
        "why": why,
        "ended": ended,
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "web/sign_in.html", shown, status=403 if why else 200)


@page("sign-in/code/", "second-factor", public=True, methods=("GET", "POST"))
def second_factor(request: HttpRequest) -> HttpResponse:
    """The one-time code of somebody whose password was right."""
    person = Person.objects.filter(pk=request.session.get("half") or 0, is_active=True).first()
    if person is None:
        return redirect("sign-in")
    why = ""
    if request.method == "POST":
        address = address_of(request)
        locked = signing.waits(person.username, address)
        if not locked and signing.second_factor(person, request.POST.get("code", "")):
            signing.entered(person.username, address)
            onward = request.session.get("next") or reverse("home")
            _enter(request, person)
            return HttpResponseRedirect(onward)
        if not locked:
            signing.failed(person.username, address)
        people.note_sign_in_failure(
            Actor(None, "page", address), person.username, locked=bool(locked)
        )
        why = locked or gettext("口令不对，或者已经用过。请等下一个。")
    return render(request, "web/second_factor.html", {"why": why}, status=403 if why else 200)


def _enter(request: HttpRequest, person: Person) -> None:
    login(request, person, backend=BACKEND)  # a new session key: an older one can't be planted
    now = int(timezone.now().timestamp())
    request.session["seen"] = request.session["begun"] = now
    request.session.pop("half", None)
    request.session["must"] = signing.first_of_all(person)
    people.note_sign_in(Actor(Viewer(person), "page", address_of(request)))


def _onward(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if safe and target.startswith("/") else reverse("home")


@page("sign-out/", "sign-out", methods=("POST",))
def sign_out(request: Request) -> HttpResponse:
    """Ends the session."""
    people.note_sign_out(request.actor)
    logout(request)
    return redirect("sign-in")


@page("desktop/", "desktop", public=True)
def desktop(request: HttpRequest) -> HttpResponse:
    """One person without signing in: the ticket of `jiping serve --desktop`, good once."""
    if settings.DESKTOP and request.user.is_authenticated:
        return redirect("home")  # the same address once more, in the browser that is in already
    if not settings.DESKTOP or not tickets.spent("desktop", request.GET.get("ticket", "")):
        raise Http404
    person = Person.objects.order_by("pk").first()
    if person is None:
        everything = [role for role in Role.values if role != Role.ADMINISTRATOR]
        person = people.first_person(
            PROGRAM, "desktop", "本机用户", "", unit="本单位", roles=everything
        )
        demonstration.offer()
    FirstStart.done = True
    _enter(request, person)
    return redirect("home")


@page("language/", "language", public=True, methods=("POST",))
def language(request: HttpRequest) -> HttpResponse:
    """Chinese or English, kept in a cookie."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        raise Http404
    response = HttpResponseRedirect(_onward(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, max_age=31_536_000, httponly=True,
        samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE,
    )  # fmt: skip
    return response
