"""What people say of a form: steps, opinions, findings answered, proofs."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Form, Path, Router, Status

from jiping.store import files
from jiping.store.actions.answers import (
    add_evidence,
    answer_finding,
    note_evidence_download,
    remove_evidence,
    withdraw_answer,
)
from jiping.store.actions.flow import give_opinion, open_steps, resolve_opinion, take_step
from jiping.store.models import Answer, Evidence, FindingRow, Opinion
from jiping.web.attachment import attachment
from jiping.web.calling import FAILS, Id, Sent, asking, file_of, one, taken
from jiping.web.calls.forms import form_of, line
from jiping.web.shapes import flow as shapes
from jiping.web.shapes.forms import Line

router = Router()
Finding = Annotated[int, Path(description="问题的编号")]


@router.get(
    "/forms/{pk}/steps", url_name="step", response={200: shapes.OpenSteps, **FAILS}, tags=["流转"]
)
def steps(request: HttpRequest, pk: Id) -> Any:
    """现在可以走的步骤。"""
    found = open_steps(asking(request).viewer, form_of(request, pk))
    return {"steps": [{"step": s.code, "title": s.title, "opinion": s.opinion} for s in found]}


@router.post("/forms/{pk}/steps", url_name="step", response={200: Line, **FAILS}, tags=["流转"])
def step(request: HttpRequest, pk: Id, given: shapes.Step) -> Any:
    """送审、撤回、通过、退回……"""
    form = form_of(request, pk)
    take_step(
        asking(request).actor, form, given.step, given.version,
        text=given.text, opinions=given.opinions,
    )  # fmt: skip
    form.refresh_from_db()
    return line(form)


@router.get(
    "/forms/{pk}/opinions",
    url_name="opinions",
    response={200: shapes.Opinions, **FAILS},
    tags=["流转"],
)
def opinions(request: HttpRequest, pk: Id) -> Any:
    """各行和整张表的意见。"""
    found = form_of(request, pk).opinions.select_related("by")
    return {"opinions": [_opinion(each) for each in found]}


def _opinion(each: Opinion) -> dict[str, Any]:
    return {
        "id": each.pk, "pointer": each.pointer, "text": each.text, "version": each.version,
        "by": each.by.username if each.by else None, "at": each.at,
        "resolved": each.resolved,
    }  # fmt: skip


@router.post(
    "/forms/{pk}/opinions",
    url_name="opinions",
    response={201: shapes.SaidOpinion, **FAILS},
    tags=["流转"],
)
def opine(request: HttpRequest, pk: Id, given: shapes.Opined) -> Any:
    """在一行或整张表上提出意见。"""
    made = give_opinion(asking(request).actor, form_of(request, pk), given.pointer, given.text)
    return Status(201, _opinion(made))


@router.post(
    "/opinions/{pk}/resolve",
    url_name="opinion-resolve",
    response={200: shapes.SaidOpinion, **FAILS},
    tags=["流转"],
)
def resolve(request: HttpRequest, pk: Id) -> Any:
    """标明一条意见已处理。"""
    asked = asking(request)
    found = one(Opinion.objects.filter(form__in=asked.viewer.forms().values("pk")), pk)
    resolve_opinion(asked.actor, found)
    return _opinion(found)


@router.post(
    "/forms/{pk}/findings/{finding}/answer",
    url_name="answer",
    response={200: shapes.Explained, **FAILS},
    tags=["自评表"],
)
def answer(request: HttpRequest, pk: Id, finding: Finding, given: shapes.Words) -> Any:
    """说明一条问题。"""
    form = form_of(request, pk)
    row = one(FindingRow.objects.filter(form=form), finding)
    made = answer_finding(asking(request).actor, form, row, given.text)
    return {"finding": row.pk, "text": made.text}


@router.delete(
    "/forms/{pk}/findings/{finding}/answer",
    url_name="answer",
    response={204: None, **FAILS},
    tags=["自评表"],
)
def withdraw(request: HttpRequest, pk: Id, finding: Finding) -> Any:
    """撤回说明。"""
    form = form_of(request, pk)
    row = one(FindingRow.objects.filter(form=form), finding)
    withdraw_answer(asking(request).actor, form, row)
    return Status(204, None)


@router.get(
    "/forms/{pk}/answers",
    url_name="answers",
    response={200: shapes.Answers, **FAILS},
    tags=["自评表"],
)
def answers(request: HttpRequest, pk: Id) -> Any:
    """现行的和从前的说明。"""
    found = Answer.objects.filter(form=form_of(request, pk)).select_related("by")
    return {"answers": [
        {"rule": a.rule, "text": a.text, "by": a.by.username if a.by else None,
         "at": a.at, "withdrawn": a.withdrawn}
        for a in found
    ]}  # fmt: skip


@router.get(
    "/forms/{pk}/evidence",
    url_name="evidence",
    response={200: shapes.Proofs, **FAILS},
    tags=["自评表"],
)
def evidence(request: HttpRequest, pk: Id) -> Any:
    """佐证材料的清单。"""
    found = Evidence.objects.filter(form=form_of(request, pk), removed=None)
    return {"evidence": [_proof(each) for each in found.select_related("content")]}


def _proof(each: Evidence) -> dict[str, Any]:
    return {"id": each.pk, "name": each.name, "pointer": each.pointer, "answer": each.answer_id,
            "sha256": each.content.sha256, "size": each.content.size}  # fmt: skip


@router.post(
    "/forms/{pk}/evidence",
    url_name="evidence",
    response={201: shapes.Proof, **FAILS},
    tags=["自评表"],
)
def hang(
    request: HttpRequest,
    pk: Id,
    file: Sent,
    pointer: Annotated[
        str, Form(description="附在哪一行（JSON 指针）；空为整张表", max_length=200)
    ] = "",
    finding: Annotated[int, Form(description="附在哪条已说明的问题；0 为不附在问题上")] = 0,
) -> Any:
    """在一行（pointer）、一条已说明的问题（finding）或整张表上附材料。"""
    form = form_of(request, pk)
    data, name = taken(file)
    row = one(FindingRow.objects.filter(form=form), finding) if finding else None
    made = add_evidence(asking(request).actor, form, name, [data], pointer=pointer, finding=row)
    return Status(201, _proof(made))


def _evidence(request: HttpRequest, pk: Id) -> Evidence:
    seen = asking(request).viewer.forms().values("pk")
    found = Evidence.objects.filter(removed=None, form__in=seen)
    return one(found.select_related("form", "content"), pk)


@router.get(
    "/evidence/{pk}",
    url_name="evidence-one",
    response={200: None, **FAILS},
    openapi_extra=file_of(),
    tags=["自评表"],
)
def proof(request: HttpRequest, pk: Id) -> HttpResponse:
    """下载一份材料，记入日志。"""
    found = _evidence(request, pk)
    note_evidence_download(asking(request).actor, found)
    return attachment(found.name, files.content(found.content))


@router.delete(
    "/evidence/{pk}", url_name="evidence-one", response={204: None, **FAILS}, tags=["自评表"]
)
def take_down(request: HttpRequest, pk: Id) -> Any:
    """移除一份材料。"""
    remove_evidence(asking(request).actor, _evidence(request, pk))
    return Status(204, None)
