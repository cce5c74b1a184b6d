"""One's own account: password, second factor."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from jiping.store.actions import people
from jiping.store.models import Person
from jiping.store.password_rules import words
from jiping.store.policy import Refused
from jiping.web import signing
from jiping.web.page import Request, page


@page("account/", "account")
def account(request: Request) -> HttpResponse:
    """Name, roles, ways to the rest."""
    return render(request, "web/account.html", {"tokens": request.viewer.has("token.own")})


@page("account/password/", "password", methods=("GET", "POST"))
def password(request: Request) -> HttpResponse:
    """Change one's own password."""
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        given = request.POST
        try:
            if given.get("new") != given.get("again"):
                raise Refused(gettext("两次输入的新密码不同。"))
            people.change_password(request.actor, given.get("old", ""), given.get("new", ""))
        except people.PasswordRefused as error:
            faults = error.rules
        except Refused as error:
            faults = (str(error),)
        else:
            update_session_auth_hash(request, request.user)
            messages.success(request, gettext("密码已修改。"))
            return _next(request)
    rules = words(settings.CONFIGURATION.passwords)
    shown = {"faults": faults, "rules": rules, "must": request.session.get("must") == "password"}
    return render(request, "web/password.html", shown)


def _next(request: Request) -> HttpResponse:
    """To what is still to be done first, if anything is; else to the account."""
    request.session["must"] = signing.first_of_all(Person.objects.get(pk=request.user.pk))
    return redirect(request.session["must"] or "account")


@page("account/totp/", "totp", methods=("GET", "POST"))
def totp(request: Request) -> HttpResponse:
    """Set up or end the second factor; the secret is kept once a right code was given."""
    import pyotp
    import segno

    why = ""
    if request.method == "POST" and request.POST.get("end"):
        people.set_totp(request.actor, "")
        messages.success(request, gettext("动态口令已停用。"))
        return _next(request)
    secret = request.session.setdefault("totp", pyotp.random_base32())
    one = pyotp.TOTP(secret)
    if request.method == "POST":
        if one.verify(request.POST.get("code", "").strip(), valid_window=1):
            people.set_totp(request.actor, secret)
            request.session.pop("totp")
            messages.success(request, gettext("动态口令已启用，下次登录时要用。"))
            return _next(request)
        why = gettext("口令不对。请看手机上现在显示的六位数字，并检查手机和电脑的时间是否准确。")
    address = one.provisioning_uri(name=request.user.username, issuer_name="jiping")
    picture = segno.make(address).svg_data_uri(scale=5)
    shown = {"picture": picture, "secret": secret, "why": why,
             "must": request.session.get("must") == "totp"}  # fmt: skip
    return render(request, "web/totp.html", shown)
