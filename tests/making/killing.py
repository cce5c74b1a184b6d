"""A worker that one content ends without a word, as a crash in a library would."""

from __future__ import annotations

import os
from typing import Any

from jiping.api.batch import worker

KILL = b"kill this process"
_run = worker.run


def run(task: Any) -> Any:
    """As the real one, unless it meets the content."""
    if any(data == KILL for _, data in task):
        os._exit(9)
    return _run(task)
