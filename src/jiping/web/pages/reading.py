"""The reading beside the original: doubtful values first, each with its place, corrected in place."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any
from zlib import crc32

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from jiping.api import originals
from jiping.api.originals import Unreadable
from jiping.model.contract import evaluation_from_json
from jiping.model.evaluation import Evaluation
from jiping.model.place import Place
from jiping.store import files
from jiping.store.models import Change, Form, FormBody
from jiping.store.steps import table
from jiping.web.form.sheet import Box, Drawer, term_of
from jiping.web.form.unread import by_column
from jiping.web.page import Request, page


@page("forms/<int:pk>/reading/", "form-reading", right="form.read")
def reading(request: Request, pk: int) -> HttpResponse:
    """Original on one side, values on the other; a click on either shows the other."""
    form = get_object_or_404(request.viewer.forms().select_related("source"), pk=pk)
    evaluation = evaluation_from_json(FormBody.objects.get(pk=form.pk).evaluation)
    state = table().states[form.state]
    editable = state.editable and request.viewer.may("form.edit", form)
    corrected = dict(
        Change.objects.filter(form=form, how=Change.How.CORRECTED).values_list("pointer", "before")
    )
    original = _original(form)
    blocks = original.get("blocks", ())
    columns, alone = by_column(evaluation, blocks)
    spot = partial(_spot, paged="pages" in original)
    shown: dict[str, Any] = {
        "form": form, "state": state, "editable": editable, "evaluation": evaluation,
        "values": _values(evaluation, editable, corrected, spot),
        "repairs": [(each, spot(each.place)) for each in evaluation.reading.repairs],
        "unread": [(each, spot(each.place)) for each in alone],
        "columns": [
            {"column": column, "cells": [(each, spot(each.place)) for each in column.cells]}
            for column in columns
        ],
        **original,
        "blocks": [(block, spot(block.place)) for block in blocks],
    }  # fmt: skip
    return render(request, "web/form_reading.html", shown)


@page("forms/<int:pk>/pages/<int:number>/", "form-page-picture", right="form.read")
def picture(request: Request, pk: int, number: int) -> HttpResponse:
    """One page of the original as a picture."""
    form = get_object_or_404(request.viewer.forms().select_related("source"), pk=pk)
    if form.source is None:
        raise Http404
    try:
        made = originals.page_picture(files.content(form.source), number)
    except (Unreadable, OSError) as error:
        raise Http404 from error
    answer = HttpResponse(made.data, content_type=made.kind)
    answer["Cache-Control"] = "private, max-age=600"
    return answer


def _values(
    evaluation: Evaluation,
    editable: bool,
    corrected: dict[str, Any],
    spot: Callable[[Place | None], str],
) -> list[dict[str, Any]]:
    """Every cell of the official table as a line: the least sure first, else in the form's order."""
    drawn = Drawer(evaluation, {}, editable).draw()
    lines = []
    for box in drawn.boxes():
        place = evaluation.places.get(box.pointer)
        if not box.text and box.pointer not in corrected and not box.doubt:
            continue
        lines.append({
            "box": box, "term": box.name or term_of(box.pointer), "place": place,
            "label": place.label() if place else "", "spot": spot(place),
            "before": corrected.get(box.pointer), "corrected": box.pointer in corrected,
        })  # fmt: skip
    sure = {each.pointer: Decimal(each.confidence) for each in evaluation.reading.doubtful}
    return sorted(lines, key=lambda line: (not line["box"].doubt, _trust(line["box"], sure)))


def _trust(box: Box, sure: dict[str, Decimal]) -> Decimal:
    """How far the value of a cell may be trusted, from 0 to 1; a row's doubt is that of its cells."""
    return sure.get(box.pointer, sure.get(box.row, Decimal(1)))


def _spot(place: Place | None, *, paged: bool) -> str:
    """A place as the key of its element in the original: page and box where pages are shown; else
    table and cell, line, or the text of a paragraph."""
    if place is None:
        return ""
    if paged and place.page is not None and place.box is not None:
        return f"p{place.page}:" + ",".join(f"{edge:.1f}" for edge in place.box)
    if place.table is not None and place.row is not None:
        return f"t{place.table}:{place.row}:{place.column or 0}"
    if place.line is not None:
        return f"l{place.line}"
    if place.text and not paged:
        return (
            f"x{place.page or place.table or 0}:{place.side or ''}:{crc32(place.text.encode()):x}"
        )
    return ""


def _original(form: Form) -> dict[str, Any]:
    """Pages to look at, or tables; ``gone`` says in words why there is neither."""
    if form.source is None:
        return {"gone": gettext("这张表是直接填写的，没有原件。")}
    try:
        data = files.content(form.source)
        sizes = originals.page_sizes(data)
        if sizes:
            return {
                "pages": [(number, f"{width:.2f}") for number, (width, _) in enumerate(sizes, 1)]
            }
        return {"blocks": originals.original_tables(data, form.source.name)}
    except OSError:
        return {"gone": gettext("原件在数据文件夹中找不到了。")}
    except Unreadable as error:
        return {"gone": str(error)}
