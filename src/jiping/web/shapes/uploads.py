"""Files brought, and work in the background."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema

from jiping.store.models import Job, UploadedFile
from jiping.web.calling import Among, Part, said

JobState = Annotated[str, Among(tuple(Job.State.values))]
FileState = Annotated[str, Among(tuple(UploadedFile.Status.values))]
_STATES = "状态：" + "、".join(f"{code} {label}" for code, label in Job.State.choices)
_FILES = "结果：" + "、".join(f"{code} {label}" for code, label in UploadedFile.Status.choices)


class Work(Schema):
    """一项后台任务。"""

    id: int = said("编号", 21)
    kind: str = said("种类", "read-files")
    state: JobState = said(_STATES, "running")
    done: int = said("做完多少", 3)
    total: int | None = said("一共多少；还不知道为 null", 10)
    message: str = said("正在做什么", "正在读取 自评表.docx")


class Jobs(Part):
    """一页后台任务，新的在前。"""

    jobs: list[Work] = said("任务")


class Queued(Schema):
    """收下了，在后台读取。"""

    id: int = said("导入的编号", 15)
    job: int | None = said("后台任务的编号", 21)


class Brought(Queued):
    """自己交过的一次。"""

    at: datetime = said("何时", "2026-11-30T09:00:00+08:00")


class Uploads(Part):
    """一页自己交过的，新的在前。"""

    uploads: list[Brought] = said("导入")


class FileRead(Schema):
    """一个文件的结果。"""

    name: str = said("文件名", "自评表.zip")
    member: str = said("压缩包里的哪一个；不在压缩包里为空", "一中/自评表.docx")
    status: FileState = said(_FILES, "read")
    reason: str = said("为什么", "")
    forms: list[int] = said("读出的自评表的编号", [12])


class Upload(Queued):
    """一次导入的结果，逐个文件。"""

    files: list[FileRead] = said("文件")
