"""The overview: what there is, by state, grade and kind of finding; what stands out, by name."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from jiping.store.models import Form
from jiping.web.attachment import drawing
from jiping.web.lists import Asked, forms
from jiping.web.overview import Plot, plots
from jiping.web.page import Request, page


def _plots(request: Request, code: str | None = None) -> list[Plot]:
    asked = Asked({name: request.GET.get(name, "") for name in ("year", "organisation", "scheme")})
    seen = Form.objects.filter(pk__in=forms(request.viewer, asked).order_by().values("pk"))
    return plots(seen, code)


@page("overview/", "overview", right="statistics.read")
def overview(request: Request) -> HttpResponse:
    """Every plot with its table."""
    shown = {"plots": _plots(request), "year": request.GET.get("year", ""),
             "query": request.GET.urlencode()}  # fmt: skip
    return render(request, "web/overview.html", shown)


@page("overview/<slug:code>.svg", "overview-picture", right="statistics.read")
def picture(request: Request, code: str) -> HttpResponse:
    """One picture, to be shown or taken away."""
    found = next(iter(_plots(request, code)), None)
    if found is None:
        raise Http404
    answer = drawing(found.picture)
    if request.GET.get("take"):
        answer["Content-Disposition"] = f'attachment; filename="{code}.svg"'
    return answer
