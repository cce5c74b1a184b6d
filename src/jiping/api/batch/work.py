"""A run over many files: from names to results, in this process and soon in several."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol, overload

from jiping import __version__
from jiping.api.batch.desk import GROUP, Desk, Wanted
from jiping.api.batch.result import named
from jiping.api.batch.shelf import Shelf
from jiping.report import FileStatus, Run

if TYPE_CHECKING:
    from jiping.api.batch.pool import Pool
    from jiping.read.packed import Content
    from jiping.read.reading import FileReading

PATIENCE = 1.5
"""Seconds after which a run is taken to be long, and shared out to processes."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; with ``problem`` there is none, and that is why. ``data``: its bytes, where
    they come from elsewhere than the disk."""

    name: str
    problem: str | None = None
    data: bytes | None = None


class Progress(Protocol):
    """Who wants to know how far the run is."""

    def step(self, name: str, done: int, total: int) -> None:
        """``done`` of ``total`` files are done; ``name`` is under way."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the run. ``first`` is the file whose equal content was read, if it is another."""

    file: str
    digest: bytes | None = None
    problem: str | None = None
    first: str | None = None


class Held(Sequence[Any]):
    """The forms of one kind of all files in order, taken from the shelf when asked for."""

    def __init__(self, shelf: Shelf, entries: Sequence[Entry], kind: str, count: str) -> None:
        self._shelf = shelf
        self._kind = kind
        self._at = [
            (entry, n)
            for entry in entries
            if entry.digest is not None
            for n in range(getattr(shelf.brief(entry.digest), count))
        ]

    def __len__(self) -> int:
        return len(self._at)

    @overload
    def __getitem__(self, number: int) -> Any: ...
    @overload
    def __getitem__(self, number: slice) -> list[Any]: ...
    def __getitem__(self, number: int | slice) -> Any:
        if isinstance(number, slice):
            return [self._one(*at) for at in self._at[number]]
        return self._one(*self._at[number])

    def __iter__(self) -> Iterator[Any]:
        return (self._one(*at) for at in self._at)

    def _one(self, entry: Entry, n: int) -> Any:
        assert entry.digest is not None  # noqa: S101 - only such were taken in
        return named(getattr(self._shelf.get(entry.digest), self._kind)[n], entry.file)


@dataclass
class Work:
    """What is finished so far."""

    wanted: Wanted
    entries: list[Entry] = field(default_factory=list)
    shelf: Shelf = field(default_factory=Shelf)
    passed: Counter[str] = field(default_factory=Counter)
    """Suffix and number of files of other kinds in archives."""
    interrupted: bool = False
    resumed: int = 0
    """How many results an earlier run had left; -1 where they were made under other rules."""

    def finished(self) -> list[Entry]:
        """The files whose result is there."""
        return [e for e in self.entries if e.digest is None or e.digest in self.shelf]

    def files(self) -> list[FileStatus]:
        """What became of every finished file."""
        made = []
        for entry in self.finished():
            if entry.digest is None:
                made.append(FileStatus(entry.file, "failed", entry.problem, 0))
                continue
            brief = self.shelf.brief(entry.digest)
            made.append(
                FileStatus(entry.file, brief.status, brief.reason, brief.forms, entry.first)
            )
        return made

    def run(self, width: int, *, colour: bool, repeat: bool = True) -> Run:
        """What is finished, for a report; without ``repeat`` equal files give their forms once."""
        finished = self.finished()
        giving = finished if repeat else [e for e in finished if e.first is None]
        read = self.wanted.kind == "read"
        held = Held(self.shelf, giving, "evaluations" if read else "audits", "forms")
        briefs = [(e, self.shelf.brief(e.digest)) for e in giving if e.digest is not None]
        return Run(
            version=__version__,
            files=tuple(self.files()),
            audits=() if read else _Shown(held, self.wanted.severities),
            kind=self.wanted.kind,
            evaluations=held if read else (),
            places=self.wanted.places,
            notes=tuple((e.file, n) for e, b in briefs if b.status == "read" for n in b.notes),
            interrupted=self.interrupted,
            width=width,
            colour=colour,
            targets=Held(self.shelf, giving, "targets", "targets"),
            monitorings=Held(self.shelf, giving, "monitorings", "monitorings"),
        )


class _Shown(Sequence[Any]):
    """Audits with only the findings that were asked for."""

    def __init__(self, held: Held, severities: tuple[str, ...]) -> None:
        self._held = held
        self._severities = severities

    def __len__(self) -> int:
        return len(self._held)

    @overload
    def __getitem__(self, number: int) -> Any: ...
    @overload
    def __getitem__(self, number: slice) -> list[Any]: ...
    def __getitem__(self, number: int | slice) -> Any:
        if isinstance(number, slice):
            return [self._one(audit) for audit in self._held[number]]
        return self._one(self._held[number])

    def __iter__(self) -> Iterator[Any]:
        return (self._one(audit) for audit in self._held)

    def _one(self, audit: Any) -> Any:
        if len(self._severities) == 3:
            return audit
        from dataclasses import replace

        shown = tuple(f for f in audit.findings if f.severity in self._severities)
        return replace(audit, findings=shown)


