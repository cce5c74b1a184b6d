"""Files brought, and what goes on in the background."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Status

from jiping.store.actions.jobs import stop_job
from jiping.store.actions.uploads import bring_files, read_again
from jiping.store.models import Job, Upload
from jiping.store.policy import NotThere
from jiping.web.calling import FAILS, Each, Id, Page, Sent, asking, one, part, taken
from jiping.web.shapes import uploads as shapes

router = Router(tags=["导入"])
Owner = Annotated[int, Query(description="归哪个单位；0 为按表上的单位名称认")]


@router.post("/uploads", url_name="uploads", response={202: shapes.Queued, **FAILS})
def bring(request: HttpRequest, file: Sent, organisation: Owner = 0) -> Any:
    """交一个文件或 zip，在后台读取。"""
    asked = asking(request)
    data, name = taken(file)
    places = asked.viewer.organisations("form.create")
    place = one(places, organisation) if organisation else None
    made = bring_files(asked.actor, [(name, [data])], place)
    return Status(202, {"id": made.pk, "job": made.job_id})


@router.get("/uploads", url_name="uploads", response={200: shapes.Uploads, **FAILS})
def brought(request: HttpRequest, page: Page = 1, each: Each = 50) -> Any:
    """自己交过的。"""
    mine = Upload.objects.filter(by=asking(request).viewer.person)
    rows, words = part(mine, page, each)
    told = [{"id": u.pk, "job": u.job_id, "at": u.at} for u in rows]
    return {**words, "uploads": told}


def _mine(request: HttpRequest, pk: Id) -> Upload:
    viewer = asking(request).viewer
    if not viewer.has("form.create"):
        raise NotThere
    return one(Upload.objects.filter(by=viewer.person), pk)


def _told(found: Upload) -> dict[str, Any]:
    files = [
        {"name": f.name, "member": f.member, "status": f.status, "reason": f.reason,
         "forms": [form.pk for form in f.forms.all()]}
        for f in found.files.prefetch_related("forms")
    ]  # fmt: skip
    return {"id": found.pk, "job": found.job_id, "files": files}


@router.get("/uploads/{pk}", url_name="upload", response={200: shapes.Upload, **FAILS})
def upload(request: HttpRequest, pk: Id) -> Any:
    """导入的结果，逐个文件。"""
    return _told(_mine(request, pk))


@router.post("/uploads/{pk}/again", url_name="upload-again", response={202: shapes.Upload, **FAILS})
def again(request: HttpRequest, pk: Id) -> Any:
    """停止或中断之后接着读。"""
    found = _mine(request, pk)
    read_again(asking(request).actor, found)
    return Status(202, _told(found))


@router.get("/jobs", url_name="jobs", response={200: shapes.Jobs, **FAILS})
def jobs(request: HttpRequest, page: Page = 1, each: Each = 50) -> Any:
    """看得到的后台任务，新的在前。"""
    rows, words = part(asking(request).viewer.jobs().order_by("-created", "-id"), page, each)
    return {**words, "jobs": rows}


@router.get("/jobs/{pk}", url_name="job", response={200: shapes.Work, **FAILS})
def job(request: HttpRequest, pk: Id) -> Job:
    """后台任务的进度。"""
    return one(asking(request).viewer.jobs(), pk)


@router.post("/jobs/{pk}/stop", url_name="job-stop", response={200: shapes.Work, **FAILS})
def stop(request: HttpRequest, pk: Id) -> Job:
    """停止后台任务。"""
    found = one(asking(request).viewer.jobs("job.stop"), pk)
    stop_job(asking(request).actor, found)
    found.refresh_from_db()
    return found
