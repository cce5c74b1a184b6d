"""What the calls of the HTTP API share: who asks, one thing by its key, what may be sent and comes back."""

from __future__ import annotations

from typing import Any, TypeVar, cast

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import Schema
from ninja.files import UploadedFile
from ninja.throttling import AuthRateThrottle
from pydantic import Field, model_validator

from jiping.store.policy import NotThere, Refused
from jiping.web.keepable import UNKEEPABLE, all_keepable
from jiping.web.middleware import address_of
from jiping.web.page import Request

M = TypeVar("M", bound=Model)
_GREATEST = 2**31 - 1
_LONGEST_PAGE = 500


class Told(Schema):
    """What went wrong, in words."""

    detail: str


class Wrong(Told):
    """What of a request is wrong: where, and what."""

    errors: list[dict[str, Any]] = Field(default_factory=list)


class Elsewhere(Told):
    """Somebody else saved in between; ``version``: the one that holds now."""

    version: int


FAILS: dict[int, Any] = {
    401: Told, 403: Told, 404: Told, 409: Elsewhere, 413: Told, 422: Wrong, 429: Told, 503: Told,
}  # fmt: skip
"""Every call's ways to fail."""


class Given(Schema):
    """What is sent: no text that a database or a file can't hold."""

    @model_validator(mode="after")
    def _texts_can_be_kept(self) -> Any:
        if not all_keepable(self.model_dump()):
            raise ValueError(UNKEEPABLE)
        return self


class PerPerson(AuthRateThrottle):
    """So many calls for one person, whatever keys they use."""

    def get_cache_key(self, request: HttpRequest) -> str:
        """The person; without one, the address."""
        viewer = getattr(request, "viewer", None)
        who = f"address-{address_of(request)}" if viewer is None else str(viewer.person.pk)
        return f"calls-{self.num_requests}-{who}"


def asking(request: HttpRequest) -> Request:
    """The request with its ``viewer`` and ``actor``, which the key put there."""
    return cast("Request", request)


def one(found: QuerySet[M], key: int) -> M:
    """The thing of this key, if it is among what was found. Raises NotThere."""
    thing = found.filter(pk=key).first() if 0 < key <= _GREATEST else None
    if thing is None:
        raise NotThere
    return thing


def part(found: QuerySet[M], page: int, each: int) -> tuple[list[M], dict[str, int]]:
    """One page of what was found, and the words that say which."""
    each = max(1, min(each, _LONGEST_PAGE))
    count = found.count()
    page = max(1, min(page, max(1, -(-count // each))))
    rows = list(found[(page - 1) * each : page * each])
    return rows, {"count": count, "page": page, "each": each}


def taken(file: UploadedFile) -> tuple[bytes, str]:
    """The bytes and the name of what was sent. Raises Refused for what is too large."""
    if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
        raise Refused(f"文件太大：最多 {settings.UPLOAD_MAX_BYTES // 2**20} MB。")
    return file.read(), file.name or "文件"
