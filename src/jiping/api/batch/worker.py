"""The processes that share a long run. Each is started afresh (spawn), on every system alike."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import threading
from collections.abc import Sequence

from jiping.api.batch.desk import Desk, Wanted
from jiping.api.batch.result import packed

Task = Sequence[tuple[str, bytes]]
"""Contents with the names of the files that held them first."""
_desk: list[Desk] = []


def begin(wanted: Wanted) -> None:
    """Once in every process: prepare a desk; Ctrl-C is the business of the process that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if wanted.layouts is not None:
        from pathlib import Path

        from jiping.read.layouts.learn import load

        load(Path(wanted.layouts))
    _desk[:] = [Desk(wanted)]
    atexit.register(_end)


def run(task: Task) -> list[tuple[bytes, bytes]]:
    """The results of the task's contents, each as `packed` makes it."""
    desk = _desk[0]
    readings = [desk.read(data, name) for name, data in task]
    return [packed(result) for result in desk.results(readings)]


def _end() -> None:
    """Let go of the database while Python is still whole."""
    _desk.clear()
    gc.collect()


def cores() -> int:
    """How many processes this machine can run at once."""
    try:
        found = len(os.sched_getaffinity(0))
    except AttributeError:
        found = os.cpu_count() or 1
    return max(1, min(found, 32))


def _end_with_parent() -> None:
    """End when the process that started this one is gone, even where it was killed."""
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
