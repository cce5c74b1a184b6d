"""Forms: listed, read, made, changed cell by cell and row by row, taken away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from jiping import api
from jiping.api import editing
from jiping.forms.families import families
from jiping.model.contract import evaluation_from_json
from jiping.store import content, files
from jiping.store.actions.forms import change_form, create_form, delete_form, note_form_download
from jiping.store.models import Change, FindingRow, Form, FormBody, FormVersion, Organisation
from jiping.store.policy import NotThere, Refused
from jiping.web.attachment import TYPES, attachment
from jiping.web.calling import FAILS, Given, asking, one
from jiping.web.form.beginning import begun_at
from jiping.web.form.changing import changed
from jiping.web.lists import Asked, Counted, forms

router = Router(tags=["自评表"])
_MANY = 500


class Line(Schema):
    """A form in a list: figures as digits, amounts in 万元; null is blank."""

    id: int
    name: str
    unit: str
    department: str
    year: int | None
    state: str
    version: int
    family: str
    scheme: str
    grade: str
    printed_total: str | None
    total: str | None
    budget: str | None
    executed: str | None
    rate: str | None
    errors: int
    warnings: int
    infos: int
    answered: int
    updated: str


class Listed(Schema):
    """A page of forms; ``more``: there may be more than ``count``."""

    count: int
    more: bool
    page: int
    forms: list[Line]


class Whole(Line):
    """A form with its content, the calculation, findings and checks of the contract."""

    evaluation: dict[str, Any]
    ledger: dict[str, Any] | None
    findings: list[dict[str, Any]]
    checks: list[dict[str, Any]]


class Changed(Whole):
    """A form after a change; ``problems``: cell → why its text was not taken."""

    problems: dict[str, str]


def line(form: Form) -> dict[str, Any]:
    """What a list says of a form."""
    figures = ("printed_total", "total", "budget", "executed", "rate")
    return {
        "id": form.pk, "name": form.name, "unit": form.unit_name, "year": form.year,
        "department": form.department_name, "state": form.state, "version": form.version,
        "scheme": form.scheme, "grade": form.grade, "family": form.family,
        "errors": form.errors, "warnings": form.warnings, "infos": form.infos,
        "answered": form.answered, "updated": form.updated.isoformat(),
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


class NewForm(Given):
    """A form to make: the contract's evaluation, and whose it is."""

    organisation: int
    evaluation: dict[str, Any]


class Blank(Given):
    """An official form with nothing filled in: which, and what stands at its head."""

    organisation: int
    family: str
    year: int
    name: str


class Typed(Given):
    """Texts for cells (JSON pointer → text), over the version that was seen."""

    version: int
    typed: dict[str, str]


class Pasted(Given):
    """A block of texts with its upper left corner at a cell."""

    version: int
    pointer: str
    block: list[list[str]]


class Row(Given):
    """A row added before ``at``, removed, or moved to where ``to`` stands (0-based)."""

    version: int
    do: Literal["add", "remove", "move"]
    block: Literal["funds", "indicators"]
    at: int
    to: int = 0


class Adopted(Given):
    """Rows (JSON pointers) whose computed score is taken over; "all": the total too."""

    version: int
    rows: list[str] | Literal["all"]


@router.get("/families", url_name="families", response={200: dict[str, Any], **FAILS})
def known_families(request: HttpRequest) -> Any:
    """官方表式，供新建时选用。"""
    asking(request).viewer.demand("catalogue.read")
    return {"families": [{"id": each.id, "name": each.name} for each in families().values()]}


@router.get("/forms", url_name="forms", response={200: Listed, **FAILS})
def listed(
    request: HttpRequest, q: str = "", year: str = "", state: str = "", grade: str = "",
    scheme: str = "", rule: str = "", found: str = "", least: str = "", most: str = "",
    organisation: str = "", differs: str = "", sort: str = "-updated", page: int = 1, each: int = 50,
) -> Any:  # fmt: skip
    """看得到的自评表；筛选同网页的列表。"""
    given = {
        "q": q, "year": year, "state": state, "grade": grade, "scheme": scheme, "rule": rule,
        "found": found, "least": least, "most": most, "sort": sort, "differs": differs,
        "organisation": organisation,
    }  # fmt: skip
    pages = Counted(forms(asking(request).viewer, Asked(given)), max(1, min(each, _MANY)))
    shown = pages.get_page(page)
    return {"count": pages.count, "more": pages.many, "page": shown.number,
            "forms": [line(form) for form in shown.object_list]}  # fmt: skip


def _place(request: HttpRequest, key: int) -> Organisation:
    place = one(Organisation.objects.all(), key)
    if not asking(request).viewer.sees(place):
        raise NotThere
    return place


@router.post("/forms", url_name="forms", response={201: Whole, **FAILS})
def make(request: HttpRequest, given: NewForm) -> Any:
    """按接口契约中的 evaluation 新建一张。"""
    place = _place(request, given.organisation)
    try:
        evaluation = evaluation_from_json(given.evaluation)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused("evaluation 不合接口契约。") from error
    return Status(201, whole(create_form(asking(request).actor, evaluation, place)))


@router.post("/forms/blank", url_name="form-blank", response={201: Whole, **FAILS})
def blank(request: HttpRequest, given: Blank) -> Any:
    """新建一张空白的官方表，再逐格填写。"""
    place = _place(request, given.organisation)
    if not 2010 <= given.year <= 2100:
        raise Refused("年度要在 2010 到 2100 之间。")
    evaluation = begun_at(place, given.family, given.year, given.name.strip()[:300])
    return Status(201, whole(create_form(asking(request).actor, evaluation, place)))


