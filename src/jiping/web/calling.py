"""What the calls of the HTTP API share: who asks, one thing by its key, what may be sent and comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeVar, cast

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from ninja import File, Path, Query, Schema
from ninja.files import UploadedFile
from ninja.throttling import AuthRateThrottle
from pydantic import ConfigDict, Field, GetCoreSchemaHandler, model_validator

from jiping.store.policy import NotThere, Refused
from jiping.web.keepable import UNKEEPABLE, all_keepable
from jiping.web.middleware import address_of
from jiping.web.page import Request

M = TypeVar("M", bound=Model)
GREATEST = 2**31 - 1
LONGEST_PAGE = 500

Id = Annotated[int, Path(description="编号")]
Page = Annotated[int, Query(description="第几页，从 1 起；超过末页的给末页", ge=1, le=1_000_000)]
Each = Annotated[int, Query(description="每页多少", ge=1, le=LONGEST_PAGE)]
Sent = Annotated[UploadedFile, File(description="文件")]


def said(words: str, *examples: object, **limits: Any) -> Any:
    """A field of a shape, in words and with an example: both stand in the description of the API."""
    return Field(description=words, examples=list(examples) or None, **limits)


@dataclass(frozen=True, slots=True)
class Among:
    """Says of a text that it is one of these words: ``Annotated[str, Among(words)]``."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        """As a literal, for words that tables say."""
        del source
        return handler.generate_schema(cast("Any", Literal)[self.words])


class Fault(Schema):
    """一处错误。"""

    field: str = said("哪一项：参数或内容中的名称，嵌套的用点连接", "days")
    what: str = said("错在哪里，怎样写才对", "要在 1 到 366 之间。")


class Problem(Schema):
    """没有办成：所有不成功的答复都是这个样子。"""

    detail: str = said("为什么，怎么办", "有效期是 1 到 366 天。")
    errors: list[Fault] = Field(description="422：逐项说明错在哪里；其他为空", default_factory=list)
    version: int | None = said(
        "409：这张表现在的版本；与自评表版本无关的为 null", None, default=None
    )


FAILS: dict[int, Any] = dict.fromkeys((401, 403, 404, 409, 413, 422, 429, 503), Problem)
"""Every call's ways to fail."""


class TooLarge(Refused):
    """What was sent is more than is taken."""


class Given(Schema):
    """What is sent: nothing that isn't asked for, no text that a database or a file can't hold."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _texts_can_be_kept(self) -> Any:
        if not all_keepable(self.model_dump()):
            raise ValueError(UNKEEPABLE)
        return self


class Part(Schema):
    """一页清单。"""

    count: int = said("共有多少", 1)
    page: int = said("第几页，从 1 起", 1)
    each: int = said("每页多少", 50)


class PerPerson(AuthRateThrottle):
    """So many calls for one person, whatever keys they use."""

    def get_cache_key(self, request: HttpRequest) -> str:
        """The person; without one, the address."""
        viewer = getattr(request, "viewer", None)
        who = f"address-{address_of(request)}" if viewer is None else str(viewer.person.pk)
        return f"calls-{self.num_requests}-{who}"


READS_A_FILE = PerPerson("60/m")
"""How often calls may come that read a file while they are waited for."""


def asking(request: HttpRequest) -> Request:
    """The request with its ``viewer`` and ``actor``, which the key put there."""
    return cast("Request", request)


def one(found: QuerySet[M], key: int) -> M:
    """The thing of this key, if it is among what was found. Raises NotThere."""
    thing = found.filter(pk=key).first() if 0 < key <= GREATEST else None
    if thing is None:
        raise NotThere
    return thing


def part(found: QuerySet[M], page: int, each: int) -> tuple[list[M], dict[str, int]]:
    """One page of what was found, and the words that say which; past the end: the last page."""
    count = found.count()
    page = min(page, max(1, -(-count // each)))
    rows = list(found[(page - 1) * each : page * each])
    return rows, {"count": count, "page": page, "each": each}


def taken(file: UploadedFile) -> tuple[bytes, str]:
    """The bytes and the name of what was sent. Raises TooLarge."""
    if file.size is not None and file.size > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(f"文件太大：最多 {settings.UPLOAD_MAX_BYTES // 2**20} MB。")
    return file.read(), file.name or "文件"


def file_of(*kinds: str) -> dict[str, Any]:
    """``openapi_extra`` of a call that answers with a file of one of these types."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    content = {kind.partition(";")[0]: binary for kind in kinds or (OCTETS,)}
    return {"responses": {200: {"content": content}}}


OCTETS = "application/octet-stream"
