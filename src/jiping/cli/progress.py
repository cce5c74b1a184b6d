"""The progress bar: loaded only where it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn


class _Bar:
    def __init__(self, progress: Progress, files: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=files)
        self._begun = 0

    def step(self, name: str) -> None:
        """The next file begins; those before it are done."""
        shown = escape(Path(name).name)
        self._progress.update(self._task, completed=self._begun, description=shown)
        self._begun += 1


@contextmanager
def bar(files: int) -> Iterator[_Bar]:
    """A bar that disappears when all is done."""
    columns = (BarColumn(20), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield _Bar(progress, files)