@router.get("/forms/{pk}", url_name="form", response={200: Whole, **FAILS})
def read(request: HttpRequest, pk: int) -> Any:
    """一张表：内容、算分账、问题、核对项。"""
    return whole(form_of(request, pk))


@router.delete("/forms/{pk}", url_name="form", response={204: None, **FAILS})
def delete(request: HttpRequest, pk: int) -> Any:
    """删除草稿。"""
    delete_form(asking(request).actor, form_of(request, pk))
    return Status(204, None)


@router.patch("/forms/{pk}", url_name="form", response={200: Changed, **FAILS})
def change(request: HttpRequest, pk: int, given: Typed) -> Any:
    """逐格修改；别人先改过时答 409，什么也不写。"""
    return _saved(request, pk, given.version, {"typed": given.typed})


@router.post("/forms/{pk}/paste", url_name="form-paste", response={200: Changed, **FAILS})
def paste(request: HttpRequest, pk: int, given: Pasted) -> Any:
    """从一格起粘贴一块表格。"""
    pasted = {"pointer": given.pointer, "block": given.block}
    return _saved(request, pk, given.version, {"paste": pasted})


@router.post("/forms/{pk}/rows", url_name="form-rows", response={200: Changed, **FAILS})
def rows(request: HttpRequest, pk: int, given: Row) -> Any:
    """加行、删行、移行；佐证材料和意见随行走。"""
    row = {"do": given.do, "block": given.block, "at": given.at, "to": given.to}
    return _saved(request, pk, given.version, {"row": row})


@router.post("/forms/{pk}/adopt", url_name="form-adopt", response={200: Changed, **FAILS})
def adopt(request: HttpRequest, pk: int, given: Adopted) -> Any:
    """采用核算的得分。"""
    return _saved(request, pk, given.version, {"adopt": given.rows})


def _saved(request: HttpRequest, pk: int, version: int, given: Mapping[str, Any]) -> Any:
    form = form_of(request, pk)
    after, edits, problems, renumber = changed(
        content.evaluation_of(form), given, Change.How.CALLED
    )
    held = change_form(asking(request).actor, form, version, after, edits, renumber=renumber)
    return {**whole(held), "problems": dict(problems)}


@router.post("/forms/{pk}/next-year", url_name="form-next-year", response={201: Whole, **FAILS})
def next_year(request: HttpRequest, pk: int) -> Any:
    """用这张表建下一年的表。"""
    form = form_of(request, pk)
    if form.organisation is None:
        raise Refused("这张表还没有对应的单位，请先由管理员指明。")
    evaluation = editing.next_year(content.evaluation_of(form))
    made = create_form(asking(request).actor, evaluation, form.organisation, previous=form)
    return Status(201, whole(made))


@router.get("/forms/{pk}/history", url_name="form-history", response={200: dict[str, Any], **FAILS})
def history(request: HttpRequest, pk: int) -> Any:
    """流转的每一步、每一次修改（改前、改后、谁、何时）、存下的各版内容。"""
    form = form_of(request, pk)
    changes = form.changes.select_related("by").order_by("-version", "-id")[:_MANY]
    return {
        "steps": [
            {"step": s.step, "before": s.before, "after": s.after, "version": s.version,
             "text": s.text, "by": s.by.username if s.by else None, "at": s.at.isoformat()}
            for s in form.steps.select_related("by").order_by("id")
        ],
        "changes": [
            {"version": c.version, "pointer": c.pointer, "before": c.before, "after": c.after,
             "how": c.how, "by": c.by.username if c.by else None, "at": c.at.isoformat()}
            for c in changes
        ],
        "versions": [
            {"number": v.number, "why": v.why, "evaluation": v.evaluation}
            for v in FormVersion.objects.filter(form=form).order_by("number", "id")
        ],
    }  # fmt: skip


@router.get("/forms/{pk}/export/{kind}", url_name="form-export", response={200: None, **FAILS})
def taken_away(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """官方表样；original 为原文件，annotated 为批注的原文件，audit 为审核结果 JSON。记入日志。"""
    form = form_of(request, pk)
    if kind not in (*TYPES, "original", "annotated", "audit"):
        raise Refused(f"没有“{kind[:20]}”这种导出格式。")
    note_form_download(asking(request).actor, form, kind)
    name = form.name or str(form.pk)
    if kind == "audit":
        audit = FormBody.objects.get(pk=form.pk).audit or {}
        return attachment(f"{name}.json", json.dumps(audit, ensure_ascii=False).encode(), "json")
    if kind in ("original", "annotated"):
        return _source(form, annotated=kind == "annotated")
    try:
        made = api.export(content.evaluation_of(form), kind)
    except api.CannotExport as error:
        raise Refused(str(error)) from error
    return attachment(f"{name}.{kind}", made.data, kind)


def _source(form: Form, *, annotated: bool) -> HttpResponse:
    if form.source is None:
        raise Refused("这张表不是从文件读来的，没有原文件。")
    if not annotated:
        return attachment(form.source.name, files.content(form.source))
    try:
        made = api.annotate(files.content(form.source), name=form.source.name)
    except (api.CannotAnnotate, api.NotRead) as error:
        raise Refused(str(error)) from error
    stem = form.source.name.rpartition(".")[0] or form.source.name
    return attachment(f"{stem}（批注）{made.suffix}", made.data, made.suffix.lstrip("."))
