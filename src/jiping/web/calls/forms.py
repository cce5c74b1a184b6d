"""Forms: listed, read, made, changed cell by cell and row by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router, Status

from jiping.api import editing
from jiping.api.typed_values import CannotEdit
from jiping.forms.families import families
from jiping.model.contract import evaluation_from_json
from jiping.store import content
from jiping.store.actions.forms import Moved, change_form, create_form, delete_form
from jiping.store.models import Change, FindingRow, Form, FormBody, Organisation
from jiping.store.policy import Conflict, NotThere, WrongValue
from jiping.web.attachment import TYPES
from jiping.web.calling import FAILS, Id, asking, file_of, one
from jiping.web.form.beginning import begun_at
from jiping.web.form.changing import changed
from jiping.web.lists import Asked, Counted, forms
from jiping.web.pages.lists import table_of
from jiping.web.shapes import forms as shapes
from jiping.web.wrong import evaluation_faults

router = Router(tags=["自评表"])


def line(form: Form) -> dict[str, Any]:
    """What a list says of a form."""
    figures = ("printed_total", "total", "budget", "executed", "rate")
    return {
        "id": form.pk, "name": form.name, "unit": form.unit_name, "year": form.year,
        "department": form.department_name, "state": form.state, "version": form.version,
        "scheme": form.scheme, "grade": form.grade, "family": form.family,
        "errors": form.errors, "warnings": form.warnings, "infos": form.infos,
        "answered": form.answered, "updated": form.updated,
        **{name: None if (v := getattr(form, name)) is None else f"{v:f}" for name in figures},
    }  # fmt: skip


def whole(form: Form) -> dict[str, Any]:
    """All that is known of a form."""
    body = FormBody.objects.get(pk=form.pk)
    findings = [
        {"id": row.pk, "answered": row.answered, **row.data}
        for row in FindingRow.objects.filter(form=form)
    ]
    audit = body.audit or {}
    return {
        **line(form), "evaluation": body.evaluation, "ledger": audit.get("ledger"),
        "findings": findings, "checks": audit.get("checks", []),
    }  # fmt: skip


def form_of(request: HttpRequest, pk: int) -> Form:
    """The form of this key, if the caller may see it."""
    return one(asking(request).viewer.forms(), pk)


@router.get("/families", url_name="families", response={200: shapes.Families, **FAILS})
def known_families(request: HttpRequest) -> Any:
    """官方表式，供新建时选用。"""
    asking(request).viewer.demand("catalogue.read")
    return {"families": [{"id": each.id, "name": each.name} for each in families().values()]}


@router.get("/forms", url_name="forms", response={200: shapes.Listed, **FAILS})
def listed(request: HttpRequest, given: Query[shapes.Paged]) -> Any:
    """看得到的自评表；筛选同网页的列表。"""
    pages = Counted(forms(asking(request).viewer, Asked(given.asked())), given.each)
    shown = pages.get_page(given.page)
    return {"count": pages.count, "more": pages.many, "page": shown.number,
            "forms": [line(form) for form in shown.object_list]}  # fmt: skip


@router.get(
    "/forms.csv",
    url_name="forms-csv",
    response={200: None, **FAILS},
    openapi_extra=file_of(TYPES["csv"]),
)
def taken_list(request: HttpRequest, given: Query[shapes.Filters]) -> HttpResponseBase:
    """列表存成 CSV，Excel 和 WPS 能打开；记入日志。"""
    asking(request).viewer.demand("form.read")
    return table_of(asking(request), given.asked())


def _place(request: HttpRequest, key: int) -> Organisation:
    place = one(Organisation.objects.all(), key)
    if not asking(request).viewer.sees(place):
        raise NotThere
    return place


@router.post("/forms", url_name="forms", response={201: shapes.Whole, **FAILS})
def make(request: HttpRequest, given: shapes.NewForm) -> Any:
    """按接口契约中的 evaluation 新建一张。"""
    place = _place(request, given.organisation)
    found = evaluation_faults(given.evaluation)
    if found:
        words = "；".join(f"{each['field']}：{each['what'].rstrip('。')}" for each in found[:5])
        raise WrongValue(f"evaluation 不合接口契约。{words}。", "evaluation", found)
    evaluation = evaluation_from_json(given.evaluation)
    return Status(201, whole(create_form(asking(request).actor, evaluation, place)))


@router.post("/forms/blank", url_name="form-blank", response={201: shapes.Whole, **FAILS})
def blank(request: HttpRequest, given: shapes.Blank) -> Any:
    """新建一张空白的官方表，再逐格填写。"""
    place = _place(request, given.organisation)
    try:
        evaluation = begun_at(place, given.family, given.year, given.name.strip())
    except CannotEdit as error:
        raise WrongValue(str(error), "family") from error
    return Status(201, whole(create_form(asking(request).actor, evaluation, place)))


@router.get("/forms/{pk}", url_name="form", response={200: shapes.Whole, **FAILS})
def read(request: HttpRequest, pk: Id) -> Any:
    """一张表：内容、算分账、问题、核对项。"""
    return whole(form_of(request, pk))


@router.delete("/forms/{pk}", url_name="form", response={204: None, **FAILS})
def delete(request: HttpRequest, pk: Id) -> Any:
    """删除草稿。"""
    delete_form(asking(request).actor, form_of(request, pk))
    return Status(204, None)


@router.patch("/forms/{pk}", url_name="form", response={200: shapes.Changed, **FAILS})
def change(request: HttpRequest, pk: Id, given: shapes.Typed) -> Any:
    """逐格修改；别人先改过时答 409，什么也不写。写法不对的格子在 problems 里说明，其他照收。"""
    typed = {"typed": given.typed, "alone": given.alone, "correct": given.correct}
    return _saved(request, pk, given.version, typed, "typed")


@router.post(
    "/forms/{pk}/confirm", url_name="form-confirm", response={200: shapes.Changed, **FAILS}
)
def confirm(request: HttpRequest, pk: Id, given: shapes.Confirmed) -> Any:
    """标明读取存疑的值核对无误；不存疑的不变。"""
    form = form_of(request, pk)
    asking(request).viewer.demand("form.edit", form)
    known = {cell.pointer for cell in editing.sheet(content.evaluation_of(form)).cells()}
    strange = [pointer for pointer in given.cells if pointer not in known]
    if strange:
        raise WrongValue(f"表里没有这一格：{strange[0][:80]}", "cells")
    return _saved(request, pk, given.version, {"confirm": given.cells}, "cells")


@router.post("/forms/{pk}/paste", url_name="form-paste", response={200: shapes.Changed, **FAILS})
def paste(request: HttpRequest, pk: Id, given: shapes.Pasted) -> Any:
    """从一格起粘贴一块表格。"""
    pasted = {"pointer": given.pointer, "block": given.block}
    return _saved(request, pk, given.version, {"paste": pasted}, "pointer")


@router.post("/forms/{pk}/rows", url_name="form-rows", response={200: shapes.Changed, **FAILS})
def rows(request: HttpRequest, pk: Id, given: shapes.Row) -> Any:
    """加行、删行、移行；佐证材料和意见随行走。"""
    row = {"do": given.do, "block": given.block, "at": given.at, "to": given.to}
    return _saved(request, pk, given.version, {"row": row}, "at")


@router.post("/forms/{pk}/adopt", url_name="form-adopt", response={200: shapes.Changed, **FAILS})
def adopt(request: HttpRequest, pk: Id, given: shapes.Adopted) -> Any:
    """采用核算的得分。"""
    return _saved(request, pk, given.version, {"adopt": given.rows}, "rows")


def _saved(
    request: HttpRequest, pk: int, version: int, given: Mapping[str, Any], field: str
) -> Any:
    """The form with what was given; rights and the version seen are asked before the value is."""
    form = form_of(request, pk)
    asking(request).viewer.demand("form.edit", form)
    if form.version != version:
        raise Moved(form)
    try:
        after, edits, problems, renumber = changed(
            content.evaluation_of(form), given, Change.How.CALLED
        )
    except CannotEdit as error:
        raise WrongValue(str(error), field) from error
    held = change_form(asking(request).actor, form, version, after, edits, renumber=renumber)
    return {**whole(held), "problems": dict(problems)}


@router.post(
    "/forms/{pk}/next-year", url_name="form-next-year", response={201: shapes.Whole, **FAILS}
)
def next_year(request: HttpRequest, pk: Id) -> Any:
    """用这张表建下一年的表；已经有的，答 409。"""
    form = form_of(request, pk)
    if form.organisation is None:
        raise Conflict("这张表还没有对应的单位，请先由管理员指明。")
    asking(request).viewer.demand("form.create", form.organisation)
    there = asking(request).viewer.forms().filter(previous=form).order_by("pk").first()
    if there is not None:
        raise Conflict(f"下一年度的表已经有了，编号 {there.pk}。")
    evaluation = editing.next_year(content.evaluation_of(form))
    made = create_form(asking(request).actor, evaluation, form.organisation, previous=form)
    return Status(201, whole(made))
