"""The form page: the official table, editable in place; every change saved as a draft at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone

from jiping.api import editing
from jiping.api.typed_values import CannotEdit
from jiping.model.contract import evaluation_from_json
from jiping.model.evaluation import Evaluation
from jiping.store.actions.forms import Edit, Moved, change_form
from jiping.store.models import Change, FormBody
from jiping.web.form.sheet import helped, same_number
from jiping.web.form.view import context, patch
from jiping.web.page import Request, page

_MOST_CELLS = 20_000
"""Cells in one paste: more is no table of this kind."""


@page("forms/<int:pk>/", "form", right="form.read")
def form(request: Request, pk: int) -> HttpResponse:
    """The table, and beside it findings, calculation, help, opinions, steps."""
    found = get_object_or_404(request.viewer.forms(), pk=pk)
    given = context(request.viewer, found)
    return render(request, "web/form.html", {**given, "helps": helped()})


@page("forms/<int:pk>/save/", "form-save", right="form.read", methods=("POST",))
def save(request: Request, pk: int) -> HttpResponse:
    """Keep what was typed, pasted, or done with rows (JSON); answers with what follows from it.

    409 with ``moved`` where somebody else saved in between: nothing is kept, nothing overwritten.
    """
    found = get_object_or_404(request.viewer.forms(), pk=pk)
    try:
        given = json.loads(request.body)
        version = int(given["version"])
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest("bad request")
    evaluation = evaluation_from_json(FormBody.objects.get(pk=found.pk).evaluation)
    try:
        changed, edits, problems, renumber = _changed(evaluation, given)
    except CannotEdit as error:
        return JsonResponse({"refused": str(error)}, status=422)
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponseBadRequest("bad request")
    try:
        held = change_form(request.actor, found, version, changed, edits, renumber=renumber)
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


_Result = tuple[Evaluation, list[Edit], Mapping[str, str], editing.Renumber | None]


def _changed(evaluation: Evaluation, given: Mapping[str, Any]) -> _Result:
    if "row" in given:
        return _rows(evaluation, given["row"])
    shown = {cell.pointer: cell.text for cell in editing.sheet(evaluation).cells() if cell.pointer}
    if "paste" in given:
        block = [[str(cell) for cell in row] for row in given["paste"]["block"]]
        if sum(map(len, block)) > _MOST_CELLS:
            raise CannotEdit("粘贴的内容太多，不像一张自评表。")
        done, pointers = editing.pasted(evaluation, str(given["paste"]["pointer"]), block)
        after = {c.pointer: c.text for c in editing.sheet(done.evaluation).cells() if c.pointer}
        edits = _edits(
            shown, {p: after.get(p, "") for p in pointers}, done.problems, Change.How.PASTED
        )
        return done.evaluation, edits, done.problems, None
    typed = _adopted(evaluation, given) if "adopt" in given else given["typed"]
    typed = {str(pointer): str(text) for pointer, text in typed.items()}
    done = editing.edited(evaluation, typed, alone=bool(given.get("alone")))
    how = Change.How.CORRECTED if given.get("correct") else Change.How.TYPED
    edits = _edits(shown, typed, done.problems, how)
    if done.evaluation == evaluation:
        edits = []
    return done.evaluation, edits, done.problems, None


def _edits(
    before: Mapping[str, str],
    after: Mapping[str, str],
    problems: Mapping[str, str],
    how: str,
) -> list[Edit]:
    return [
        Edit(pointer, before.get(pointer) or None, text or None, how)
        for pointer, text in after.items()
        if pointer not in problems and (before.get(pointer) or "") != text
    ]


def _adopted(evaluation: Evaluation, given: Mapping[str, Any]) -> dict[str, str]:
    """Computed scores as texts for the score cells of these rows; "all" takes the total along.

    A printed score that says the same keeps its digits.
    """
    from jiping import api

    ledger = api.score(evaluation)
    wanted = given["adopt"]
    typed = {
        f"{row.row}/score": row.computed
        for row in ledger.rows
        if row.computed is not None
        and (wanted == "all" or row.row in wanted)
        and not same_number(row.computed, row.printed)
    }
    total = evaluation.total.score
    if wanted == "all" and ledger.computed_total and not same_number(ledger.computed_total, total):
        typed["/total/score"] = ledger.computed_total
    return typed


def _rows(evaluation: Evaluation, given: Mapping[str, Any]) -> _Result:
    block, at = given["block"], int(given["at"])
    if block not in ("funds", "indicators"):
        raise CannotEdit("没有这一部分。")
    before = _row(evaluation, block, at)
    match given["do"]:
        case "add":
            changed, renumber = editing.row_added(evaluation, block, at)
            edit = Edit(f"/{block}/{at}", None, "加行", Change.How.ROW)
        case "remove":
            changed, renumber = editing.row_removed(evaluation, block, at)
            edit = Edit(f"/{block}/{at}", before, None, Change.How.ROW)
        case "move":
            to = int(given["to"])
            changed, renumber = editing.row_moved(evaluation, block, at, to)
            edit = Edit(f"/{block}/{at}", f"第{at + 1}行", f"第{to + 1}行", Change.How.ROW)
        case _:
            raise CannotEdit("不能这样改行。")
    return changed, [edit], {}, renumber


def _row(evaluation: Evaluation, block: str, at: int) -> dict[str, Any] | None:
    rows: Sequence[Any] = getattr(evaluation, block)
    return asdict(rows[at]) if at < len(rows) else None
