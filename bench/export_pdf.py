"""How many forms a second become PDF and OFD: one file with all of them, and a file each.

python bench/export_pdf.py [forms] [pdf|ofd]
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from jiping import api
from jiping.forms.draw import drawing_of
from jiping.forms.drawing import Document
from jiping.forms.families import families
from jiping.forms.formats import form_format
from jiping.model.evaluation import Evaluation

REFERENCE = Path(__file__).parents[1] / "examples" / "reference"
PART = 100
"""Forms that are set together."""


def forms(count: int) -> list[Evaluation]:
    """The reference tables, again and again, no two with the same texts: what was set once is kept."""
    read = [
        e
        for n in range(1, 6)
        for e in api.read(REFERENCE / f"table-{n}.txt").evaluations
    ]  # fmt: skip
    return [_other(read[n % len(read)], n) for n in range(count)]


def _other(form: Evaluation, number: int) -> Evaluation:
    """The form with its longer texts turned by some letters."""
    rows = (replace(row, name=_turned(row.name, number)) for row in form.indicators)
    return replace(
        form,
        project=replace(form.project, name=f"{form.project.name}（{number}）"),
        goal=replace(
            form.goal,
            expected=_turned(form.goal.expected, number),
            actual=_turned(form.goal.actual, number),
        ),
        indicators=tuple(rows),
    )


def _turned(text: str | None, number: int) -> str | None:
    at = number // 5 % max(len(text or ""), 1)
    return text and f"{text[at:]}{text[:at]}{number}"


def written(job: tuple[str, list[Evaluation], bool]) -> int:
    """Bytes of some forms in one file, or a file each."""
    kind, some, apart = job
    family = families()["nm-2023"]
    drawings = [(drawing_of(e, family), e) for e in some]
    files = [[d] for d in drawings] if apart else [drawings]
    return sum(
        len(form_format(kind).write(Document(tuple(d for d, _ in f), tuple(e for _, e in f), "表")))
        for f in files
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    made = forms(count)
    parts = [made[n : n + PART] for n in range(0, count, PART)]
    for kind in sys.argv[2:] or ("pdf", "ofd"):
        for apart in (False, True):
            for workers in (1, 2):
                begin = time.perf_counter()
                jobs = [(kind, part, apart) for part in parts]
                if workers == 1:
                    size = sum(map(written, jobs))
                else:
                    # Started anew: the threads of a layout program don't survive a fork.
                    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
                        size = sum(pool.map(written, jobs))
                taken = time.perf_counter() - begin
                how = "a file each" if apart else f"files of {PART}"
                print(
                    f"{kind} {how}, {workers} process(es): {count} forms in {taken:.1f} s, "
                    f"{count / taken:.0f} forms/s, {size // count // 1024} kB a form",
                    flush=True,
                )


if __name__ == "__main__":
    main()
