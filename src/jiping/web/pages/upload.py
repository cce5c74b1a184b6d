"""Files dropped in: a page to drop them on, what became of each, reading on after a stop."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from jiping.store.actions.uploads import bring_files, read_again
from jiping.store.models import Form, Upload, UploadedFile
from jiping.store.policy import Refused
from jiping.web.page import Request, page

_SHOWN = 500
_NEWEST = 10
"""Drops listed on the page where the next one is made."""


@page("upload/", "upload", right="form.create", methods=("GET", "POST"))
def upload(request: Request) -> HttpResponse:
    """Drop files or a zip; their reading goes on in the background."""
    places = request.viewer.organisations("form.create").order_by("path")
    if request.method == "POST":
        given = request.FILES.getlist("file")
        for each in given:
            if each.size is not None and each.size > settings.UPLOAD_MAX_BYTES:
                most = settings.UPLOAD_MAX_BYTES // 2**20
                raise Refused(
                    gettext("“%(name)s”太大：一个文件最多 %(most)s MB。")
                    % {"name": each.name, "most": most}
                )
        chosen = request.POST.get("organisation", "")
        place = get_object_or_404(places, pk=int(chosen)) if chosen.isdecimal() else None
        made = bring_files(
            request.actor, ((each.name or "文件", each.chunks()) for each in given), place
        )
        return HttpResponseRedirect(reverse("upload-one", args=[made.pk]))
    mine = Upload.objects.filter(by=request.viewer.person).select_related("job")
    shown = {
        "places": places,
        "uploads": [_line(each) for each in mine[:_NEWEST]],
        "most": settings.UPLOAD_MAX_BYTES // 2**20,
    }
    return render(request, "web/upload.html", shown)


@page("uploads/<int:pk>/", "upload-one", right="form.create")
def one(request: Request, pk: int) -> HttpResponse:
    """One drop: the job, and what became of each file; asked again while it is read."""
    found = get_object_or_404(Upload.objects.select_related("job"), pk=pk, by=request.viewer.person)
    files = found.files.prefetch_related("forms").order_by("id")
    counts = _counts(found)
    left = files.filter(status="waiting").exists()
    shown = {
        "upload": found, "job": found.job, "files": files[:_SHOWN], "counts": counts,
        "more": max(0, sum(counts.values()) - _SHOWN), "left": left,
        "brought": Form.objects.filter(uploaded_in__upload=found).distinct().count(),
        "doubtful": Form.objects.filter(uploaded_in__upload=found, doubtful__gt=0).distinct().count(),
    }  # fmt: skip
    template = "web/upload_part.html" if request.htmx else "web/upload_one.html"
    return render(request, template, shown)


def _line(found: Upload) -> dict[str, Any]:
    """A drop as one line: its first file, how many, what became of them."""
    names = list(found.files.values_list("name", flat=True)[:1])
    return {
        "upload": found, "first": names[0] if names else "", "count": found.files.count(),
        "counts": _counts(found),
    }  # fmt: skip


def _counts(found: Upload) -> dict[str, int]:
    """Status in words → files, of those that there are."""
    counts = dict(found.files.order_by().values_list("status").annotate(Count("pk")))
    return {
        gettext(label): counts[code]
        for code, label in UploadedFile.Status.choices
        if code in counts
    }


@page("uploads/<int:pk>/again/", "upload-again", right="form.create", methods=("POST",))
def again(request: Request, pk: int) -> HttpResponse:
    """Go on with what a stop left."""
    found = get_object_or_404(Upload, pk=pk, by=request.viewer.person)
    read_again(request.actor, found)
    return HttpResponseRedirect(reverse("upload-one", args=[found.pk]))
