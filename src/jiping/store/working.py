"""The worker: takes queued jobs one by one, shows their progress, survives its own death.

A job that a dead worker left is taken up again (its heartbeat is old), three times at most.
"""

from __future__ import annotations

import datetime
import logging
import os
import platform
import threading
import time
import uuid
from typing import Any

from django.db import close_old_connections
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from jiping.store.connection import tidy
from jiping.store.jobs import JobFailed, Stopped, kind_of
from jiping.store.models import Job
from jiping.store.told import Told, told

BEAT = datetime.timedelta(seconds=5)
DEAD = datetime.timedelta(seconds=20)
"""A running job without a heartbeat for so long has lost its worker."""
ATTEMPTS = 3
_THRICE = told(gettext_noop("程序在处理中三次意外中断，不再重试。请查看是否有损坏的文件。"))
_logger = logging.getLogger("jiping.jobs")


class _Ending(Exception):  # noqa: N818 - what happens
    """The program ends: the job is put back into the queue."""


class Running:
    """One job under way, as its function sees it."""

    def __init__(self, job: Job, ending: threading.Event | None = None) -> None:
        self.job = job
        self._ending = ending
        self.given: dict[str, Any] = job.given
        self.last = told("")
        self._told = 0.0

    @property
    def total(self) -> int | None:
        """How many steps there are, if it was said."""
        return self.job.total

    def step(self, done: int, message: Told | None = None, *, total: int | None = None) -> None:
        """Tell how far it has come (kept a few times a second). Raises `Stopped` when asked to."""
        self.job.done = done
        if message is not None:
            self.last = message
            self.job.message, self.job.said = str(message)[:500], message.kept()
        if total is not None:
            self.job.total = total
        now = time.monotonic()
        if now - self._told >= 0.3 or done == self.job.total:
            self._told = now
            self.tell()

    def tell(self) -> None:
        """Keep the progress at once. Raises `Stopped` when asked to stop, or when it is lost."""
        if self._ending is not None and self._ending.is_set():
            raise _Ending
        mine = Job.objects.filter(pk=self.job.pk, worker=self.job.worker)
        fields = {
            "done": self.job.done, "total": self.job.total, "message": self.job.message,
            "said": self.job.said,
        }  # fmt: skip
        kept = mine.filter(state=Job.State.RUNNING).update(beat=timezone.now(), **fields)
        if not kept:
            raise Stopped


class Worker:
    """Takes jobs until it is told to end."""

    def __init__(self) -> None:
        self.name = f"{os.getpid()}@{platform.node()[:40]}-{uuid.uuid4().hex[:8]}"
        self.ending = threading.Event()

    def run(self, pause: float = 0.5) -> None:
        """Work until `end`; a database that is gone for a while is waited for."""
        from django.db import DatabaseError

        while not self.ending.is_set():
            try:
                close_old_connections()
                busy = self.work_one()
            except DatabaseError:
                _logger.exception("the database does not answer; trying again")
                close_old_connections()
                self.ending.wait(3)
                continue
            if not busy:
                self.ending.wait(pause)

    def end(self) -> None:
        """Let the worker end; the job at hand goes back into the queue at its next step."""
        self.ending.set()

    def work_one(self) -> bool:
        """Do one job; False if there is none."""
        job = self._claim()
        if job is None:
            return False
        self._do(job)
        tidy()
        return True

    def _claim(self) -> Job | None:
        now = timezone.now()
        old = Q(beat__lt=now - DEAD) | Q(worker__in=_gone())
        lost = Q(state=Job.State.RUNNING) & old
        Job.objects.filter(old, state=Job.State.STOPPING).update(
            state=Job.State.STOPPED, finished=now
        )
        Job.objects.filter(lost, attempts__gte=ATTEMPTS).update(
            state=Job.State.FAILED, finished=now,
            message=str(_THRICE), said=_THRICE.kept(),
        )  # fmt: skip
        for job in Job.objects.filter(Q(state=Job.State.QUEUED) | lost).order_by("created", "id"):
            same = Job.objects.filter(pk=job.pk, state=job.state, worker=job.worker)
            taken = same.update(
                state=Job.State.RUNNING, worker=self.name, beat=now,
                started=job.started or now, attempts=job.attempts + 1,
            )  # fmt: skip
            if taken:
                return Job.objects.get(pk=job.pk)
        return None

    def _do(self, job: Job) -> None:
        beating = threading.Event()
        threading.Thread(target=_beat, args=(job, beating), daemon=True).start()
        try:
            state, message, result = self._result(job)
        finally:
            beating.set()
        mine = Job.objects.filter(pk=job.pk, worker=self.name)
        if state == Job.State.QUEUED:
            mine.update(
                state=state, worker="", message=str(message), said=message.kept(),
                attempts=job.attempts - 1,
            )  # fmt: skip
            return
        mine.update(
            state=state, message=str(message)[:500], said=message.kept(), result=result,
            finished=timezone.now(),
        )  # fmt: skip

    def _result(self, job: Job) -> tuple[str, Told, Any]:
        function = kind_of(job.kind)
        if function is None:
            unknown = told(gettext_noop("本版程序没有“%(kind)s”这种任务。"), kind=job.kind)
            return Job.State.FAILED, unknown, None
        running = Running(job, self.ending)
        try:
            result = function(running)
        except _Ending:
            return Job.State.QUEUED, told(gettext_noop("程序已退出，下次启动时接着做。")), None
        except Stopped:
            return Job.State.STOPPED, told(gettext_noop("已停止，完成的部分保留。")), None
        except JobFailed as error:
            return Job.State.FAILED, error.told, None
        except OSError as error:
            _logger.exception("job %s", job.pk)
            why = told(gettext_noop("磁盘或文件出错：%(why)s。"), why=error.strerror or str(error))
            return Job.State.FAILED, why, None
        except Exception:
            _logger.exception("job %s", job.pk)
            broken = told(gettext_noop("程序出错，没有完成。详情见程序日志。"))
            return Job.State.FAILED, broken, None
        return Job.State.DONE, running.last, result


def _gone() -> list[str]:
    """Workers of this machine whose process is no more: their heartbeat need not be waited for.

    Windows has no harmless way to ask; there the heartbeat decides.
    """
    if os.name == "nt":
        return []
    here = f"@{platform.node()[:40]}-"
    busy = Job.objects.filter(
        state__in=(Job.State.RUNNING, Job.State.STOPPING), worker__contains=here
    )
    names = set(busy.values_list("worker", flat=True))
    return [name for name in names if not _alive(int(name.partition("@")[0]))]


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it is, and is somebody else's
        return True
    return True


def _beat(job: Job, done: threading.Event) -> None:
    """Keep the heartbeat of a job that takes long over one step."""
    from django.db import DatabaseError, connection

    while not done.wait(BEAT.total_seconds()):
        try:
            Job.objects.filter(pk=job.pk, worker=job.worker).update(beat=timezone.now())
        except DatabaseError:
            _logger.warning("no heartbeat for job %s", job.pk)
    connection.close()


def work_all(limit: int = 1000) -> int:
    """Do what is queued, here and now; how many jobs (tests, scripts)."""
    worker = Worker()
    for count in range(limit):
        if not worker.work_one():
            return count
    return limit
