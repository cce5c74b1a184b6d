"""Read the files and put their forms through the engine, group by group."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from jiping import __version__
from jiping.cli.inputs import STDIN, STDIN_NAME, Input
from jiping.cli.output import is_terminal
from jiping.model.place import SourceMap
from jiping.report import FileStatus, Kind, Run

if TYPE_CHECKING:
    from jiping.engine.ahead import EngineAhead
    from jiping.engine.results import Audit
    from jiping.engine.run import Engine
    from jiping.model.evaluation import Evaluation
    from jiping.read.reading import FileReading
    from jiping.score.scheme import Scheme

GROUP = 50
"""Forms that go through the engine together: enough to be fast, few enough to stay small."""
FEW = 3
"""So many files need no progress bar."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with the files."""

    kind: Kind
    scheme: str | None = None
    own_scheme: Scheme | None = None
    only: tuple[str, ...] | None = None
    severities: tuple[str, ...] = ("error", "warning", "info")
    places: bool = False
    keep_places: bool = True


@dataclass
class Work:
    """What is finished so far."""

    wanted: Wanted
    files: list[FileStatus] = field(default_factory=list)
    audits: list[Audit] = field(default_factory=list)
    evaluations: list[Evaluation] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pending: list[FileReading] = field(default_factory=list)
    interrupted: bool = False
    ahead: EngineAhead | None = None

    def take(self, reading: FileReading) -> None:
        """A file that was read; its forms wait until there are enough of them."""
        self.pending.append(reading)
        if sum(len(r.evaluations) for r in self.pending) >= GROUP:
            self.finish()

    def finish(self) -> None:
        """Put what waits through the engine; only then do its files count as done."""
        forms = [e for reading in self.pending for e in reading.evaluations]
        audits = self._audited(forms)
        self.files += [
            FileStatus(r.file, r.status, r.reason, len(r.evaluations)) for r in self.pending
        ]
        self.notes += [(r.file, n) for r in self.pending if r.status == "read" for n in r.notes]
        self.pending = []
        if not self.wanted.keep_places:
            # They hold on to the documents, and findings have their own places by now.
            forms = [replace(e, places=SourceMap()) for e in forms]
            audits = [replace(a, evaluation=e) for a, e in zip(audits, forms, strict=False)]
        if self.wanted.kind == "read":
            self.evaluations += forms
        else:
            self.audits += audits

    def _audited(self, forms: list[Evaluation]) -> list[Audit]:
        if not forms or self.wanted.kind == "read":
            return []
        from jiping.engine.inputs import columns_of
        from jiping.engine.results import Audit

        columns = columns_of(forms)
        runner, scheme = self._engine(), self.wanted.scheme
        if self.wanted.kind == "score":
            ledgers = runner.score(forms, scheme=scheme, columns=columns)
            return [Audit(e, made, (), ()) for e, made in zip(forms, ledgers, strict=True)]
        shown = self.wanted.severities
        audits = runner.audit(forms, scheme=scheme, only=self.wanted.only, columns=columns)
        return [
            replace(a, findings=tuple(f for f in a.findings if f.severity in shown)) for a in audits
        ]

    def _engine(self) -> Engine:
        if self.ahead is None:
            raise RuntimeError("forms to audit, and no engine on its way")
        return self.ahead.engine()

    def run(self, width: int, *, colour: bool) -> Run:
        """What is finished, for a report."""
        return Run(
            version=__version__,
            files=tuple(self.files),
            audits=tuple(self.audits),
            kind=self.wanted.kind,
            evaluations=tuple(self.evaluations),
            places=self.wanted.places,
            notes=tuple(self.notes),
            interrupted=self.interrupted,
            width=width,
            colour=colour,
        )


def work(inputs: Sequence[Input], wanted: Wanted, ahead: EngineAhead | None = None) -> Work:
    """Read and audit, with the engine that is on its way (``ahead``) or one begun here.

    Broken off with Ctrl-C, what was read so far is finished and kept.
    """
    done = Work(wanted, ahead=ahead)
    if ahead is None and wanted.kind != "read" and any(item.problem is None for item in inputs):
        from jiping.engine.ahead import EngineAhead

        done.ahead = EngineAhead([wanted.own_scheme] if wanted.own_scheme is not None else [])
    try:
        with _progress(len(inputs)) as progress:
            for item in inputs:
                progress.step(item.name)
                done.take(_reading(item))
            if done.ahead is not None:
                _load_meanwhile()
            done.finish()
    except KeyboardInterrupt:
        done.interrupted = True
        done.finish()
    finally:
        if done.ahead is not None:
            done.ahead.wait()
    return done


def _load_meanwhile() -> None:
    """Load what comes after the engine while it still plans: a short run has nothing else to do."""
    for name in ("law.regions", "report._audit_view", "report._text", "score.methods"):
        import_module(f"jiping.{name}")


def _reading(item: Input) -> FileReading:
    from jiping.read.reading import FileReading, read_bytes, read_file

    if item.problem is not None:
        return FileReading(item.name, "", "", "failed", item.problem)
    if item.name != STDIN:
        return read_file(item.name)
    return read_bytes(sys.stdin.buffer.read(), STDIN_NAME)


class _Progress(Protocol):
    def step(self, name: str) -> None:
        """The next file begins."""


class _Silent:
    def step(self, name: str) -> None:
        """Nothing is shown."""


@contextmanager
def _progress(files: int) -> Iterator[_Progress]:
    """A bar on standard error where somebody sees it and there is something to wait for."""
    if files <= FEW or not is_terminal(sys.stderr):
        yield _Silent()
        return
    from jiping.cli.progress import bar

    with bar(files) as shown:
        yield shown
