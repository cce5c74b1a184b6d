"""Keys for programs: shown once, kept as a hash, cut down to some rights, with an end."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext

from jiping.store.acting import Act, action
from jiping.store.models import Token
from jiping.store.policy import NotThere, Refused, Viewer, WrongValue
from jiping.store.rights import rights

_PREFIX = "jp_"
_LONGEST = 366
_SEEN_EVERY = datetime.timedelta(minutes=1)


@action("token.issue", "申领接口令牌")
def issue_token(act: Act, name: str, allowed: Sequence[str], days: int) -> tuple[Token, str]:
    """A new key of one's own, and its text, which can't be shown again.

    ``allowed``: rights that it is cut down to; what the person doesn't have it doesn't give. A key
    that issues a key gives no right that it doesn't have itself.
    """
    act.demand("token.own")
    if act.person is None:
        raise Refused(gettext("令牌只能由本人申领。"))
    if not name.strip():
        raise WrongValue(gettext("请写明令牌的用途。"), "name")
    unknown = [code for code in allowed if code not in rights()]
    if unknown or not allowed:
        raise WrongValue(gettext("请选择令牌可以做什么。"), "rights")
    limit = act.actor.viewer.limit if act.actor.viewer else None
    if limit is not None and not limit.issuperset(allowed):
        raise Refused(gettext("令牌申领的令牌，权限不能多于它自己。"))
    if not 1 <= days <= _LONGEST:
        raise WrongValue(gettext("有效期是 1 到 %(longest)s 天。") % {"longest": _LONGEST}, "days")
    text = _PREFIX + secrets.token_urlsafe(32)
    made = Token.objects.create(
        person=act.person, name=name.strip()[:100], hash=_hash(text), rights=sorted(set(allowed)),
        expires=timezone.now() + datetime.timedelta(days=days),
    )  # fmt: skip
    act.log(made, name=made.name, rights=made.rights, expires=made.expires.isoformat())
    return made, text


@action("token.revoke", "吊销接口令牌")
def revoke_token(act: Act, token: Token) -> None:
    """End one of one's own keys."""
    act.demand("token.own")
    if act.person is None or token.person_id != act.person.pk:
        raise NotThere
    token.revoked = timezone.now()
    token.save(update_fields=["revoked"])
    act.log(token, name=token.name)


def viewer_of(text: str) -> Viewer | None:
    """Who a key speaks for, with its cut; None for one that is unknown, ended or its person gone."""
    now = timezone.now()
    found = (
        Token.objects.select_related("person")
        .filter(hash=_hash(text), revoked=None, expires__gt=now, person__is_active=True)
        .first()
    )
    if found is None:
        return None
    if found.last_used is None or now - found.last_used > _SEEN_EVERY:
        Token.objects.filter(pk=found.pk).update(last_used=now)
    return Viewer(found.person, limit=frozenset(found.rights))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
