"""Work in the background: how far it is, and stopping it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from jiping.store.actions.jobs import stop_job
from jiping.store.models import Upload
from jiping.web.page import Request, page


@page("jobs/", "jobs", right="job.read")
def jobs(request: Request) -> HttpResponse:
    """The newest hundred."""
    found = request.viewer.jobs().select_related("by").order_by("-created", "-id")[:100]
    return render(request, "web/jobs.html", {"jobs": found})


@page("jobs/<int:pk>/", "job", right="job.read")
def one(request: Request, pk: int) -> HttpResponse:
    """One job; asked by htmx, only the part that changes, which asks again while it is open."""
    job = get_object_or_404(request.viewer.jobs(), pk=pk)
    template = "web/job_part.html" if request.htmx else "web/job.html"
    return render(request, template, {"job": job})


@page("jobs/<int:pk>/stop/", "job-stop", right="job.stop", methods=("POST",))
def stop(request: Request, pk: int) -> HttpResponse:
    """Ask it to stop."""
    job = get_object_or_404(request.viewer.jobs("job.stop"), pk=pk)
    stop_job(request.actor, job)
    brought = Upload.objects.filter(job=job, by=request.viewer.person).first()
    return redirect("job", pk) if brought is None else redirect("upload-one", brought.pk)
