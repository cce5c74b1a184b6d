"""The list of forms: search, filters, sorting, saved views, taken away as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiping.model.decimals import to_decimal
from jiping.store.actions.assigning import agencies
from jiping.store.actions.people import note_download
from jiping.store.actions.views import drop_view, keep_view
from jiping.store.models import Form, SavedView
from jiping.store.steps import table
from jiping.web.lists import EACH, GRADES, SORTS, Asked, Counted, forms, places
from jiping.web.page import Request, page

_COLUMNS = (
    (gettext_noop("项目名称"), "name"), (gettext_noop("实施单位"), "unit_name"), (gettext_noop("主管部门"), "department_name"), (gettext_noop("年度"), "year"),
    (gettext_noop("状态"), "state"), (gettext_noop("计分办法"), "scheme"), (gettext_noop("填报总分"), "printed_total"), (gettext_noop("核算总分"), "total"),
    (gettext_noop("等级"), "grade"), (gettext_noop("全年预算数（万元）"), "budget"), (gettext_noop("全年执行数（万元）"), "executed"), (gettext_noop("执行率"), "rate"),
    (gettext_noop("错误"), "errors"), (gettext_noop("需说明"), "warnings"), (gettext_noop("提示"), "infos"), (gettext_noop("已说明"), "answered"),
)  # fmt: skip


@page("forms/", "forms", right="form.read")
def listed(request: Request) -> HttpResponse:
    """Forms that somebody may see, by everything that a list is asked for."""
    asked = Asked(request.GET.dict())
    pages = Counted(forms(request.viewer, asked), EACH)
    shown = pages.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "web/forms.html", {
        "page": shown, "asked": asked.given, "many": pages.many, "sort": asked.sort,
        "sorts": _heads(asked), "states": table().states, "grades": GRADES,
        "views": SavedView.objects.filter(person=request.viewer.person, page="forms"),
        "query": query.urlencode(), "may_create": request.viewer.has("form.create"),
        "tabs": _tabs(asked), "places": places(request.viewer), **_batch(request, asked),
    })  # fmt: skip


def _tabs(asked: Asked) -> list[dict[str, Any]]:
    """The states as ways to narrow the list, and what one has handled."""
    state, handled = asked["state"], bool(asked["handled"])
    tabs = [{"title": _("全部"), "state": None, "handled": None, "now": not state and not handled}]
    tabs += [
        {
            "title": _(each.title),
            "state": code,
            "handled": None,
            "now": state == code and not handled,
        }
        for code, each in table().states.items()
    ]
    return [*tabs, {"title": _("我办过的"), "state": None, "handled": 1, "now": handled}]


def _batch(request: Request, asked: Asked) -> dict[str, Any]:
    """What may be done with many forms at once: steps from the state that is listed, agencies."""
    steps = table()
    known = asked["state"] in steps.states
    open_ones = steps.open_from(asked["state"]) if known else steps.steps.values()
    offered = [step for step in open_ones if request.viewer.has(step.right)]
    given = list(agencies()[:200]) if request.viewer.has("form.assign") else []
    return {"batch_steps": offered, "agencies": given, "batch": bool(offered or given)}


def _heads(asked: Asked) -> dict[str, dict[str, Any]]:
    """Sort word → title, what a click asks for, and how the list is sorted by it now."""
    heads = {}
    for word, (title, _columns) in SORTS.items():
        now = asked.sort.removeprefix("-") == word
        down = now and asked.sort.startswith("-")
        first = word if word in ("name", "unit") else f"-{word}"
        following = (word if down else f"-{word}") if now else first
        direction = ("descending" if down else "ascending") if now else "none"
        heads[word] = {"title": _(title), "next": following, "now": direction}
    return heads


@page("forms/export/", "forms-export", right="form.read")
def taken(request: Request) -> HttpResponseBase:
    """The list as CSV that Excel and WPS open; noted in the log."""
    return table_of(request, request.GET.dict(), request.GET.urlencode())


def table_of(request: Request, given: Mapping[str, str], query: str = "") -> HttpResponseBase:
    """The forms of these filters as CSV; ``query``: how the log names them."""
    found = forms(request.viewer, Asked(given))
    said = query or urlencode(given)
    note_download(request.actor, "form.read", None, what="forms.csv", query=said[:500])
    answer = StreamingHttpResponse(written(_rows(found)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''%E8%87%AA%E8%AF%84%E8%A1%A8.csv"
    return answer


def written(rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Rows as CSV that Excel and WPS open, in pieces; what looks like a formula stays text."""
    held = io.StringIO()
    writer = csv.writer(held)
    yield "\ufeff".encode()
    for number, row in enumerate(rows):
        writer.writerow([f"'{text}" if _like_a_formula(text) else text for text in row])
        if number % 500 == 0:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def _like_a_formula(text: str) -> bool:
    """Whether Excel and WPS would reckon with it; a negative number stays a number."""
    return text[:1] in ("=", "+", "@", "\t", "\r") or (
        text.startswith("-") and to_decimal(text) is None
    )


def _rows(found: Any) -> Iterator[Sequence[str]]:
    states = {code: _(state.title) for code, state in table().states.items()}
    yield [_(title) for title, _name in _COLUMNS]
    for form in found.iterator(chunk_size=2000):
        yield [_cell(form, name, states) for _title, name in _COLUMNS]


def _cell(form: Form, name: str, states: dict[str, str]) -> str:
    value = getattr(form, name)
    if name == "state":
        return states[form.state]
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


_WITH_VIEWS = ("forms", "projects")


@page("views/", "view-keep", right="form.read", methods=("POST",))
def keep(request: Request) -> HttpResponse:
    """Keep the filters of a list (``page``) under a name."""
    query = request.POST.get("query", "")[:2000]
    listing = request.POST.get("page", "forms")
    if listing not in _WITH_VIEWS:
        raise Http404
    keep_view(request.actor, listing, request.POST.get("name", ""), query)
    return HttpResponseRedirect(f"{reverse(listing)}?{query}")


@page("views/<int:pk>/drop/", "view-drop", right="form.read", methods=("POST",))
def drop(request: Request, pk: int) -> HttpResponse:
    """Forget a kept view."""
    view = get_object_or_404(SavedView, pk=pk, person=request.viewer.person)
    listing = view.page if view.page in _WITH_VIEWS else "forms"
    drop_view(request.actor, view)
    return HttpResponseRedirect(reverse(listing))
