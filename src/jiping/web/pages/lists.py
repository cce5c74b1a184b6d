"""Lists of forms and projects: search, filters, sorting, saved views, taken away as a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiping.model.text import label_key
from jiping.store.actions.people import note_download
from jiping.store.actions.views import drop_view, keep_view
from jiping.store.models import Form, Project, SavedView
from jiping.store.steps import table
from jiping.web.lists import EACH, GRADES, SORTS, Asked, Counted, forms
from jiping.web.page import Request, page

_MOST = 200_000
_COLUMNS = (
    ("项目名称", "name"), ("实施单位", "unit_name"), ("主管部门", "department_name"), ("年度", "year"),
    ("状态", "state"), ("计分办法", "scheme"), ("填报总分", "printed_total"), ("核算总分", "total"),
    ("等级", "grade"), ("全年预算数（万元）", "budget"), ("全年执行数（万元）", "executed"), ("执行率", "rate"),
    ("错误", "errors"), ("需说明", "warnings"), ("提示", "infos"), ("已说明", "answered"),
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
    })  # fmt: skip


def _heads(asked: Asked) -> dict[str, dict[str, Any]]:
    """Sort word → title, what a click asks for, and how the list is sorted by it now."""
    heads = {}
    for word, (title, _) in SORTS.items():
        now = asked.sort.removeprefix("-") == word
        down = now and asked.sort.startswith("-")
        first = word if word in ("name", "unit") else f"-{word}"
        following = (word if down else f"-{word}") if now else first
        direction = ("descending" if down else "ascending") if now else "none"
        heads[word] = {"title": title, "next": following, "now": direction}
    return heads


@page("forms/export/", "forms-export", right="form.read")
def taken(request: Request) -> HttpResponseBase:
    """The list as CSV that Excel and WPS open; noted in the log."""
    asked = Asked(request.GET.dict())
    found = forms(request.viewer, asked)[:_MOST]
    note_download(
        request.actor, "form.read", None, what="forms.csv", query=request.GET.urlencode()[:500]
    )
    answer = StreamingHttpResponse(_rows(found), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''%E8%87%AA%E8%AF%84%E8%A1%A8.csv"
    return answer


def _rows(found: Any) -> Iterator[bytes]:
    states = {code: state.title for code, state in table().states.items()}
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow([title for title, _ in _COLUMNS])
    yield "\ufeff".encode()
    for number, form in enumerate(found.iterator(chunk_size=2000)):
        writer.writerow([_cell(form, name, states) for _, name in _COLUMNS])
        if number % 500 == 0:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def _cell(form: Form, name: str, states: dict[str, str]) -> str:
    value = getattr(form, name)
    if name == "state":
        return states[form.state]
    text: str = "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
    # A spreadsheet would take these for a formula.
    return f"'{text}" if text[:1] in ("=", "+", "@", "\t") else text


@page("views/", "view-keep", right="form.read", methods=("POST",))
def keep(request: Request) -> HttpResponse:
    """Keep the filters of a list under a name."""
    query = request.POST.get("query", "")[:2000]
    keep_view(request.actor, "forms", request.POST.get("name", ""), query)
    return HttpResponseRedirect(f"{reverse('forms')}?{query}")


@page("views/<int:pk>/drop/", "view-drop", right="form.read", methods=("POST",))
def drop(request: Request, pk: int) -> HttpResponse:
    """Forget a kept view."""
    drop_view(request.actor, get_object_or_404(SavedView, pk=pk, person=request.viewer.person))
    return HttpResponseRedirect(reverse("forms"))


@page("projects/", "projects", right="form.read")
def projects(request: Request) -> HttpResponse:
    """Projects with forms that somebody may see."""
    found = Project.objects.filter(pk__in=request.viewer.forms().values("project"))
    word = request.GET.get("q", "").strip()
    if word:
        found = found.filter(key__contains=label_key(word))
    shown = Paginator(found.select_related("organisation"), EACH).get_page(request.GET.get("page"))
    return render(request, "web/projects.html", {"page": shown, "word": word})


@page("projects/<int:pk>/", "project", right="form.read")
def project(request: Request, pk: int) -> HttpResponse:
    """One project over the years."""
    seen = request.viewer.forms().filter(project=pk)
    found = get_object_or_404(Project, pk=pk, pk__in=seen.values("project"))
    years = seen.order_by("-year", "-id")
    return render(request, "web/project.html", {"project": found, "forms": years})
