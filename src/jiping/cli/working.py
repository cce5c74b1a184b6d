"""The run that a command asks for, with progress where somebody sees it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from jiping.api.batch import Input, Progress, Wanted, Work, work
from jiping.cli.inputs import STDIN, STDIN_NAME
from jiping.cli.output import is_terminal

FEW = 3
"""So many files need no progress bar."""


def taken(inputs: Sequence[Input]) -> list[Input]:
    """The inputs, standard input read."""
    return [
        replace(item, name=STDIN_NAME, data=sys.stdin.buffer.read()) if item.name == STDIN else item
        for item in inputs
    ]


def work_on(
    inputs: Sequence[Input],
    wanted: Wanted,
    *,
    processes: int | None,
    state: str | None,
) -> Work:
    """Do it. Raises `jiping.api.batch.shelf.Taken`."""
    with _progress(inputs) as progress:
        return work(inputs, wanted, processes=processes, state=state, progress=progress)


@contextmanager
def _progress(inputs: Sequence[Input]) -> Iterator[Progress | None]:
    """A bar on standard error where somebody sees it and there is something to wait for."""
    packed = any(item.name.lower().endswith(".zip") for item in inputs)
    if (len(inputs) <= FEW and not packed) or not is_terminal(sys.stderr):
        yield None
        return
    from jiping.cli.progress import bar

    with bar(len(inputs)) as shown:
        yield shown


@contextmanager
def progress(total: int) -> Iterator[Progress | None]:
    """A bar on standard error where somebody sees it."""
    import sys

    if not is_terminal(sys.stderr):
        yield None
        return
    from jiping.cli.progress import bar

    with bar(total) as shown:
        yield shown
