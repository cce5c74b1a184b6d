"""Signing in: the password, the second factor, what follows failures."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from jiping.store.models import Person, SignInFailure
from jiping.store.policy import Viewer

FROM_ONE_ADDRESS = 20
"""Failures from one address before it has to wait, whatever names it tried."""


class Backend:
    """For Django: finds the person of a session. Passwords are checked by `enter` only."""

    def authenticate(self, request: HttpRequest | None, **_: Any) -> None:
        """Nobody: signing in goes through `enter`."""

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, unless closed since."""
        return Person.objects.filter(pk=user_id, is_active=True).first()


@dataclass(frozen=True, slots=True)
class Outcome:
    """``person`` if the password was right; ``why`` (for the person) if not."""

    person: Person | None
    why: str = ""
    locked: bool = False


def enter(username: str, password: str, address: str) -> Outcome:
    """Check a name and a password. One message for both wrong, so that names can't be tried out."""
    wait = waits(username, address)
    if wait:
        return Outcome(None, wait, True)
    person = Person.objects.filter(username=username, is_active=True).first()
    # The same work whether or not there is such a person: the time tells nothing.
    right = check_password(password, person.password if person else _decoy(), setter=None)
    if person is None or not right:
        failed(username, address)
        return Outcome(None, gettext("登录名或密码不对。"))
    if not person.totp_secret:  # else the code is still to come: guesses of it go on being counted
        entered(username, address)
    return Outcome(person)


def entered(username: str, address: str) -> None:
    """Somebody is in: what failed before under this name counts no longer."""
    SignInFailure.objects.filter(key=_keys(username, address)[0]).delete()


def first_of_all(person: Person) -> str:
    """The page that somebody has to be done with before any other, "" for none."""
    if settings.DESKTOP:
        return ""
    rules = settings.CONFIGURATION.passwords
    changed = person.password_changed
    aged = rules.days and changed is not None and (timezone.now() - changed).days >= rules.days
    if person.must_change or aged:
        return "password"
    demanded = set(rules.second_factor) & Viewer(person).roles
    return "totp" if demanded and not person.totp_secret else ""


def waits(username: str, address: str) -> str:
    """How long this name or address has to wait, in words; "" if it has not."""
    now = timezone.now()
    keys = _keys(username, address)
    locked = SignInFailure.objects.filter(key__in=keys, locked_until__gt=now).first()
    if locked is None or locked.locked_until is None:
        return ""
    minutes = int((locked.locked_until - now).total_seconds() // 60) + 1
    return gettext("登录失败次数过多，请 %(minutes)s 分钟后再试，或请管理员重置密码。") % {
        "minutes": minutes
    }


def failed(username: str, address: str) -> None:
    """Count a failure for the name and for the address."""
    limits = (settings.CONFIGURATION.passwords.failures, FROM_ONE_ADDRESS)
    now = timezone.now()
    for key, limit in zip(_keys(username, address), limits, strict=False):
        _failed(key, limit, now)
    SignInFailure.objects.filter(last__lt=now - datetime.timedelta(days=1)).delete()


def _keys(username: str, address: str) -> tuple[str, ...]:
    """The name first. A proxy that doesn't say for whom it asks stands for everybody."""
    name = f"name:{username.lower()[:100]}"
    if settings.CONFIGURATION.proxies and address in ("127.0.0.1", "::1", ""):
        return (name,)
    return name, f"address:{address}"


def _decoy() -> str:
    if not hasattr(_decoy, "hash"):
        _decoy.hash = make_password("nobody has this")  # type: ignore[attr-defined]
    found: str = _decoy.hash  # type: ignore[attr-defined]
    return found


@transaction.atomic
def _failed(key: str, limit: int, now: datetime.datetime) -> None:
    rules = settings.CONFIGURATION.passwords
    window = datetime.timedelta(minutes=rules.locked_minutes)
    row, made = SignInFailure.objects.select_for_update().get_or_create(
        key=key, defaults={"last": now}
    )
    row.count = 1 if not made and now - row.last > window else row.count + 1
    row.last = now
    row.locked_until = now + window if row.count >= limit else None
    row.save()


def second_factor(person: Person, code: str) -> bool:
    """Whether a one-time code is right; each is good once."""
    import pyotp

    if not person.totp_secret:
        return True
    totp = pyotp.TOTP(person.totp_secret)
    step = int(timezone.now().timestamp()) // 30
    for at in (step, step - 1, step + 1):
        if at > person.totp_last and totp.verify(code.strip(), for_time=at * 30):
            person.totp_last = at
            person.save(update_fields=["totp_last"])
            return True
    return False
