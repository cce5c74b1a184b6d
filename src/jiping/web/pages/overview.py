"""The overview: what there is, by state, grade and kind of finding; what stands out, by name."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from jiping.store.actions.figures import asked_for
from jiping.store.figures import figures
from jiping.web.attachment import drawing
from jiping.web.lists import places
from jiping.web.overview import plots
from jiping.web.page import Request, page

KIND = "overview"


def _asked(request: Request) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ("year", "organisation", "scheme")}


@page("overview/", "overview", right="statistics.read")
def overview(request: Request) -> HttpResponse:
    """Every plot with its table; where there are very many forms, as they were last counted."""
    asked = _asked(request)
    found = asked_for(request.actor, request.viewer, KIND, asked)
    shown = {"plots": plots(found.value) if found.value else [], "counting": found.value is None,
             "counted": found.at, **asked, "places": places(request.viewer),
             "query": request.GET.urlencode()}  # fmt: skip
    return render(request, "web/overview.html", shown)


@page("overview/<slug:code>.svg", "overview-picture", right="statistics.read")
def picture(request: Request, code: str) -> HttpResponse:
    """One picture, to be shown (``?small``: on a phone) or taken away."""
    found, _ = figures(request.viewer, KIND, _asked(request), wait=True)
    plot = next(iter(plots(found.value, code)), None) if found.value else None
    if plot is None:
        raise Http404
    answer = drawing(plot.small if "small" in request.GET else plot.picture)
    if request.GET.get("take"):
        answer["Content-Disposition"] = f'attachment; filename="{code}.svg"'
    return answer
