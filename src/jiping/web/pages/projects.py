"""The list of projects, each with its years; one project over the years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from jiping.store.actions.people import note_download
from jiping.store.models import Form, Project, SavedView
from jiping.store.policy import Viewer
from jiping.store.steps import table
from jiping.web.lists import EACH, GRADES, PROJECT_SORTS, Asked, Counted, places, projects
from jiping.web.page import Request, page
from jiping.web.pages.lists import written

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A project, its forms from the oldest year to the newest."""

    project: Project
    forms: tuple[Form, ...]

    @property
    def newest(self) -> Form | None:
        """The form of the last year."""
        return self.forms[-1] if self.forms else None

    @property
    def years(self) -> str:
        """2021、2022: the years that there is a form of."""
        return "、".join(dict.fromkeys(str(f.year) for f in self.forms if f.year is not None))


@page("projects/", "projects", right="form.read")
def listed(request: Request) -> HttpResponse:
    """Projects with forms that somebody may see."""
    asked = Asked(request.GET.dict())
    pages = Counted(projects(request.viewer, asked), EACH)
    shown = pages.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return render(request, "web/projects.html", {
        "page": shown, "lines": _lines(request.viewer, shown.object_list), "many": pages.many,
        "asked": asked.given, "sorts": _heads(asked), "places": places(request.viewer),
        "states": table().states, "grades": GRADES, "query": query.urlencode(),
        "views": SavedView.objects.filter(person=request.viewer.person, page="projects"),
    })  # fmt: skip


def _heads(asked: Asked) -> dict[str, dict[str, Any]]:
    said = asked["sort"] or "name"
    heads = {}
    for word, (title, _columns) in PROJECT_SORTS.items():
        now = said.removeprefix("-") == word
        direction = ("descending" if said.startswith("-") else "ascending") if now else "none"
        following = f"-{word}" if now and not said.startswith("-") else word
        heads[word] = {"title": _(title), "next": following, "now": direction}
    return heads


def _lines(viewer: Viewer, found: Iterable[Project]) -> list[Line]:
    kept = list(found)
    prefetch_related_objects(kept, "organisation")
    seen: dict[int, list[Form]] = {project.pk: [] for project in kept}
    for form in viewer.forms().filter(project__in=kept).order_by("year", "id"):
        seen[form.project_id or 0].append(form)
    return [Line(project, tuple(seen[project.pk])) for project in kept]


@page("projects/export/", "projects-export", right="form.read")
def taken(request: Request) -> HttpResponseBase:
    """The list as CSV, a line a project with its last year; noted in the log."""
    return table_of(request, request.GET.dict(), request.GET.urlencode())


def table_of(request: Request, given: Mapping[str, str], query: str = "") -> HttpResponseBase:
    """The projects of these filters as CSV; ``query``: how the log names them."""
    found = projects(request.viewer, Asked(given))
    said = query or urlencode(given)
    note_download(request.actor, "form.read", None, what="projects.csv", query=said[:500])
    answer = StreamingHttpResponse(
        written(_rows(request.viewer, found)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = "attachment; filename*=UTF-8''%E9%A1%B9%E7%9B%AE.csv"
    return answer


def _rows(viewer: Viewer, found: Any) -> Iterator[Sequence[str]]:
    yield [
        _("项目名称"), _("编码"), _("单位"), _("年度"), _("最近年度"), _("全年预算数（万元）"),
        _("执行率"), _("核算总分"), _("等级"), _("状态"),
    ]  # fmt: skip
    projects_left = found.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(projects_left, _AT_ONCE)):
        for line in _lines(viewer, some):
            last = line.newest
            place = line.project.organisation
            yield [
                line.project.name, line.project.code, place.name if place else "", line.years,
                *(_figures(last) if last else ()),
            ]  # fmt: skip


def _figures(form: Form) -> list[str]:
    numbers = [form.year, form.budget, form.rate, form.total]
    said = ["" if number is None else f"{number:f}" if not isinstance(number, int) else str(number)
            for number in numbers]  # fmt: skip
    return [*said, form.grade, _(table().states[form.state].title)]


@page("projects/<int:pk>/", "project", right="form.read")
def project(request: Request, pk: int) -> HttpResponse:
    """One project over the years."""
    seen = request.viewer.forms().filter(project=pk)
    found = get_object_or_404(Project, pk=pk, pk__in=seen.values("project"))
    years = seen.order_by("-year", "-id")
    return render(request, "web/project.html", {"project": found, "forms": years})
