"""One-time tickets that the console shows and the browser brings: first start, desktop.

A ticket lies in the data folder (readable by its owner only) until it is used, so that nobody else
on the network can be first.
"""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path

from django.conf import settings

from jiping.web.configuration import kept


def ticket(name: str) -> str:
    """The ticket of this name, made if there is none."""
    return kept(_path(name), lambda: secrets.token_urlsafe(24))


def fresh(name: str) -> str:
    """A new ticket; an older one of this name is good no more."""
    used(name)
    return ticket(name)


def good(name: str, given: str) -> bool:
    """Whether somebody brings the right one."""
    path = _path(name)
    if not path.exists() or not given:
        return False
    return hmac.compare_digest(path.read_text("utf-8").strip().encode(), given.encode())


def spent(name: str, given: str) -> bool:
    """Whether somebody brings the right one, which is good no more: of two at once one gets in."""
    if not good(name, given):
        return False
    try:
        _path(name).unlink()
    except FileNotFoundError:
        return False
    return True


def used(name: str) -> None:
    """It is good no more."""
    _path(name).unlink(missing_ok=True)


def _path(name: str) -> Path:
    return Path(settings.DATA) / f"{name}.ticket"