def work(
    inputs: Sequence[Input],
    wanted: Wanted,
    *,
    processes: int | None = None,
    state: str | None = None,
    progress: Progress | None = None,
) -> Work:
    """Read (score, audit) all inputs, and say what came of each.

    A short run stays in this process; a long one is shared out to ``processes`` others (None: as
    many as there are cores; 1: none). ``state`` names a folder in which finished results are kept
    and found again. Broken off with Ctrl-C, what is finished is kept.

    Raises `jiping.api.batch.shelf.Taken` where that folder can't be used.
    """
    done = Work(wanted)
    if state is not None:
        from jiping.api.batch.fingerprint import fingerprint

        done.resumed = done.shelf.take_up(state, fingerprint(wanted))
    runner = _Runner(done, Desk(wanted), processes, progress)
    try:
        runner.all(inputs)
    except KeyboardInterrupt:
        done.interrupted = True
        runner.stop()
    return done


class _Runner:
    """One run: what is waiting in this process, and the pool once there is one."""

    def __init__(
        self, done: Work, desk: Desk, processes: int | None, progress: Progress | None
    ) -> None:
        self._done = done
        self._desk = desk
        self._progress = progress
        self._firsts: dict[bytes, str] = {}
        self._waiting: list[tuple[bytes, FileReading]] = []
        self._forms = 0
        self._begun = time.monotonic()
        self._processes = processes
        self._pool: Pool | None = None
        self._total = 0
        self._name = ""
        """The file that was taken last."""

    def all(self, inputs: Sequence[Input]) -> None:
        """Everything, to the end."""
        self._total = len(inputs)
        for item in inputs:
            for content in _contents(item):
                self._take(content)
        if self._pool is not None:
            self._keep_waiting()
            self._pool.finish()
        else:
            self._keep_waiting()

    def stop(self) -> None:
        """Keep what is finished, no more."""
        if self._pool is not None:
            self._pool.stop()
        self._keep_waiting()

    def _take(self, content: Content) -> None:
        done = self._done
        if content.total is not None:
            self._total += max(content.total - 1, 0)
            return
        if content.passed is not None:
            done.passed[content.passed] += 1
            self._total -= 1
            return
        self._name = content.name
        self._tell()
        if content.data is None:
            done.entries.append(Entry(content.name, problem=content.problem))
            return
        digest = sha256(content.data).digest()
        first = self._firsts.setdefault(digest, content.name)
        done.entries.append(
            Entry(content.name, digest, first=first if first != content.name else None)
        )
        if first == content.name and digest not in done.shelf:
            self._do(digest, content.name, content.data)

    def _tell(self) -> None:
        """Say how many files are done."""
        if self._progress is not None:
            finished = len(self._done.entries) - self._under_way()
            self._progress.step(self._name, max(finished, 0), max(self._total, 1))

    def _under_way(self) -> int:
        return len(self._waiting) if self._pool is None else self._pool.under_way()

    def _do(self, digest: bytes, name: str, data: bytes) -> None:
        if self._pool is None and self._is_long():
            self._share_out()
        if self._pool is not None:
            self._pool.give((digest, name, data))
            return
        reading = self._desk.read(data, name)
        self._waiting.append((digest, reading))
        self._forms += len(reading.evaluations)
        if self._forms >= GROUP:
            self._keep_waiting()

    def _is_long(self) -> bool:
        if self._processes is not None:
            return self._processes > 1
        return time.monotonic() - self._begun > PATIENCE and len(self._done.entries) < self._total

    def _share_out(self) -> None:
        from jiping.api.batch.pool import Pool
        from jiping.api.batch.worker import cores

        processes = self._processes or cores()
        if processes < 2:
            self._processes = 1
            return
        self._done.shelf.spool()
        self._pool = Pool(self._desk.wanted, processes, self._done.shelf.put_packed, self._tell)

    def _keep_waiting(self) -> None:
        """Put what waits through the engine; only then do its files count as done."""
        made = self._desk.results([reading for _, reading in self._waiting])
        for (digest, _), result in zip(self._waiting, made, strict=True):
            self._done.shelf.put(digest, result)
        self._waiting, self._forms = [], 0


def _contents(item: Input) -> Iterator[Content]:
    from jiping.read.packed import Content, contents, contents_of

    if item.problem is not None:
        return iter([Content(item.name, problem=item.problem)])
    if item.data is not None:
        return contents_of(item.data, item.name)
    return contents(item.name)
