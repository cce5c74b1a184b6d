"""The progress bar: loaded only where it is shown."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

_SURE = 2.0
"""Seconds before a rate is worth telling."""


class _Bar:
    def __init__(self, progress: Progress, files: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=files, pace="")
        self._begun = time.monotonic()

    def step(self, name: str, done: int, total: int) -> None:
        """``done`` of ``total`` files are done; ``name`` is under way."""
        shown = escape(PurePath(name).name)
        self._progress.update(
            self._task, completed=done, total=total, description=shown,
            pace=pace(done, total, time.monotonic() - self._begun),
        )  # fmt: skip


def pace(done: int, total: int, seconds: float) -> str:
    """“每秒 12 个，还需约 3 分 20 秒”; nothing while it would be a guess."""
    if done < 1 or seconds < _SURE:
        return ""
    rate = done / seconds
    speed = f"每秒 {rate:.0f} 个" if rate >= 1 else f"每个 {1 / rate:.0f} 秒"
    return f"{speed}，还需约 {duration(int((total - done) / rate) + 1)}"


def duration(seconds: int) -> str:
    """Seconds in words."""
    if seconds < 60:
        return f"{seconds} 秒"
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes} 分 {seconds} 秒"
    return f"{minutes // 60} 小时 {minutes % 60} 分"


@contextmanager
def bar(files: int) -> Iterator[_Bar]:
    """A bar that disappears when all is done."""
    columns = (
        BarColumn(20), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"),
        TextColumn("{task.description}"),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress, files)
