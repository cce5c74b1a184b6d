"""The form page: the official table, editable in place; every change saved as a draft at once."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.http.request import RawPostDataException
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone

from jiping.api.typed_values import CannotEdit
from jiping.model.contract import evaluation_from_json
from jiping.store.actions.forms import Moved, change_form
from jiping.store.library import library
from jiping.store.models import FormBody
from jiping.web.form.changing import changed
from jiping.web.form.sheet import helped
from jiping.web.form.view import context, patch
from jiping.web.keepable import UNKEEPABLE, all_keepable
from jiping.web.page import Request, page


@page("forms/<int:pk>/", "form", right="form.read")
def form(request: Request, pk: int) -> HttpResponse:
    """The table, and beside it findings, calculation, help, opinions, steps."""
    found = get_object_or_404(request.viewer.forms(), pk=pk)
    given = context(request.viewer, found)
    return render(
        request, "web/form.html", {**given, "helps": helped(), "library": library() is not None}
    )


@page("forms/<int:pk>/save/", "form-save", right="form.read", methods=("POST",))
def save(request: Request, pk: int) -> HttpResponse:
    """Keep what was typed, pasted, or done with rows (JSON); answers with what follows from it.

    409 with ``moved`` where somebody else saved in between: nothing is kept, nothing overwritten.
    """
    found = get_object_or_404(request.viewer.forms(), pk=pk)
    try:
        given = json.loads(request.body)
        version = int(given["version"])
        sound = all_keepable(given)
    except (ValueError, KeyError, TypeError, RecursionError, RawPostDataException):
        return HttpResponseBadRequest("bad request")
    if not sound:
        return JsonResponse({"refused": UNKEEPABLE}, status=422)
    evaluation = evaluation_from_json(FormBody.objects.get(pk=found.pk).evaluation)
    try:
        after, edits, problems, renumber = changed(evaluation, given)
    except CannotEdit as error:
        return JsonResponse({"refused": str(error)}, status=422)
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponseBadRequest("bad request")
    try:
        held = change_form(request.actor, found, version, after, edits, renumber=renumber)
    except Moved as moved:
        return JsonResponse({"moved": str(moved), "version": moved.form.version}, status=409)
    shown = context(request.viewer, held)
    answer: dict[str, Any] = {
        "version": held.version,
        "saved": f"{timezone.localtime(held.updated):%H:%M:%S}",
        "problems": problems,
        "side": render_to_string("web/form_side.html", shown, request),
        "top": render_to_string("web/form_top.html", shown, request),
        **patch(shown["sheet"]),
    }
    if given.get("shape") != answer["shape"]:
        answer["sheet"] = render_to_string("web/form_sheet.html", shown, request)
    return JsonResponse(answer)


@page("forms/<int:pk>/side/", "form-side", right="form.read")
def side(request: Request, pk: int) -> HttpResponse:
    """What stands beside the table, anew."""
    found = get_object_or_404(request.viewer.forms(), pk=pk)
    return render(request, "web/form_side.html", context(request.viewer, found))
