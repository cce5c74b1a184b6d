"""Read, audit, export of a file that is kept nowhere: the documents of the command line's contract."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from jiping import __version__, api
from jiping.model.contract import evaluation_to_json
from jiping.store.library import library
from jiping.store.policy import WrongValue
from jiping.web.attachment import TYPES, attachment
from jiping.web.calling import FAILS, READS_A_FILE, Among, Sent, file_of, taken
from jiping.web.shapes import stateless as shapes

router = Router(tags=["不保存的调用"])
Places = Annotated[bool, Query(description="连同每个值在文件中的位置")]
Scheme = Annotated[str, Query(description="计分办法编号；不写按表认", max_length=64)]
Family = Annotated[str, Query(description="表式编号；不写按表认", max_length=64)]
Ordinal = Annotated[int, Query(description="文件中第几张表；0 为唯一的一张", ge=0, le=100_000)]
Kind = Annotated[
    str,
    Among(tuple(TYPES)),
    Path(description="格式"),
]


def _status(reading: api.FileReading) -> dict[str, Any]:
    return {
        "file": reading.file, "status": reading.status, "reason": reading.reason,
        "forms": len(reading.evaluations),
    }  # fmt: skip


@router.post(
    "/read", url_name="read", response={200: shapes.ReadDocument, **FAILS}, throttle=READS_A_FILE
)
def read(request: HttpRequest, file: Sent, places: Places = False) -> Any:
    """读取一个文件，得到 `jiping read --format json` 的文档。"""
    del request
    data, name = taken(file)
    reading = api.read(data, name=name)
    forms = [evaluation_to_json(each, places=places) for each in reading.evaluations]
    return {"version": __version__, "files": [_status(reading)], "forms": forms}


@router.post(
    "/audit",
    url_name="audit",
    response={200: shapes.AuditedDocument, **FAILS},
    throttle=READS_A_FILE,
)
def audit(request: HttpRequest, file: Sent, scheme: Scheme = "") -> Any:
    """读取并审核一个文件，得到 `jiping audit --format json` 的文档；这里有指标库时也同它比较。"""
    del request
    data, name = taken(file)
    reading = api.read(data, name=name)
    try:
        audits = api.audit(reading.evaluations, scheme=scheme or None, library=library())
    except KeyError as error:
        raise WrongValue(f"没有编号为“{scheme[:60]}”的计分办法。", "scheme") from error
    forms = [each.to_json() for each in audits]
    return {"version": __version__, "files": [_status(reading)], "forms": forms}


@router.post(
    "/export/{kind}",
    url_name="export",
    response={200: None, **FAILS},
    openapi_extra=file_of(*TYPES.values()),
    throttle=READS_A_FILE,
)
def export(
    request: HttpRequest, kind: Kind, file: Sent, family: Family = "", ordinal: Ordinal = 0
) -> HttpResponse:
    """读取一个文件（或一张表的 JSON），写成官方表样。"""
    del request
    data, name = taken(file)
    try:
        reading = api.read(data, name=name)
        given: Any = reading if reading.evaluations else data
        made = api.export(given, kind, family=family or None, ordinal=ordinal or None)
    except (api.CannotExport, api.NotRead) as error:
        raise WrongValue(str(error), "file") from error
    return attachment(f"{name.rpartition('.')[0] or name}.{kind}", made.data, kind)
