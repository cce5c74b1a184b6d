"""Many forms at once, and forms given to reviewing agencies."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from jiping.store.actions.assigning import agencies, assign_form, end_assignment
from jiping.store.models import Assignment
from jiping.store.policy import WrongValue
from jiping.web.calling import FAILS, Id, asking, one
from jiping.web.calls.forms import form_of
from jiping.web.form.many import Outcome, doing, done_with
from jiping.web.shapes import flow as shapes

router = Router(tags=["流转"])


@router.post("/forms/batch", url_name="forms-batch", response={200: shapes.Outcomes, **FAILS})
def batch(request: HttpRequest, given: shapes.Batch) -> Any:
    """许多张表一起送审、通过、退回、交复核机构，逐张说明办成与否；一张不成，不影响别的。"""
    asked = asking(request)
    seen = {each.id: each.version for each in given.forms}
    if len(seen) < len(given.forms):
        raise WrongValue("同一张表写了两次。", "forms")
    title, do_it = doing(asked.actor, given.do, given.text, given.agency)
    results = [_told(each) for each in done_with(asked.viewer, seen, do_it)]
    done = sum(each["done"] for each in results)
    return {"title": title, "done": done, "refused": len(results) - done, "results": results}


def _told(outcome: Outcome) -> dict[str, Any]:
    form = outcome.form
    if form is not None:
        form.refresh_from_db(fields=["state", "version"])
    return {
        "id": outcome.key, "done": outcome.refusal is None, "status": outcome.status,
        "why": outcome.why, "state": form.state if form else None,
        "version": form.version if form else None,
    }  # fmt: skip


@router.get("/agencies", url_name="agencies", response={200: shapes.Agencies, **FAILS})
def listed(request: HttpRequest) -> Any:
    """现有的复核机构，供交办时选用。"""
    asking(request).viewer.demand("form.assign")
    return {"agencies": [{"id": each.pk, "name": each.name} for each in agencies()]}


def _task(each: Assignment) -> dict[str, Any]:
    return {"id": each.pk, "form": each.form_id, "agency": each.organisation_id,
            "name": each.organisation.name}  # fmt: skip


@router.get(
    "/forms/{pk}/assignments", url_name="assignments", response={200: shapes.Tasks, **FAILS}
)
def assigned(request: HttpRequest, pk: Id) -> Any:
    """这张表交给了哪些复核机构。"""
    form = form_of(request, pk)
    asking(request).viewer.demand("form.assign", form)
    found = Assignment.objects.filter(form=form).select_related("organisation").order_by("id")
    return {"assignments": [_task(each) for each in found]}


@router.post(
    "/forms/{pk}/assignments", url_name="assignments", response={201: shapes.Task, **FAILS}
)
def assign(request: HttpRequest, pk: Id, given: shapes.Assigned) -> Any:
    """把一张表交给复核机构；已经交给它的，答复原来的那次。"""
    form = form_of(request, pk)
    asking(request).viewer.demand("form.assign", form)
    agency = agencies().filter(pk=given.agency if 0 < given.agency < 2**31 else 0).first()
    if agency is None:
        raise WrongValue("没有这家复核机构。", "agency")
    return Status(201, _task(assign_form(asking(request).actor, form, agency)))


@router.delete("/assignments/{pk}", url_name="assignment", response={204: None, **FAILS})
def end(request: HttpRequest, pk: Id) -> Any:
    """收回交办：机构不再看得到这张表，说过的话还在。"""
    asked = asking(request)
    given = Assignment.objects.select_related("form", "organisation")
    end_assignment(asked.actor, one(given.filter(form__in=asked.viewer.forms().values("pk")), pk))
    return Status(204, None)
