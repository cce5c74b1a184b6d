"""Read, audit, export of a file that is kept nowhere: the documents of the command line's contract."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Router
from ninja.files import UploadedFile

from jiping import __version__, api
from jiping.model.contract import evaluation_to_json
from jiping.store.policy import Refused
from jiping.web.attachment import TYPES, attachment
from jiping.web.calling import FAILS, PerPerson, taken

router = Router(tags=["不保存的调用"])
_HEAVY = PerPerson("60/m")
"""Each of these reads a file while it is waited for."""


def _status(reading: api.FileReading) -> dict[str, Any]:
    return {
        "file": reading.file, "status": reading.status, "reason": reading.reason,
        "forms": len(reading.evaluations),
    }  # fmt: skip


@router.post("/read", url_name="read", response={200: dict[str, Any], **FAILS}, throttle=_HEAVY)
def read(request: HttpRequest, file: File[UploadedFile], places: bool = False) -> Any:
    """读取一个文件，得到 `jiping read --format json` 的文档。"""
    del request
    data, name = taken(file)
    reading = api.read(data, name=name)
    forms = [evaluation_to_json(each, places=places) for each in reading.evaluations]
    return {"version": __version__, "files": [_status(reading)], "forms": forms}


@router.post("/audit", url_name="audit", response={200: dict[str, Any], **FAILS}, throttle=_HEAVY)
def audit(request: HttpRequest, file: File[UploadedFile], scheme: str = "") -> Any:
    """读取并审核一个文件，得到 `jiping audit --format json` 的文档。"""
    del request
    data, name = taken(file)
    reading = api.read(data, name=name)
    try:
        audits = api.audit(reading.evaluations, scheme=scheme or None)
    except KeyError as error:
        raise Refused(f"没有编号为“{scheme[:60]}”的计分办法。") from error
    forms = [each.to_json() for each in audits]
    return {"version": __version__, "files": [_status(reading)], "forms": forms}


@router.post("/export/{kind}", url_name="export", response={200: None, **FAILS}, throttle=_HEAVY)
def export(
    request: HttpRequest, kind: str, file: File[UploadedFile], family: str = "", ordinal: int = 0
) -> HttpResponse:
    """读取一个文件（或一张表的 JSON），写成官方表样。"""
    del request
    if kind not in TYPES:
        raise Refused(f"没有“{kind[:20]}”这种导出格式。")
    data, name = taken(file)
    try:
        reading = api.read(data, name=name)
        given: Any = reading if reading.evaluations else data
        made = api.export(given, kind, family=family or None, ordinal=ordinal or None)
    except (api.CannotExport, api.NotRead) as error:
        raise Refused(str(error)) from error
    return attachment(f"{name.rpartition('.')[0] or name}.{kind}", made.data, kind)
