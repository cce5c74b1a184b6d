"""How far a run over many files is: told while processes work, up to the end."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from jiping.api.batch import Input, Wanted, work
from jiping.api.batch.pool import FILES

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "reference" / "table-1.txt"


class Told:
    """Everything that was told."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, int, int]] = []

    def step(self, name: str, done: int, total: int) -> None:
        self.steps.append((name, done, total))


def test_a_bar_moves_while_processes_work_and_ends_full() -> None:
    text, count, told = EXAMPLE.read_text("utf-8"), 3 * FILES, Told()
    inputs = [Input(f"{n}.txt", data=f"{text}\n第{n}份\n".encode()) for n in range(1, count + 1)]
    done = work(inputs, Wanted("read"), processes=2, progress=told)
    assert len(done.finished()) == count
    done.shelf.close()
    seen = [step[1] for step in told.steps]
    assert all(one <= two for one, two in pairwise(seen))
    assert told.steps[-1] == (f"{count}.txt", count, count)
    assert {FILES, 2 * FILES} <= set(seen)
