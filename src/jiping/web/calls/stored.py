"""Forms, uploads, jobs, organisations of the system, as far as the key's person may."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile as Sent

from jiping import api
from jiping.api import editing
from jiping.api.typed_values import CannotEdit
from jiping.model.contract import evaluation_from_json
from jiping.store import content
from jiping.store.actions.answers import answer_finding
from jiping.store.actions.flow import take_step
from jiping.store.actions.forms import Edit, change_form, create_form, note_form_download
from jiping.store.actions.jobs import stop_job
from jiping.store.actions.uploads import bring_files
from jiping.store.models import Change, FindingRow, Form, FormBody, Job, Organisation, Upload
from jiping.store.policy import NotThere, Refused
from jiping.web.attachment import TYPES, attachment
from jiping.web.calls.stateless import Told, taken
from jiping.web.lists import Asked, Counted, forms
from jiping.web.page import Request

router = Router()
_FAILS = {401: Told, 403: Told, 404: Told, 409: dict[str, Any], 422: dict[str, Any], 429: Told}
_MOST = 2**31 - 1


def _asked(request: HttpRequest) -> Request:
    return cast("Request", request)


def _form(request: HttpRequest, pk: int) -> Form:
    if not 0 < pk <= _MOST:
        raise NotThere
    return get_object_or_404(_asked(request).viewer.forms(), pk=pk)


def _line(form: Form) -> dict[str, Any]:
    """A form in a list: figures as digits, amounts in 万元."""
    figures = ("printed_total", "total", "budget", "executed", "rate")
    return {
        "id": form.pk, "name": form.name, "unit": form.unit_name, "year": form.year,
        "department": form.department_name, "state": form.state, "version": form.version,
        "scheme": form.scheme, "grade": form.grade, "family": form.family,
        "errors": form.errors, "warnings": form.warnings, "infos": form.infos,
        "answered": form.answered, "updated": form.updated.isoformat(),
        **{name: None if (v := getattr(form, name)) is None else f"{v:f}" for name in figures},
    }  # fmt: skip


def _whole(form: Form) -> dict[str, Any]:
    body = FormBody.objects.get(pk=form.pk)
    findings = [
        {"id": row.pk, "answered": row.answered, **row.data}
        for row in FindingRow.objects.filter(form=form)
    ]
    audit = body.audit or {}
    return {
        **_line(form), "evaluation": body.evaluation, "ledger": audit.get("ledger"),
        "findings": findings, "checks": audit.get("checks", []),
    }  # fmt: skip


@router.get("/me", url_name="me", response={200: dict[str, Any], **_FAILS}, tags=["账户"])
def me(request: HttpRequest) -> Any:
    """令牌代表谁，有哪些角色。"""
    viewer = _asked(request).viewer
    roles = [{"role": m.role, "organisation": m.organisation.name} for m in viewer.memberships]
    return {"username": viewer.person.username, "name": viewer.person.name, "roles": roles}


@router.get(
    "/organisations",
    url_name="organisations",
    response={200: dict[str, Any], **_FAILS},
    tags=["单位"],
)
def organisations(request: HttpRequest) -> Any:
    """看得到的单位。"""
    viewer = _asked(request).viewer
    found = viewer.organisations("organisation.read").order_by("path")
    rows = [{"id": o.pk, "name": o.name, "code": o.code, "kind": o.kind} for o in found]
    return {"organisations": rows}


class NewForm(Schema):
    """A form to make: the contract's evaluation, and whose it is."""

    organisation: int
    evaluation: dict[str, Any]


class Typed(Schema):
    """Texts for cells (JSON pointer → text), over the version that was seen."""

    version: int
    typed: dict[str, str]


class Step(Schema):
    """A step of the flow, with the version that was seen."""

    step: str
    version: int
    text: str = ""


class Words(Schema):
    """A text."""

    text: str


@router.get("/forms", url_name="forms", response={200: dict[str, Any], **_FAILS}, tags=["自评表"])
def listed(
    request: HttpRequest, q: str = "", year: str = "", state: str = "", grade: str = "",
    scheme: str = "", rule: str = "", found: str = "", least: str = "", most: str = "",
    sort: str = "-updated", page: int = 1, each: int = 50,
) -> Any:  # fmt: skip
    """看得到的自评表；筛选同网页的列表。"""
    given = {
        "q": q, "year": year, "state": state, "grade": grade, "scheme": scheme, "rule": rule,
        "found": found, "least": least, "most": most, "sort": sort,
    }  # fmt: skip
    if any("\x00" in text for text in given.values()):
        raise Refused("筛选条件里有不能用的字符。")
    pages = Counted(forms(_asked(request).viewer, Asked(given)), max(1, min(each, 500)))
    shown = pages.get_page(page)
    return {"count": pages.count, "more": pages.many, "page": shown.number,
                 "forms": [_line(form) for form in shown.object_list]}  # fmt: skip


@router.post("/forms", url_name="forms", response={201: dict[str, Any], **_FAILS}, tags=["自评表"])
def make(request: HttpRequest, given: NewForm) -> Any:
    """按接口契约中的 evaluation 新建一张。"""
    asked = _asked(request)
    if not 0 < given.organisation <= _MOST:
        raise NotThere
    place = get_object_or_404(Organisation, pk=given.organisation)
    if not asked.viewer.sees(place):
        raise NotThere
    try:
        evaluation = evaluation_from_json(given.evaluation)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused("evaluation 不合接口契约。") from error
    return Status(201, _whole(create_form(asked.actor, evaluation, place)))


@router.get(
    "/forms/{pk}", url_name="form", response={200: dict[str, Any], **_FAILS}, tags=["自评表"]
)
def one(request: HttpRequest, pk: int) -> Any:
    """一张表：内容、算分账、问题、核对项。"""
    return _whole(_form(request, pk))


