"""Reads the files of an upload one by one; what was read stays read, whatever happens after."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from jiping import api
from jiping.read.packed import contents_of
from jiping.store import files
from jiping.store.acting import Actor
from jiping.store.actions.reading import Taken, take_file
from jiping.store.actions.uploads import READING
from jiping.store.jobs import JobFailed, job
from jiping.store.models import Form, SourceFile, Upload, UploadedFile
from jiping.store.policy import Refused, Viewer
from jiping.store.told import Told, several, told
from jiping.store.working import Running

Status = UploadedFile.Status


@job(READING)
def read_files(run: Running) -> object:
    """``given``: upload. Begun again after a crash it goes on with what still waits."""
    upload = Upload.objects.select_related("by", "organisation").get(pk=run.given["upload"])
    if upload.by is None:
        raise JobFailed(told(gettext_noop("上传文件的人已不在系统中。")))
    viewer = Viewer(upload.by)
    actor = Actor(viewer, "job")
    for packed in upload.files.filter(status=Status.WAITING, member="").select_related("content"):
        _unpack(packed)
    waiting = list(upload.files.filter(status=Status.WAITING).values_list("pk", flat=True))
    for done, pk in enumerate(waiting):
        each = UploadedFile.objects.select_related("content").get(pk=pk)
        now = told(gettext_noop("正在读取 %(name)s"), name=each.member or each.name)
        run.step(done, now, total=len(waiting))
        _read(actor, viewer, upload, each)
    counts = {code: upload.files.filter(status=code).count() for code in Status.values}
    run.step(len(waiting), _said(counts), total=len(waiting))
    return {code: count for code, count in counts.items() if count}


def _unpack(packed: UploadedFile) -> None:
    """An archive becomes its documents, all at once or not at all."""
    if packed.content is None:
        return
    data = files.content(packed.content)
    found: list[tuple[str, SourceFile | None, str]] = []
    for item in contents_of(data, packed.name):
        if item.name == packed.name and item.data is not None:
            return  # a document, no archive
        if item.problem is not None:
            found.append((item.name, None, item.problem))
        elif item.data is not None:
            held, _ = files.keep([item.data], item.name.rpartition("/")[2])
            found.append((item.name, held, ""))
    with transaction.atomic():
        UploadedFile.objects.bulk_create(
            UploadedFile(
                upload_id=packed.upload_id, content=held, name=packed.name,
                member=name.removeprefix(packed.name).lstrip("/!>")[-500:] or name[-500:],
                status=Status.FAILED if problem else Status.WAITING, reason=problem,
            )
            for name, held, problem in found
        )  # fmt: skip
        packed.delete()


def _read(actor: Actor, viewer: Viewer, upload: Upload, each: UploadedFile) -> None:
    """One file; whatever it is, the others go on."""
    if each.content is None:
        return
    name = (each.member or each.name).rpartition("/")[2]
    known = list(
        viewer.forms().filter(source=each.content, demonstration=False).order_by("ordinal")
    )
    if known:
        _done(each, Status.KNOWN, told(gettext_noop("同样的文件已经读过。")), known)
        return
    data = files.content(each.content)
    reading = api.read(data, name=name)  # outside the transaction: a scan takes seconds
    try:
        taken = take_file(actor, data, name, organisation=upload.organisation, reading=reading)
    except Refused as error:
        _done(each, Status.FAILED, error.told or str(error), [])
        return
    _done(each, *_outcome(taken))


def _outcome(taken: Taken) -> tuple[str, Told | str, list[Form]]:
    if taken.new:
        some = told(gettext_noop("另有 %(n)s 张与已有的表相同。"), n=len(taken.known))
        return Status.READ, some if taken.known else "", [*taken.new, *taken.known]
    if taken.known:
        return Status.KNOWN, told(gettext_noop("表的内容与已有的相同。")), taken.known
    return taken.status, taken.reason, []


def _done(each: UploadedFile, status: str, reason: Told | str, forms: list[Form]) -> None:
    """``reason``: a text where a reader of files said it."""
    with transaction.atomic():
        each.status, each.reason = status, str(reason)
        each.said = reason.kept() if isinstance(reason, Told) else {}
        each.save(update_fields=["status", "reason", "said"])
        each.forms.set(forms)


def _said(counts: dict[str, int]) -> Told:
    words = [
        told(gettext_noop("%(status)s %(n)s 个"), status=told(str(Status(code).label)), n=count)
        for code, count in counts.items()
        if count
    ]
    return several(words) or told(gettext_noop("没有文件。"))
