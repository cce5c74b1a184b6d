"""Contents shared out to processes; one that kills its process is found and told, not the others."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context
from pathlib import Path

from jiping.api.batch import worker
from jiping.api.batch.desk import Wanted
from jiping.api.batch.result import Result, packed

FILES, BYTES = 16, 2 * 2**20
"""A task is full with so many files or bytes: few enough to be lost, and for a bar that moves."""
_WEIGHT = {".jpg": 40, ".jpeg": 40, ".png": 40, ".tif": 40, ".tiff": 40, ".bmp": 4, ".pdf": 4,
           ".ofd": 4, ".doc": 10, ".wps": 10}  # fmt: skip
"""How much more work a byte is than one of a docx."""
_KILLED = (
    "读取这个文件时程序意外中止（可能是内存不足，或文件损坏到无法处理），其余文件不受影响。"
    "请用 Word/WPS 打开并另存为 .docx 或 .xlsx 后再试。"
)

Keep = Callable[[bytes, bytes, bytes], None]
"""Takes digest, brief and forms of a result."""
Job = tuple[bytes, str, bytes]
"""Digest, name, content."""


class Pool:
    """So many processes. Results come back in any order, each with its digest; ``told`` is called
    when some did."""

    def __init__(
        self, wanted: Wanted, processes: int, keep: Keep, told: Callable[[], None]
    ) -> None:
        self._wanted = wanted
        self._processes = processes
        self._keep = keep
        self._told = told
        self._executor = self._made(processes)
        self._open: list[Job] = []
        self._weight = 0
        self._running: dict[Future[list[tuple[bytes, bytes]]], list[Job]] = {}

    def give(self, job: Job) -> None:
        """Take a content; blocks while the processes have enough to do."""
        self._open.append(job)
        self._weight += len(job[2]) * _WEIGHT.get(Path(job[1]).suffix.lower(), 1)
        if len(self._open) >= FILES or self._weight >= BYTES:
            self._submit()
            while len(self._running) > self._processes + 1:
                self._collect()

    def under_way(self) -> int:
        """How many contents were given and have no result yet."""
        return len(self._open) + sum(map(len, self._running.values()))

    def finish(self) -> None:
        """Wait for everything that was given."""
        self._submit()
        while self._running:
            self._collect()
        self._executor.shutdown()

    def stop(self) -> None:
        """Break off: keep what is finished, end the processes."""
        for future in [f for f in self._running if f.done()]:
            self._store(future, self._running.pop(future))
        self._executor.shutdown(wait=False, cancel_futures=True)
        for child in active_children():
            child.terminate()
        self._executor.shutdown(wait=True)

    def _made(self, processes: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            processes, get_context("spawn"), initializer=worker.begin, initargs=(self._wanted,)
        )

    def _submit(self) -> None:
        jobs, self._open, self._weight = self._open, [], 0
        if not jobs:
            return
        try:
            future = self._executor.submit(worker.run, [(name, data) for _, name, data in jobs])
        except BrokenProcessPool:
            self._recover(jobs)
            return
        self._running[future] = jobs

    def _collect(self) -> None:
        done, _ = wait(self._running, return_when=FIRST_COMPLETED)
        for future in done:
            jobs = self._running.pop(future, None)
            if jobs is not None and not self._store(future, jobs):
                self._recover(jobs)
            self._told()  # of each: two that end together are two steps of the bar

    def _store(self, future: Future[list[tuple[bytes, bytes]]], jobs: list[Job]) -> bool:
        """Keep what a task gave; False if its process died."""
        try:
            made = future.result()
        except BrokenProcessPool:
            return False
        for (digest, _, _), (short, long) in zip(jobs, made, strict=True):
            self._keep(digest, short, long)
        return True

    def _recover(self, jobs: list[Job]) -> None:
        """A process died with these (and with whatever else was under way): each again, alone."""
        for future, others in list(self._running.items()):
            if not self._store(future, others):
                jobs = jobs + others
        self._running.clear()
        self._executor.shutdown(wait=True)
        alone = self._made(1)
        for digest, name, data in jobs:
            try:
                made = alone.submit(worker.run, [(name, data)]).result()
            except BrokenProcessPool:
                alone.shutdown(wait=True)
                alone = self._made(1)
                made = [packed(Result("failed", _KILLED))]
            self._keep(digest, *made[0])
        alone.shutdown(wait=True)
        self._executor = self._made(self._processes)
