"""Jobs: progress, stopping, faults in words, taken up again after a crash."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
import sys

import pytest
from django.utils import timezone
from making.bureau import Bureau

from jiping.store import jobs
from jiping.store.actions.jobs import stop_job
from jiping.store.jobs import JobFailed
from jiping.store.models import Job
from jiping.store.policy import NotThere
from jiping.store.told import told
from jiping.store.working import ATTEMPTS, DEAD, Running, Worker, work_all

pytestmark = pytest.mark.django_db


def count(run: Running) -> dict[str, int]:
    for number in range(1, 4):
        run.step(number, told("第 %(n)s 个", n=number), total=3)
    return {"counted": 3}


def fail(run: Running) -> None:
    raise JobFailed(told("清单是空的。"))


def crash(run: Running) -> None:
    raise ZeroDivisionError


def full(run: Running) -> None:
    raise OSError(28, "No space left on device")


def stopped_by_somebody(run: Running) -> None:
    Job.objects.filter(pk=run.job.pk).update(state=Job.State.STOPPING)
    run.tell()


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (count, fail, crash, full, stopped_by_somebody):
        monkeypatch.setitem(jobs._KINDS, kind.__name__, kind)


@pytest.mark.parametrize(
    ("kind", "state", "words"),
    [
        ("count", "done", "第 3 个"),
        ("fail", "failed", "清单是空的。"),
        ("crash", "failed", "程序出错，没有完成。详情见程序日志。"),
        ("full", "failed", "磁盘或文件出错：No space left on device。"),
        ("stopped_by_somebody", "stopped", "已停止，完成的部分保留。"),
        ("unknown", "failed", "本版程序没有“unknown”这种任务。"),
    ],
)
def test_how_a_job_ends(kind: str, state: str, words: str) -> None:
    job = Job.objects.create(kind=kind)
    assert work_all() == 1
    job.refresh_from_db()
    assert (job.state, job.message) == (state, words)
    assert job.finished is not None


def test_progress_is_kept() -> None:
    job = Job.objects.create(kind="count")
    work_all()
    job.refresh_from_db()
    assert (job.done, job.total, job.result) == (3, 3, {"counted": 3})


def lost(attempts: int, state: str = Job.State.RUNNING) -> Job:
    long_ago = timezone.now() - DEAD - datetime.timedelta(seconds=5)
    return Job.objects.create(
        kind="count", state=state, worker="gone", beat=long_ago, attempts=attempts
    )


def test_what_a_dead_worker_left_is_taken_up_again() -> None:
    job = lost(1)
    assert work_all() == 1
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


def test_a_file_that_kills_the_worker_is_given_up() -> None:
    job = lost(ATTEMPTS)
    assert work_all() == 0
    job.refresh_from_db()
    assert job.state == "failed"
    assert "三次" in job.message


def test_stopping_a_dead_worker_s_job_ends_it() -> None:
    job = lost(1, Job.State.STOPPING)
    assert work_all() == 0
    job.refresh_from_db()
    assert job.state == "stopped"


def test_a_living_worker_s_job_is_left_alone() -> None:
    job = Job.objects.create(kind="count", state="running", worker="other", beat=timezone.now())
    assert Worker().work_one() is False
    job.refresh_from_db()
    assert job.worker == "other"


@pytest.mark.skipif(os.name == "nt", reason="the heartbeat decides")
def test_a_worker_of_this_machine_that_is_gone_is_not_waited_for() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    name = f"{ended.pid}@{platform.node()[:40]}-1"
    job = Job.objects.create(kind="count", state="running", worker=name, beat=timezone.now())
    assert work_all() == 1
    job.refresh_from_db()
    assert job.state == "done"


def test_the_first_queued_is_the_first_done() -> None:
    first, second = Job.objects.create(kind="count"), Job.objects.create(kind="count")
    Worker().work_one()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("done", "queued")


def test_who_may_stop(bureau: Bureau) -> None:
    job = Job.objects.create(kind="count", by=bureau.people["filler"])
    for name in ("sister", "outsider", "education"):
        with pytest.raises(NotThere):
            stop_job(bureau.actor(name), job)
    stop_job(bureau.actor("filler"), job)
    assert work_all() == 0
    running = Job.objects.create(kind="count", state="running", by=bureau.people["filler"])
    stop_job(bureau.actor("filler"), running)
    running.refresh_from_db()
    assert running.state == "stopping"
