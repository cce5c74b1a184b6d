"""A form looked back at and taken away: its history, what differs, official forms, the original."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from jiping import api
from jiping.api import originals
from jiping.forms.families import families
from jiping.model.contract import evaluation_from_json
from jiping.store import content, files
from jiping.store.actions.forms import note_form_download
from jiping.store.models import Form, FormBody, FormVersion
from jiping.store.policy import Conflict, NotThere, WrongValue
from jiping.web.attachment import TYPES, attachment
from jiping.web.calling import FAILS, OCTETS, Among, Id, asking, file_of, one
from jiping.web.calls.forms import form_of
from jiping.web.form.difference import differences, sent_back
from jiping.web.shapes import forms as shapes

router = Router(tags=["自评表"])
_MANY = 500
Kind = Annotated[
    str,
    Among((*TYPES, "original", "annotated", "audit")),
    Path(description="格式；original 原文件，annotated 批注的原文件，audit 审核结果"),
]
Number = Annotated[int, Path(description="第几页，从 1 起")]
Family = Annotated[
    str, Query(description="表样编号，例如 mof-2020；不写用这张表自己的", max_length=64)
]
Since = Annotated[
    int,
    Query(
        description="同哪一版比较，编号见 history；0 为退回时的，没有退回过则为最近存下的一版", ge=0
    ),
]


@router.get("/forms/{pk}/history", url_name="form-history", response={200: shapes.History, **FAILS})
def history(request: HttpRequest, pk: Id) -> Any:
    """流转的每一步、每一次修改（改前、改后、谁、何时）、存下的各版内容。"""
    form = form_of(request, pk)
    changes = form.changes.select_related("by").order_by("-version", "-id")[:_MANY]
    return {
        "steps": [
            {"step": s.step, "before": s.before, "after": s.after, "version": s.version,
             "text": s.text, "by": s.by.username if s.by else None, "at": s.at}
            for s in form.steps.select_related("by").order_by("id")
        ],
        "changes": [
            {"version": c.version, "pointer": c.pointer, "before": c.before, "after": c.after,
             "how": c.how, "by": c.by.username if c.by else None, "at": c.at}
            for c in changes
        ],
        "versions": [
            {"id": v.pk, "number": v.number, "why": v.why, "evaluation": v.evaluation}
            for v in FormVersion.objects.filter(form=form).order_by("number", "id")
        ],
    }  # fmt: skip


@router.get(
    "/forms/{pk}/differences", url_name="form-differences",
    response={200: shapes.Differences, **FAILS},
)  # fmt: skip
def compared(request: HttpRequest, pk: Id, since: Since = 0) -> Any:
    """现在的内容同存下的一版有哪些不同（重新送审时看改了什么）。"""
    form = form_of(request, pk)
    kept = FormVersion.objects.filter(form=form)
    newest = kept.order_by("-at", "-id")
    version = one(kept, since) if since else sent_back(form) or newest.first()
    if version is None:
        raise NotThere
    found = differences(evaluation_from_json(version.evaluation), content.evaluation_of(form))
    return {"against": f"第 {version.number} 版（编号 {version.pk}）", "differences": found}


@router.get(
    "/forms/{pk}/last-year", url_name="form-last-year", response={200: shapes.Differences, **FAILS}
)
def last_year(request: HttpRequest, pk: Id) -> Any:
    """同上一年的表有哪些不同；不是由上一年的表建的，答 404。"""
    form = form_of(request, pk)
    before = form_of(request, form.previous_id or 0)
    found = differences(content.evaluation_of(before), content.evaluation_of(form))
    return {"against": f"{before.year} 年的表（编号 {before.pk}）", "differences": found}


@router.get(
    "/forms/{pk}/pages/{number}", url_name="form-page", response={200: None, **FAILS},
    openapi_extra=file_of("image/png", "image/jpeg"),
)  # fmt: skip
def picture(request: HttpRequest, pk: Id, number: Number) -> HttpResponse:
    """原件的一页，作为图片；没有页的原件（Word、Excel、文本）答 404。"""
    form = form_of(request, pk)
    if form.source is None:
        raise NotThere
    data = files.content(form.source)
    try:
        if not originals.has_pages(data):
            raise NotThere
        made = originals.page_picture(data, number)
    except originals.Unreadable as error:
        raise NotThere from error
    return HttpResponse(made.data, content_type=made.kind)


@router.get(
    "/forms/{pk}/export/{kind}", url_name="form-export", response={200: None, **FAILS},
    openapi_extra=file_of(*TYPES.values(), OCTETS),
)  # fmt: skip
def taken_away(request: HttpRequest, pk: Id, kind: Kind, family: Family = "") -> HttpResponse:
    """官方表样（family 换一种表样）；original 为原文件，annotated 为批注的原文件，audit 为审核结果 JSON。记入日志。"""
    form = form_of(request, pk)
    if family and family not in families():
        raise WrongValue(f"没有编号为“{family[:60]}”的表样。", "family")
    note_form_download(asking(request).actor, form, f"{kind} {family}".strip())
    name = form.name or str(form.pk)
    if kind == "audit":
        audit = FormBody.objects.get(pk=form.pk).audit or {}
        return attachment(f"{name}.json", json.dumps(audit, ensure_ascii=False).encode(), "json")
    if kind in ("original", "annotated"):
        return _source(form, annotated=kind == "annotated")
    try:
        made = api.export(content.evaluation_of(form), kind, family=family or None)
    except api.CannotExport as error:
        raise Conflict(str(error)) from error
    return attachment(f"{name}.{kind}", made.data, kind)


def _source(form: Form, *, annotated: bool) -> HttpResponse:
    if form.source is None:
        raise Conflict("这张表不是从文件读来的，没有原文件。")
    if not annotated:
        return attachment(form.source.name, files.content(form.source))
    try:
        made = api.annotate(files.content(form.source), name=form.source.name)
    except (api.CannotAnnotate, api.NotRead) as error:
        raise Conflict(str(error)) from error
    stem = form.source.name.rpartition(".")[0] or form.source.name
    return attachment(f"{stem}（批注）{made.suffix}", made.data, made.suffix.lstrip("."))