@router.patch(
    "/forms/{pk}", url_name="form", response={200: dict[str, Any], **_FAILS}, tags=["自评表"]
)
def change(request: HttpRequest, pk: int, given: Typed) -> Any:
    """逐格修改；别人先改过时答 409，什么也不写。"""
    form = _form(request, pk)
    evaluation = content.evaluation_of(form)
    before = {c.pointer: c.text for c in editing.sheet(evaluation).cells() if c.pointer}
    try:
        done = editing.edited(evaluation, given.typed)
    except CannotEdit as error:
        raise Refused(str(error)) from error
    edits = [
        Edit(pointer, before.get(pointer), text, Change.How.CALLED)
        for pointer, text in given.typed.items()
        if pointer not in done.problems and before.get(pointer) != text
    ]
    held = change_form(_asked(request).actor, form, given.version, done.evaluation, edits)
    return {**_whole(held), "problems": dict(done.problems)}


@router.post(
    "/forms/{pk}/steps", url_name="step", response={200: dict[str, Any], **_FAILS}, tags=["流转"]
)
def step(request: HttpRequest, pk: int, given: Step) -> Any:
    """送审、撤回、通过、退回……"""
    form = _form(request, pk)
    take_step(_asked(request).actor, form, given.step, given.version, text=given.text)
    form.refresh_from_db()
    return _line(form)


@router.post(
    "/forms/{pk}/findings/{finding}/answer", url_name="answer",
    response={200: dict[str, Any], **_FAILS}, tags=["自评表"],
)  # fmt: skip
def answer(request: HttpRequest, pk: int, finding: int, given: Words) -> Any:
    """说明一条问题。"""
    form = _form(request, pk)
    if not 0 < finding <= _MOST:
        raise NotThere
    row = get_object_or_404(FindingRow, pk=finding, form=form)
    made = answer_finding(_asked(request).actor, form, row, given.text)
    return {"finding": row.pk, "text": made.text}


@router.get(
    "/forms/{pk}/export/{kind}",
    url_name="form-export",
    response={200: None, **_FAILS},
    tags=["自评表"],
)
def taken_away(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """官方表样，记入日志。"""
    form = _form(request, pk)
    if kind not in TYPES:
        raise Refused(f"没有“{kind[:20]}”这种导出格式。")
    note_form_download(_asked(request).actor, form, kind)
    try:
        made = api.export(content.evaluation_of(form), kind)
    except api.CannotExport as error:
        raise Refused(str(error)) from error
    return attachment(f"{form.name or pk}.{kind}", made.data, kind)


@router.post(
    "/uploads", url_name="uploads", response={202: dict[str, Any], **_FAILS}, tags=["导入"]
)
def bring(request: HttpRequest, file: File[Sent], organisation: int = 0) -> Any:
    """交一个文件或 zip，在后台读取。"""
    asked = _asked(request)
    data, name = taken(file)
    place = None
    if organisation:
        place = get_object_or_404(
            asked.viewer.organisations("form.create"),
            pk=organisation if organisation <= _MOST else 0,
        )
    made = bring_files(asked.actor, [(name, [data])], place)
    return Status(202, {"id": made.pk, "job": made.job_id})


@router.get(
    "/uploads/{pk}", url_name="upload", response={200: dict[str, Any], **_FAILS}, tags=["导入"]
)
def upload(request: HttpRequest, pk: int) -> Any:
    """导入的结果，逐个文件。"""
    if not 0 < pk <= _MOST:
        raise NotThere
    found = get_object_or_404(Upload, pk=pk, by=_asked(request).viewer.person)
    files = [
        {"name": f.name, "member": f.member, "status": f.status, "reason": f.reason,
         "forms": [form.pk for form in f.forms.all()]}
        for f in found.files.prefetch_related("forms")
    ]  # fmt: skip
    return {"id": found.pk, "job": found.job_id, "files": files}


def _job(request: HttpRequest, pk: int, right: str) -> Job:
    if not 0 < pk <= _MOST:
        raise NotThere
    return get_object_or_404(_asked(request).viewer.jobs(right), pk=pk)


def _told_job(job: Job) -> dict[str, Any]:
    return {"id": job.pk, "kind": job.kind, "state": job.state, "done": job.done,
            "total": job.total, "message": job.message}  # fmt: skip


@router.get("/jobs/{pk}", url_name="job", response={200: dict[str, Any], **_FAILS}, tags=["导入"])
def job(request: HttpRequest, pk: int) -> Any:
    """后台任务的进度。"""
    return _told_job(_job(request, pk, "job.read"))


@router.post(
    "/jobs/{pk}/stop", url_name="job-stop", response={200: dict[str, Any], **_FAILS}, tags=["导入"]
)
def stop(request: HttpRequest, pk: int) -> Any:
    """停止后台任务。"""
    found = _job(request, pk, "job.stop")
    stop_job(_asked(request).actor, found)
    found.refresh_from_db()
    return _told_job(found)


@router.get("/rules", url_name="rules", response={200: dict[str, Any], **_FAILS}, tags=["规则"])
def rules(request: HttpRequest) -> Any:
    """审核规则。"""
    from dataclasses import asdict

    from jiping.api.catalogue import rule_lines

    _asked(request).viewer.demand("catalogue.read")
    return {"rules": [asdict(line) for line in rule_lines()]}


@router.get("/schemes", url_name="schemes", response={200: dict[str, Any], **_FAILS}, tags=["规则"])
def schemes(request: HttpRequest) -> Any:
    """计分办法。"""
    from dataclasses import asdict

    from jiping.api.catalogue import scheme_lines

    _asked(request).viewer.demand("catalogue.read")
    return {"schemes": [asdict(line) for line in scheme_lines()]}
