"""What people say of a form: steps, opinions, findings answered, proofs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile as Sent
from pydantic import Field

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
from jiping.web.calling import FAILS, Given, asking, one, taken
from jiping.web.calls.forms import Line, form_of, line

router = Router()
_DICT: dict[int, Any] = {200: dict[str, Any], **FAILS}
_MADE: dict[int, Any] = {201: dict[str, Any], **FAILS}
_GONE: dict[int, Any] = {204: None, **FAILS}


class Step(Given):
    """A step of the flow, with the version that was seen; ``opinions``: pointer → text."""

    step: str
    version: int
    text: str = ""
    opinions: dict[str, str] = Field(default_factory=dict)


class Words(Given):
    """A text."""

    text: str


class Opined(Given):
    """An opinion at a row (``pointer``) or, with "", at the whole form."""

    text: str
    pointer: str = ""


@router.get("/forms/{pk}/steps", url_name="step", response=_DICT, tags=["流转"])
def steps(request: HttpRequest, pk: int) -> Any:
    """现在可以走的步骤。"""
    found = open_steps(asking(request).viewer, form_of(request, pk))
    return {"steps": [{"step": s.code, "title": s.title, "opinion": s.opinion} for s in found]}


@router.post("/forms/{pk}/steps", url_name="step", response={200: Line, **FAILS}, tags=["流转"])
def step(request: HttpRequest, pk: int, given: Step) -> Any:
    """送审、撤回、通过、退回……"""
    form = form_of(request, pk)
    take_step(
        asking(request).actor, form, given.step, given.version,
        text=given.text, opinions=given.opinions,
    )  # fmt: skip
    form.refresh_from_db()
    return line(form)


@router.get("/forms/{pk}/opinions", url_name="opinions", response=_DICT, tags=["流转"])
def opinions(request: HttpRequest, pk: int) -> Any:
    """各行和整张表的意见。"""
    found = form_of(request, pk).opinions.select_related("by")
    return {"opinions": [_opinion(each) for each in found]}


def _opinion(each: Opinion) -> dict[str, Any]:
    return {
        "id": each.pk, "pointer": each.pointer, "text": each.text, "version": each.version,
        "by": each.by.username if each.by else None, "at": each.at.isoformat(),
        "resolved": each.resolved.isoformat() if each.resolved else None,
    }  # fmt: skip


@router.post("/forms/{pk}/opinions", url_name="opinions", response=_MADE, tags=["流转"])
def opine(request: HttpRequest, pk: int, given: Opined) -> Any:
    """在一行或整张表上提出意见。"""
    made = give_opinion(asking(request).actor, form_of(request, pk), given.pointer, given.text)
    return Status(201, _opinion(made))


@router.post("/opinions/{pk}/resolve", url_name="opinion-resolve", response=_DICT, tags=["流转"])
def resolve(request: HttpRequest, pk: int) -> Any:
    """标明一条意见已处理。"""
    asked = asking(request)
    found = one(Opinion.objects.filter(form__in=asked.viewer.forms().values("pk")), pk)
    resolve_opinion(asked.actor, found)
    return _opinion(found)


@router.post(
    "/forms/{pk}/findings/{finding}/answer", url_name="answer", response=_DICT, tags=["自评表"]
)
def answer(request: HttpRequest, pk: int, finding: int, given: Words) -> Any:
    """说明一条问题。"""
    form = form_of(request, pk)
    row = one(FindingRow.objects.filter(form=form), finding)
    made = answer_finding(asking(request).actor, form, row, given.text)
    return {"finding": row.pk, "text": made.text}


@router.delete(
    "/forms/{pk}/findings/{finding}/answer", url_name="answer", response=_GONE, tags=["自评表"]
)
def withdraw(request: HttpRequest, pk: int, finding: int) -> Any:
    """撤回说明。"""
    form = form_of(request, pk)
    row = one(FindingRow.objects.filter(form=form), finding)
    withdraw_answer(asking(request).actor, form, row)
    return Status(204, None)


@router.get("/forms/{pk}/answers", url_name="answers", response=_DICT, tags=["自评表"])
def answers(request: HttpRequest, pk: int) -> Any:
    """现行的和从前的说明。"""
    found = Answer.objects.filter(form=form_of(request, pk)).select_related("by")
    return {"answers": [
        {"rule": a.rule, "text": a.text, "by": a.by.username if a.by else None,
         "at": a.at.isoformat(), "withdrawn": a.withdrawn.isoformat() if a.withdrawn else None}
        for a in found
    ]}  # fmt: skip


@router.get("/forms/{pk}/evidence", url_name="evidence", response=_DICT, tags=["自评表"])
def evidence(request: HttpRequest, pk: int) -> Any:
    """佐证材料的清单。"""
    found = Evidence.objects.filter(form=form_of(request, pk), removed=None)
    return {"evidence": [_proof(each) for each in found.select_related("content")]}


def _proof(each: Evidence) -> dict[str, Any]:
    return {"id": each.pk, "name": each.name, "pointer": each.pointer, "answer": each.answer_id,
            "sha256": each.content.sha256, "size": each.content.size}  # fmt: skip


@router.post("/forms/{pk}/evidence", url_name="evidence", response=_MADE, tags=["自评表"])
def hang(
    request: HttpRequest, pk: int, file: File[Sent], pointer: Form[str] = "", finding: Form[int] = 0
) -> Any:
    """在一行（pointer）、一条已说明的问题（finding）或整张表上附材料。"""
    form = form_of(request, pk)
    data, name = taken(file)
    row = one(FindingRow.objects.filter(form=form), finding) if finding else None
    made = add_evidence(asking(request).actor, form, name, [data], pointer=pointer, finding=row)
    return Status(201, _proof(made))


def _evidence(request: HttpRequest, pk: int) -> Evidence:
    seen = asking(request).viewer.forms().values("pk")
    found = Evidence.objects.filter(removed=None, form__in=seen)
    return one(found.select_related("form", "content"), pk)


@router.get(
    "/evidence/{pk}", url_name="evidence-one", response={200: None, **FAILS}, tags=["自评表"]
)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """下载一份材料，记入日志。"""
    found = _evidence(request, pk)
    note_evidence_download(asking(request).actor, found)
    return attachment(found.name, files.content(found.content))


@router.delete("/evidence/{pk}", url_name="evidence-one", response=_GONE, tags=["自评表"])
def take_down(request: HttpRequest, pk: int) -> Any:
    """移除一份材料。"""
    remove_evidence(asking(request).actor, _evidence(request, pk))
    return Status(204, None)
