"""Files read by the workers of a cluster instead of by processes of this machine.

A task takes some files, reads them as `jiping read` does and sends back what it made of them; the
results go onto the same shelf as in a run on one machine, so a run that was broken off is taken up.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jiping.api.batch import Input, Progress, Wanted, Work, work
from jiping.api.batch.fingerprint import fingerprint
from jiping.api.batch.result import packed
from jiping.api.batch.work import Entry

if TYPE_CHECKING:
    from jiping.dataset.cluster import Cluster

WAVE = 64
"""Files a core that are under way together: what is lost at most when a run is killed."""


class Made(NamedTuple):
    """What one task made of one input: its entries, the archives' files that were passed, and of
    every content its digest and the two packed parts of its result."""

    entries: list[Entry]
    passed: Counter[str]
    results: list[tuple[bytes, bytes, bytes]]


def read_on(
    cluster: Cluster, given: Sequence[Input], digests: dict[str, str], wanted: Wanted, state: str,
    progress: Progress | None,
) -> Work:  # fmt: skip
    """As `jiping.api.batch.work`, on a cluster whose workers find the files under the same names.

    ``digests``: name → SHA-256 of the inputs that could be opened here: what the shelf in ``state``
    holds already is not read again. Raises `jiping.api.batch.shelf.Taken`.
    """
    done = Work(wanted)
    done.resumed = done.shelf.take_up(state, fingerprint(wanted))
    firsts: dict[bytes, str] = {}
    context = cluster.session.sparkContext
    try:
        size = max(context.defaultParallelism, 1) * WAVE
        for start in range(0, len(given), size):
            wave = given[start : start + size]
            if progress is not None:
                progress.step("集群读取", start, len(given))
            shelved = [_shelved(done, item, digests) for item in wave]
            todo = [item for item, known in zip(wave, shelved, strict=True) if known is None]
            # One file a record and small tasks: files take between a millisecond and a minute.
            tasks = max(1, min(len(todo), 4 * context.defaultParallelism))
            read = (
                context.parallelize([(item, wanted) for item in todo], tasks)
                .mapPartitions(partial(_read, str(Path.cwd())))
                .collect()
                if todo
                else []
            )
            answers = iter(read)
            for known in shelved:
                _take(done, known or next(answers), firsts)
    except KeyboardInterrupt:
        context.cancelAllJobs()
        done.interrupted = True
    return done


def _shelved(done: Work, item: Input, digests: dict[str, str]) -> Made | None:
    digest = bytes.fromhex(digests.get(item.name, ""))
    if not digest or digest not in done.shelf:
        return None
    return Made([Entry(item.name, digest)], Counter(), [])


def _read(folder: str, given: Iterable[tuple[Input, Wanted]]) -> Iterator[Made]:
    """In a worker: what became of each input. A file that breaks the reader is told, not fatal.

    ``folder``: where relative names start; a worker begins in a folder of its own.
    """
    here = contextlib.chdir(folder) if Path(folder).is_dir() else contextlib.nullcontext()
    for item, wanted in given:
        try:
            with here:
                made = work([item], wanted, processes=1)
        except Exception as error:
            problem = f"读取时出错（{type(error).__name__}：{error}），请把文件发给我们"
            yield Made([Entry(item.name, problem=problem)], Counter(), [])
            continue
        found = {e.digest for e in made.entries if e.digest is not None}
        results = [(digest, *packed(made.shelf.get(digest))) for digest in sorted(found)]
        yield Made(made.entries, made.passed, results)


def _take(done: Work, made: Made, firsts: dict[bytes, str]) -> None:
    done.passed.update(made.passed)
    for digest, short, long in made.results:
        if digest not in done.shelf:
            done.shelf.put_packed(digest, short, long)
    for entry in made.entries:
        if entry.digest is None:
            done.entries.append(entry)
            continue
        first = firsts.setdefault(entry.digest, entry.file)
        shown = first if first != entry.file else None
        done.entries.append(Entry(entry.file, entry.digest, first=shown))
