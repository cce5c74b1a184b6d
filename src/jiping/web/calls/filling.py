"""A form filled from a file: first what it would change, then it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from jiping.web.calling import FAILS, READS_A_FILE, Id, Sent, asking, taken
from jiping.web.calls.forms import form_of, whole
from jiping.web.form.filling import filled, offered
from jiping.web.shapes import forms as shapes

router = Router(tags=["自评表"])


@router.post(
    "/forms/{pk}/fill",
    url_name="form-fill",
    response={200: shapes.Offers, **FAILS},
    throttle=READS_A_FILE,
)
def look(request: HttpRequest, pk: Id, file: Sent) -> Any:
    """从文件填入，第一步：交填好的工作簿或文件，得到填入后会改的地方；表还没有改。"""
    form = form_of(request, pk)
    asking(request).viewer.demand("form.edit", form)
    data, name = taken(file)
    found = offered(asking(request).actor, form, name, [data])
    return {
        "file": name, "version": form.version,
        "offers": [
            {"ordinal": each.ordinal, "project": each.form.project.name or "",
             "unit": each.form.unit.name or "", "year": each.form.year,
             "differences": each.difference, "ticket": each.ticket}
            for each in found
        ],
    }  # fmt: skip


@router.post(
    "/forms/{pk}/fill/apply",
    url_name="form-fill-apply",
    response={200: shapes.Filled, **FAILS},
    throttle=READS_A_FILE,
)
def apply(request: HttpRequest, pk: Id, given: shapes.Filling) -> Any:
    """从文件填入，第二步：用第一步的凭证填入；之间有人改过时答 409，什么也不写。"""
    form = form_of(request, pk)
    asking(request).viewer.demand("form.edit", form)
    held, _source, count = filled(asking(request).actor, form, given.ticket)
    return {**whole(held), "edits": count}
