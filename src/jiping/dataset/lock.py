"""One writer at a time. The system lets go of the lock even where the writer is killed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jiping.dataset.errors import DatasetError


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file ``path`` while this lasts. Raises DatasetError where another has it."""
    stream = path.open("a+b")
    try:
        try:
            if os.name == "nt":
                import msvcrt

                take = getattr(msvcrt, "locking")  # noqa: B009 - absent elsewhere
                stream.seek(0)
                take(stream.fileno(), getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
            else:
                import fcntl

                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DatasetError("数据集正被另一个绩评写入，请等它结束") from error
        yield
    finally:
        stream.close()
