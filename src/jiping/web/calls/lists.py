"""Beside the list of forms: projects, kept views, the overview, rules and schemes, the log."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from ninja import Path, Query, Router, Status

from jiping.api import catalogue
from jiping.store import log
from jiping.store.actions.figures import count_figures
from jiping.store.actions.people import note_download
from jiping.store.actions.views import drop_view, keep_view
from jiping.store.figures import Figures, figures
from jiping.store.models import LogEntry, Project, SavedView
from jiping.store.policy import NotThere
from jiping.web.attachment import drawing
from jiping.web.calling import FAILS, Each, Id, Page, asking, file_of, one, part
from jiping.web.calls.forms import line
from jiping.web.lists import Asked, Counted
from jiping.web.lists import projects as found_projects
from jiping.web.overview import plots
from jiping.web.pages import projects as projects_page
from jiping.web.pages.log import seen_by
from jiping.web.shapes import lists as shapes
from jiping.web.waiting import groups, homeless, unmatched

router = Router()
Code = Annotated[str, Path(description="编号")]
Action = Annotated[str, Query(description="做什么，例如 form.change", max_length=64)]
Who = Annotated[str, Query(description="姓名、登录名中的字", max_length=64)]


@router.get("/todo", url_name="todo", response={200: shapes.Todo, **FAILS}, tags=["账户"])
def todo(request: HttpRequest) -> Any:
    """等着自己办的，同网页的首页。"""
    viewer = asking(request).viewer
    return {
        "waiting": [
            {"title": gettext(each.title), "count": each.count, "query": each.query,
             "forms": [line(form) for form in each.forms]}
            for each in groups(viewer)
        ],
        "homeless": [line(form) for form in homeless(viewer)],
        "unmatched": unmatched(viewer),
    }  # fmt: skip


@router.get(
    "/projects", url_name="projects", response={200: shapes.Projects, **FAILS}, tags=["自评表"]
)
def projects(request: HttpRequest, given: Query[shapes.PagedProjects]) -> Any:
    """有自评表的项目；筛选同网页的列表。"""
    viewer = asking(request).viewer
    viewer.demand("form.read")
    pages = Counted(found_projects(viewer, Asked(given.asked())), given.each)
    shown = pages.get_page(given.page)
    told = [{"id": p.pk, "name": p.name, "code": p.code, "organisation": p.organisation_id}
            for p in shown.object_list]  # fmt: skip
    return {"count": pages.count, "page": shown.number, "each": given.each, "projects": told}


@router.get(
    "/projects.csv", url_name="projects-csv", response={200: None, **FAILS}, openapi_extra=file_of("text/csv"),
    tags=["自评表"],
)  # fmt: skip
def projects_taken(request: HttpRequest, given: Query[shapes.ProjectFilters]) -> HttpResponseBase:
    """项目列表存成 CSV，每个项目一行；记入日志。"""
    asking(request).viewer.demand("form.read")
    return projects_page.table_of(asking(request), given.asked())


@router.get(
    "/projects/{pk}",
    url_name="project",
    response={200: shapes.WholeProject, **FAILS},
    tags=["自评表"],
)
def project(request: HttpRequest, pk: Id) -> Any:
    """一个项目历年的自评表。"""
    seen = asking(request).viewer.forms().filter(project=pk if 0 < pk < 2**31 else 0)
    rows = [line(form) for form in seen.order_by("-year", "-id")]
    if not rows:
        raise NotThere
    found = Project.objects.get(pk=pk)
    return {"id": found.pk, "name": found.name, "code": found.code, "forms": rows}


@router.get("/views", url_name="views", response={200: shapes.Views, **FAILS}, tags=["账户"])
def views(request: HttpRequest) -> Any:
    """自己保存的视图。"""
    asking(request).viewer.demand("form.read")
    mine = SavedView.objects.filter(person=asking(request).viewer.person)
    return {"views": [{"id": v.pk, "page": v.page, "name": v.name, "query": v.query} for v in mine]}


@router.post("/views", url_name="views", response={201: shapes.View, **FAILS}, tags=["账户"])
def keep(request: HttpRequest, given: shapes.NewView) -> Any:
    """保存一个视图；同名的被替换。"""
    made = keep_view(asking(request).actor, given.page, given.name, given.query)
    return Status(201, made)


@router.delete("/views/{pk}", url_name="view", response={204: None, **FAILS}, tags=["账户"])
def drop(request: HttpRequest, pk: Id) -> Any:
    """删除自己的一个视图。"""
    asked = asking(request)
    asked.viewer.demand("form.read")
    drop_view(asked.actor, one(SavedView.objects.filter(person=asked.viewer.person), pk))
    return Status(204, None)


def _figures(request: HttpRequest, given: shapes.Scope) -> Figures:
    asked = {name: "" if v is None else str(v) for name, v in given.model_dump().items()}
    viewer = asking(request).viewer
    viewer.demand("statistics.read")
    return _counted(request, "overview", asked)


def _counted(request: HttpRequest, kind: str, asked: Mapping[str, str] | None = None) -> Figures:
    """Figures, counted now where none are kept; old ones are told with their time, and counted anew
    in the background."""
    actor, viewer = asking(request).actor, asking(request).viewer
    found, old = figures(viewer, kind, asked, wait=True)
    if old and viewer.has("form.read"):
        count_figures(actor, viewer, kind, {k: v for k, v in (asked or {}).items() if v})
    return found


def _digits(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


@router.get(
    "/overview", url_name="overview", response={200: shapes.Overview, **FAILS}, tags=["统计"]
)
def overview(request: HttpRequest, given: Query[shapes.Scope]) -> Any:
    """按状态、等级、问题，执行率与得分、资金与得分：每张图的数据。"""
    found = _figures(request, given)
    return {"counted": found.at, "plots": [
        {"code": plot.code, "title": plot.title, "heads": list(plot.heads), "note": plot.note,
         "rows": [[_digits(value) for value in row] for row in plot.rows]}
        for plot in (plots(found.value) if found.value else ())
    ]}  # fmt: skip


@router.get(
    "/overview/{code}.svg",
    url_name="overview-picture",
    response={200: None, **FAILS},
    openapi_extra=file_of("image/svg+xml"),
    tags=["统计"],
)
def picture(request: HttpRequest, code: Code, given: Query[shapes.Scope]) -> HttpResponse:
    """一张图（SVG）。"""
    found = _figures(request, given)
    for plot in plots(found.value, code) if found.value else ():
        return drawing(plot.picture)
    raise NotThere


@router.get("/rules", url_name="rules", response={200: shapes.Rules, **FAILS}, tags=["规则"])
def rules(request: HttpRequest) -> Any:
    """审核规则，以及各在这里查出多少次。"""
    from dataclasses import asdict

    asking(request).viewer.demand("catalogue.read")
    found = _counted(request, "fired")
    counts = found.value or {}
    return {"counted": found.at, "rules": [
        {**asdict(each), "fired": (counts.get(each.code) or {}).get("findings", 0)}
        for each in catalogue.rule_lines()
    ]}  # fmt: skip


@router.get("/rules/{code}", url_name="rule", response={200: shapes.Rule, **FAILS}, tags=["规则"])
def rule(request: HttpRequest, code: Code) -> Any:
    """一条规则：依据、说明、例子。"""
    asking(request).viewer.demand("catalogue.read")
    try:
        return catalogue.rule_document(code)
    except KeyError as error:
        raise NotThere from error


@router.get("/schemes", url_name="schemes", response={200: shapes.Schemes, **FAILS}, tags=["规则"])
def schemes(request: HttpRequest) -> Any:
    """计分办法。"""
    from dataclasses import asdict

    asking(request).viewer.demand("catalogue.read")
    return {"schemes": [asdict(each) for each in catalogue.scheme_lines()]}


@router.get(
    "/schemes/{name}", url_name="scheme", response={200: shapes.Scheme, **FAILS}, tags=["规则"]
)
def scheme(request: HttpRequest, name: Code) -> Any:
    """一套计分办法：每个数字和它的出处。"""
    asking(request).viewer.demand("catalogue.read")
    try:
        return catalogue.scheme_document(name)
    except KeyError as error:
        raise NotThere from error


def _entries(request: HttpRequest, action: str, who: str) -> QuerySet[LogEntry]:
    asking(request).viewer.demand("log.read")
    found = seen_by(asking(request))
    if action:
        found = found.filter(action=action)
    return found.filter(actor__icontains=who) if who else found


@router.get("/log", url_name="log", response={200: shapes.Entries, **FAILS}, tags=["日志"])
def entries(
    request: HttpRequest, action: Action = "", who: Who = "", page: Page = 1, each: Each = 100
) -> Any:
    """日志，新的在前。"""
    rows, words = part(_entries(request, action, who), page, each)
    return {**words, "entries": [log.as_json(entry) for entry in rows]}


@router.post(
    "/log/check", url_name="log-check", response={200: shapes.Chain, **FAILS}, tags=["日志"]
)
def check(request: HttpRequest) -> Any:
    """核对整条链。"""
    asking(request).viewer.demand("log.read")
    faults = [{"number": fault.number, "why": fault.why} for fault in log.check()]
    return {"entries": LogEntry.objects.count(), "faults": faults[:200]}


@router.post(
    "/log/export",
    url_name="log-export",
    response={200: None, **FAILS},
    openapi_extra=file_of("application/x-ndjson"),
    tags=["日志"],
)
def export(request: HttpRequest) -> HttpResponseBase:
    """看得到的日志，每行一条 JSON；导出本身也记入日志。"""
    note_download(asking(request).actor, "log.read", what="log")
    found = seen_by(asking(request)).order_by("number")

    def lines() -> Iterator[str]:
        for entry in found.iterator(2_000):
            yield json.dumps(log.as_json(entry), ensure_ascii=False) + "\n"

    answer = StreamingHttpResponse(lines(), content_type="application/x-ndjson; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="jiping-log.jsonl"'
    return answer
