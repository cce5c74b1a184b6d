"""Files dropped into the system: kept, queued for reading, given an organisation."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext

from jiping.store import files
from jiping.store.acting import Act, action
from jiping.store.actions.jobs import queue
from jiping.store.models import Organisation, Upload, UploadedFile
from jiping.store.policy import Conflict, WrongValue

READING = "read-files"
"""The kind of job that reads an upload."""
_MOST = 5_000


@action("upload.bring", "上传文件")
def bring_files(
    act: Act,
    given: Iterable[tuple[str, Iterable[bytes]]],
    organisation: Organisation | None = None,
) -> Upload:
    """Keep the files and queue their reading. A full disk (OSError) leaves nothing behind."""
    act.demand("form.create", organisation)
    upload = Upload.objects.create(by=act.person, organisation=organisation)
    names: list[str] = []
    for name, chunks in given:
        if len(names) >= _MOST:
            raise WrongValue(
                gettext("一次最多上传 %(most)s 个文件；更多的请先压缩成 zip。") % {"most": _MOST},
                "file",
            )
        held, _ = files.keep(chunks, name)
        UploadedFile.objects.create(upload=upload, content=held, name=name[-255:])
        names.append(name)
    if not names:
        raise WrongValue(gettext("没有选择文件。"), "file")
    upload.job = queue(
        act, READING, {"upload": upload.pk}, organisation=organisation, total=len(names)
    )
    upload.save(update_fields=["job"])
    act.log(upload, names=names[:50], count=len(names))
    return upload


@action("upload.again", "继续读取")
def read_again(act: Act, upload: Upload) -> None:
    """Queue what a stopped or failed reading left."""
    act.demand("form.create", upload.organisation)
    left = upload.files.filter(status=UploadedFile.Status.WAITING).count()
    if not left:
        raise Conflict(gettext("文件都已经读过了。"))
    if upload.job is not None and upload.job.open:
        raise Conflict(gettext("正在读取。"))
    upload.job = queue(
        act, READING, {"upload": upload.pk}, organisation=upload.organisation, total=left
    )
    upload.save(update_fields=["job"])
    act.log(upload, left=left)
